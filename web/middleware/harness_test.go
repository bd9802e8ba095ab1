package middleware

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
)

// logbook is a log that may be read while it is written.
type logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// house is an app behind the boundary, listening on loopback.
type house struct {
	t        *testing.T
	app      *fiber.App
	boundary *Boundary
	log      *logbook
	at       string
}

// build makes the house; change may be nil, and routes are mounted after the boundary.
func build(t *testing.T, change func(*Config), routes func(h *house)) *house {
	t.Helper()
	h := &house{t: t, log: &logbook{}}
	config := Config{
		Base: context.Background(), Log: slog.New(slog.NewTextHandler(h.log, nil)), Ports: []string{"8080"},
		IssuerOrigins: []string{"http://innlogging.localhost:8080"}, BodyLimit: 1000,
		Page: func(c *fiber.Ctx, f Failure) error {
			c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
			return c.SendString("<h1>" + f.Code + "</h1><p>" + f.Reference + "</p>")
		},
	}
	if change != nil {
		change(&config)
	}
	boundary, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	h.boundary = boundary
	h.app = fiber.New(boundary.Fiber())
	boundary.Install(h.app)
	h.app.All("/ok", func(c *fiber.Ctx) error { return c.SendString(HostOf(c)) })
	if routes != nil {
		routes(h)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.at = listener.Addr().String()
	done := make(chan error, 1)
	go func() { done <- h.app.Listener(listener) }()
	t.Cleanup(func() {
		if err := h.app.ShutdownWithTimeout(5 * time.Second); err != nil {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return h
}

type answer struct {
	*http.Response
	body string
}

// send sends a request exactly as written, head and body, and reads the answer.
func (h *house) send(raw string) answer {
	h.t.Helper()
	conn, err := net.Dial("tcp", h.at)
	if err != nil {
		h.t.Fatal(err)
	}
	defer conn.Close()
	return h.exchange(conn, bufio.NewReader(conn), raw)
}

func (h *house) exchange(conn net.Conn, reader *bufio.Reader, raw string) answer {
	h.t.Helper()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		h.t.Fatal(err)
	}
	if _, err := io.WriteString(conn, raw); err != nil {
		h.t.Fatal(err)
	}
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		h.t.Fatalf("reading the answer to %.60q: %v", raw, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return answer{response, string(body)}
}

// head writes a request's head to bodo with more lines.
func head(start string, lines ...string) string {
	return start + " HTTP/1.1\r\nHost: bodo.localhost:8080\r\n" + strings.Join(append(lines, "", ""), "\r\n")
}
