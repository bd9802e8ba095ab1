package host_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/hostile/about"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

const token = "a very secret token+/="

// reaching is a house from which this machine may be reached, with a system on
// it that is granted by its address in a setting.
func reaching(t *testing.T, handle http.HandlerFunc) (*house, host.Instance, string) {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	h := open(t, func(c *host.Config) { c.AllowPlain = func(name string) bool { return name == "127.0.0.1" } })
	in := h.release("hostile")
	in.Setup.Settings = map[string]string{about.BaseURL: server.URL}
	in.Setup.Secrets = []string{about.Token}
	in.Secret = func(key string) (string, error) {
		if key != about.Token {
			return "", errors.New("no such secret")
		}
		return token, nil
	}
	in.Grant.Hosts = append(in.Grant.Hosts, sdk.FromSetting(about.BaseURL))
	return h, in, server.URL
}

func (r *recorder) last(t *testing.T) host.Call {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.calls) == 0 {
		t.Fatal("nothing was put on record")
	}
	return r.calls[len(r.calls)-1]
}

func TestOnlyWhatIsGrantedIsReached(t *testing.T) {
	var visits atomic.Int64
	h, in, at := reaching(t, func(http.ResponseWriter, *http.Request) { visits.Add(1) })
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visits.Add(1) }))
	defer elsewhere.Close()
	port := at[strings.LastIndex(at, ":"):]
	for target, reason := range map[string]sdk.Reason{
		"https://" + about.Refused:                    sdk.NotGranted, // asked for, and not granted
		"https://other.example/":                      sdk.NotGranted,
		"https://" + about.Granted + ":8443/":         sdk.NotGranted,
		"https://x." + about.Granted + "/":            sdk.NotGranted,
		"https://" + about.Granted + ".evil.example/": sdk.NotGranted,
		"https://" + about.Granted + "@evil.example/": sdk.Invalid,
		"http://" + about.Granted + "/":               sdk.Invalid,
		"ftp://" + about.Granted + "/":                sdk.Invalid,
		"file:///etc/passwd":                          sdk.Invalid,
		elsewhere.URL:                                 sdk.NotGranted, // same host, another port
		"http://localhost" + port:                     sdk.Invalid,
		"http://[::1]" + port:                         sdk.Invalid,
		"https://169.254.169.254/latest/meta-data/":   sdk.NotGranted,
		"http://169.254.169.254/latest/meta-data/":    sdk.Invalid,
		"http://user:pass@127.0.0.1" + port:           sdk.Invalid,
	} {
		said, err := h.does(in, "get", target, "")
		if err != nil || said != fmt.Sprintf("nei: reason %d", reason) {
			t.Errorf("%s: it says %q, %v, want reason %d", target, said, err, reason)
		}
		if call := in.Record.(*recorder).last(t); call.Refused == "" || call.Kind != "http" || call.Status != 0 || call.Place != "" {
			t.Errorf("%s: on record is %+v", target, call)
		}
	}
	if visits.Load() != 0 {
		t.Errorf("%d requests came", visits.Load())
	}
	if said, err := h.does(in, "get", at+"/a", ""); err != nil || !strings.HasPrefix(said, "ja: 200") {
		t.Errorf("what is granted: %q, %v", said, err)
	}
	call := in.Record.(*recorder).last(t)
	if call.Place != "127.0.0.1" || call.Status != 200 || call.Method != "GET" || call.Refused != "" || call.Took <= 0 {
		t.Errorf("on record is %+v", call)
	}
	in.Grant.Hosts = nil // taken back: in force at once, without a restart
	if said, err := h.does(in, "get", at+"/a", ""); err != nil || said != fmt.Sprintf("nei: reason %d", sdk.NotGranted) {
		t.Errorf("when it is taken back: %q, %v", said, err)
	}
}

func TestASystemReachedByHTTPSIsNotReachedInTheClear(t *testing.T) {
	var visits atomic.Int64
	h, in, at := reaching(t, func(http.ResponseWriter, *http.Request) { visits.Add(1) })
	in.Setup.Settings[about.BaseURL] = "https" + strings.TrimPrefix(at, "http")
	if said, err := h.does(in, "secret", at, ""); err != nil || said != fmt.Sprintf("nei: reason %d", sdk.NotGranted) {
		t.Errorf("it says %q, %v", said, err)
	}
	if visits.Load() != 0 {
		t.Errorf("%d requests came", visits.Load())
	}
}

func TestANameThatLeadsToThisMachineIsNotFollowed(t *testing.T) {
	var visits atomic.Int64
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visits.Add(1) }))
	defer server.Close()
	at, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	h := open(t, nil) // and no exception
	in := h.release("hostile")
	in.Grant.Hosts = append(in.Grant.Hosts, sdk.FromSetting(about.BaseURL))
	for _, name := range []string{"localhost", "127.0.0.1", "[::1]", "0.0.0.0", "169.254.169.254"} {
		target := "https://" + name + ":" + at.Port()
		in.Setup.Settings = map[string]string{about.BaseURL: target}
		if said, err := h.does(in, "get", target, ""); err != nil || said != fmt.Sprintf("nei: reason %d", sdk.NotGranted) {
			t.Errorf("%s: it says %q, %v", name, said, err)
		}
	}
	if visits.Load() != 0 {
		t.Errorf("%d requests came", visits.Load())
	}
}

func TestHeadersAreFilteredAndRedirectsAreNotFollowed(t *testing.T) {
	var got http.Header
	var mu sync.Mutex
	h, in, at := reaching(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		got = r.Header.Clone()
		mu.Unlock()
		w.Header().Set("Location", "https://evil.example/")
		w.Header().Set("Proxy-Authenticate", "x")
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(http.StatusFound)
	})
	said, err := h.does(in, "get", at+"/a", "")
	if err != nil || !strings.HasPrefix(said, "ja: 302") || strings.Contains(said, "Proxy-") || !strings.Contains(said, "Retry-After=7") {
		t.Errorf("it says %q, %v", said, err)
	}
	mu.Lock()
	defer mu.Unlock()
	if got.Get("X-Mine") != "yes" || got.Get("X-Forwarded-For") != "" || got.Get("Proxy-Authorization") != "" {
		t.Errorf("the system got %v", got)
	}
	if agent := got.Get("User-Agent"); agent != "Hverdag (hostile 1.0.0)" {
		t.Errorf("it is called upon by %q", agent)
	}
}

func TestSecretsArePutInByTheHostAndNotToldThePlugin(t *testing.T) {
	h, in, at := reaching(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-You-Sent", r.Header.Get("X-Key")+r.Header.Get("Authorization"))
		_, password, _ := r.BasicAuth()
		_, _ = fmt.Fprint(w, "you sent ", r.Header.Get("X-Key"), r.Header.Get("Authorization"), password, url.QueryEscape(token))
	})
	for _, way := range []string{"", "basic"} {
		said, err := h.does(in, "secret", at, way)
		if err != nil || !strings.HasPrefix(said, "ja: 200 you sent ") || !strings.Contains(said, "*****") {
			t.Errorf("%q: it says %q, %v", way, said, err)
		}
		for _, form := range []string{token, "secret", "YSB2ZXJ5", "very+secret"} {
			if strings.Contains(said, form) {
				t.Errorf("%q: it was told %q: %q", way, form, said)
			}
		}
	}
	if want := "Key *****"; !strings.Contains(mustDo(t, h, in, "secret", at), want) {
		t.Errorf("the prefix of the header has gone")
	}
	in.Setup.Secrets = nil // not set
	if said, err := h.does(in, "secret", at, ""); err != nil || said != fmt.Sprintf("nei: reason %d", sdk.NotGranted) {
		t.Errorf("a secret that is not set: %q, %v", said, err)
	}
}

func mustDo(t *testing.T, h *house, in host.Instance, deed, target string) string {
	t.Helper()
	said, err := h.does(in, deed, target, "")
	if err != nil {
		t.Fatal(err)
	}
	return said
}

func TestAnAnswerIsBoundedAndOnlySoManyGoOnAtOnce(t *testing.T) {
	endless := make(chan struct{})
	var most, now atomic.Int64
	h, in, at := reaching(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/wait" {
			n := now.Add(1)
			for seen := most.Load(); n > seen && !most.CompareAndSwap(seen, n); seen = most.Load() {
			}
			time.Sleep(200 * time.Millisecond)
			now.Add(-1)
			return
		}
		defer close(endless)
		part := make([]byte, 1<<20)
		for r.Context().Err() == nil {
			if _, err := w.Write(part); err != nil {
				return
			}
		}
	})
	if said, err := h.does(in, "get", at+"/endless", ""); err != nil || said != fmt.Sprintf("nei: reason %d", sdk.TooLarge) {
		t.Errorf("an endless answer: %q, %v", said, err)
	}
	select {
	case <-endless:
	case <-time.After(5 * time.Second):
		t.Error("the host goes on reading")
	}
	said, err := h.does(in, "many", at+"/wait", "")
	if err != nil || !strings.Contains(said, "<nil>:8") || !strings.Contains(said, fmt.Sprintf("reason %d:42", sdk.TooMany)) {
		t.Errorf("fifty at once: %q, %v", said, err)
	}
	if most.Load() > 8 {
		t.Errorf("%d went on at once", most.Load())
	}
}

func TestAnAnswerThatUnpacksToTooMuchIsRefused(t *testing.T) {
	var bomb bytes.Buffer
	packed := gzip.NewWriter(&bomb)
	for range 64 {
		if _, err := packed.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
	h, in, at := reaching(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb.Bytes()) // who has had enough goes
	})
	if said, err := h.does(in, "get", at, ""); err != nil || said != fmt.Sprintf("nei: reason %d", sdk.TooLarge) {
		t.Errorf("%d bytes that unpack to 64 MiB: %q, %v", bomb.Len(), said, err)
	}
}

func TestNoProxyIsAskedForTheWay(t *testing.T) {
	var asked atomic.Int64
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer proxy.Close()
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"} {
		t.Setenv(name, proxy.URL)
	}
	const nowhere = "http://nowhere.invalid"
	h := open(t, func(c *host.Config) { c.AllowPlain = func(string) bool { return true } }) // a proxy here could be reached
	in := h.release("hostile")
	in.Setup.Settings = map[string]string{about.BaseURL: nowhere}
	in.Grant.Hosts = append(in.Grant.Hosts, sdk.FromSetting(about.BaseURL))
	if said, err := h.does(in, "get", nowhere, ""); err != nil || !strings.HasPrefix(said, "nei: ") {
		t.Errorf("it says %q, %v", said, err)
	}
	if asked.Load() != 0 {
		t.Error("a proxy was asked")
	}
}

func TestARequestEndsWithTheOperationThatMadeIt(t *testing.T) {
	ended := make(chan struct{})
	h, in, at := reaching(t, func(_ http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		close(ended)
	})
	if _, err := h.check(in); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	err := h.Use(ctx, with(in, "get", at, ""), func(ctx context.Context, p host.Plugin) error {
		_, err := p.Check(ctx)
		return err
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("the request goes on")
	}
}
