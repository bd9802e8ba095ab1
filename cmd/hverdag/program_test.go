package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Main() // when a test starts itself again to shut a plugin in
	beRestricted()
	testenv.Main(m)
}

// built is the program as people run it, built once for all tests here.
var built = sync.OnceValue(func() string {
	path, err := filepath.Abs("../../bin/hverdag")
	if err != nil {
		panic(err)
	}
	out, err := exec.Command("go", "build", "-buildvcs=false", "-o", path, ".").CombinedOutput()
	if err != nil {
		panic("building the program: " + string(out))
	}
	return path
})

// program is one running hverdag.
type program struct {
	t         *testing.T
	arguments []string
	address   string // 127.0.0.1:port
	port      string
	command   *exec.Cmd
	log       *lockedBuffer
	exited    chan error
}

// start runs the demo and waits until it serves. more are further arguments,
// such as the databases' addresses.
func start(t *testing.T, folder string, more ...string) *program {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	p := &program{t: t, address: address, port: port, arguments: append([]string{
		"demo", "--addr", address, "--data", folder,
	}, more...)}
	p.run()
	t.Cleanup(p.kill)
	return p
}

func (p *program) run() {
	p.t.Helper()
	p.log = &lockedBuffer{}
	p.command = exec.Command(built(), p.arguments...)
	p.command.Stdout, p.command.Stderr = p.log, p.log
	if err := p.command.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.exited = make(chan error, 1)
	go func(command *exec.Cmd, exited chan error) { exited <- command.Wait() }(p.command, p.exited)
	for range 600 {
		select {
		case err := <-p.exited:
			p.exited <- err
			p.t.Fatalf("the program ended: %v\n%s", err, p.log)
		default:
		}
		if answer, err := http.Get("http://" + p.address + "/readyz"); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.t.Fatalf("the program does not serve:\n%s", p.log)
}

// kill ends the program as a power cut would.
func (p *program) kill() {
	_ = p.command.Process.Kill() // it may have ended already
	p.exited <- <-p.exited
}

// origin is a host's address as a browser writes it.
func (p *program) origin(host string) string { return "http://" + host + ":" + p.port }

// browser is a person's browser: it keeps cookies, and sends what browsers
// send with a form.
type browser struct {
	p      *program
	client *http.Client
	host   string
}

func (p *program) browser(host string) *browser {
	p.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	return &browser{p: p, host: host, client: &http.Client{Jar: jar, Timeout: 20 * time.Second, Transport: &http.Transport{
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, p.address)
		},
	}}}
}

// signIn goes the whole way through the demo's issuer as a person.
func (b *browser) signIn(door, person string) {
	b.p.t.Helper()
	answer, err := b.client.Get(b.p.origin(b.host) + "/logg-inn/" + door)
	if err != nil {
		b.p.t.Fatal(err)
	}
	_ = answer.Body.Close()
	form := answer.Request.URL.Query()
	form.Set("person", person)
	issuer := *answer.Request.URL
	issuer.RawQuery = ""
	answer, err = b.client.PostForm(issuer.String(), form)
	if err != nil {
		b.p.t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK || answer.Request.URL.Hostname() != b.host {
		b.p.t.Fatalf("signing in as %s ended at %s with %d", person, answer.Request.URL.Path, answer.StatusCode)
	}
}

func (b *browser) get(path string) (int, string) {
	b.p.t.Helper()
	answer, err := b.client.Get(b.p.origin(b.host) + path)
	if err != nil {
		b.p.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.p.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

var errNotConfirmed = errors.New("not confirmed")

// post sends a form and returns nil only when the server said that it is done.
func (b *browser) post(path string, form url.Values) error {
	request, err := http.NewRequest(http.MethodPost, b.p.origin(b.host)+path, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", b.p.origin(b.host))
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := b.client.Transport.RoundTrip(b.withCookies(request))
	if err != nil {
		return fmt.Errorf("%w: %w", errNotConfirmed, err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusSeeOther {
		body, _ := io.ReadAll(answer.Body)
		return fmt.Errorf("%w: status %d: %.2000s", errNotConfirmed, answer.StatusCode, body)
	}
	return nil
}

func (b *browser) withCookies(request *http.Request) *http.Request {
	for _, cookie := range b.client.Jar.Cookies(request.URL) {
		request.AddCookie(cookie)
	}
	return request
}

type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buffer.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buffer.String()
}
