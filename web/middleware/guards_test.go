package middleware

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
)

func TestOnlyOurOwnPagesMayChangeAnything(t *testing.T) {
	h := build(t, nil, nil)
	cases := []struct {
		name  string
		lines []string
		want  int
	}{
		{"same origin", []string{"Sec-Fetch-Site: same-origin"}, 200},
		{"own origin in an old browser", []string{"Origin: http://bodo.localhost:8080"}, 200},
		{"sibling municipality", []string{"Sec-Fetch-Site: same-site", "Origin: http://arendal.localhost:8080"}, 403},
		{"sibling in an old browser", []string{"Origin: http://arendal.localhost:8080"}, 403},
		{"foreign site", []string{"Sec-Fetch-Site: cross-site", "Origin: https://evil.invalid"}, 403},
		{"foreign origin", []string{"Origin: https://evil.invalid"}, 403},
		{"typed address", []string{"Sec-Fetch-Site: none"}, 403},
		{"null origin", []string{"Origin: null"}, 403},
		{"other scheme", []string{"Origin: https://bodo.localhost:8080"}, 403},
		{"other port", []string{"Origin: http://bodo.localhost:8081"}, 403},
		{"longer host", []string{"Origin: http://bodo.localhost:8080.evil.invalid"}, 403},
		{"foreign in spite of own origin", []string{"Sec-Fetch-Site: cross-site", "Origin: http://bodo.localhost:8080"}, 403},
		{"forged forwarded host", []string{"Origin: http://arendal.localhost:8080", "X-Forwarded-Host: arendal.localhost:8080"}, 403},
		{"neither header", nil, 403},
	}
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS"} {
		for _, c := range cases {
			a := h.send(head(method+" /ok", append(c.lines, "Content-Length: 0")...))
			if a.StatusCode != c.want {
				t.Errorf("%s, %s: %d", method, c.name, a.StatusCode)
			}
			if c.want == 403 && !strings.Contains(a.body, CodeForeignOrigin) {
				t.Errorf("%s, %s: page %q", method, c.name, a.body)
			}
		}
	}
	if a := h.send(head("GET /ok", "Sec-Fetch-Site: cross-site")); a.StatusCode != 200 {
		t.Errorf("a link from elsewhere got %d", a.StatusCode)
	}
}

func TestABodyThatIsTooLargeGetsAPage(t *testing.T) {
	h := build(t, nil, nil)
	own := "Sec-Fetch-Site: same-origin"
	for name, c := range map[string]struct {
		raw  string
		want int
	}{
		"at the limit":         {head("POST /ok", own, "Content-Length: 1000") + strings.Repeat("a", 1000), 200},
		"above the limit":      {head("POST /ok", own, "Content-Length: 1001") + strings.Repeat("a", 1001), 413},
		"chunked":              {head("POST /ok", own, "Transfer-Encoding: chunked") + "7d0\r\n" + strings.Repeat("a", 2000) + "\r\n0\r\n\r\n", 413},
		"far above, only said": {head("POST /ok", own, "Content-Length: 99999999"), 413},
		"packed":               {head("POST /ok", own, "Content-Encoding: gzip", "Content-Length: 3") + "abc", 415},
	} {
		a := h.send(c.raw)
		if a.StatusCode != c.want {
			t.Errorf("%s: %d", name, a.StatusCode)
		}
		if c.want == 413 && !strings.Contains(a.body, "<h1>"+CodeTooLarge+"</h1>") {
			t.Errorf("%s: page %q", name, a.body)
		}
	}
}

func TestEveryRequestHasADeadline(t *testing.T) {
	base, stop := context.WithCancel(context.Background())
	defer stop()
	left := make(chan time.Duration, 1)
	ended := make(chan error, 1)
	h := build(t, func(c *Config) { c.Base = base }, func(h *house) {
		h.app.Get("/left", func(c *fiber.Ctx) error {
			at, ok := c.UserContext().Deadline()
			if !ok {
				return errors.New("no deadline")
			}
			left <- time.Until(at)
			return nil
		})
		h.app.Get("/stop", func(c *fiber.Ctx) error {
			stop()
			<-c.UserContext().Done()
			ended <- c.UserContext().Err()
			return c.UserContext().Err()
		})
	})
	if a := h.send(head("GET /left")); a.StatusCode != 200 {
		t.Fatalf("status %d", a.StatusCode)
	}
	if d := <-left; d > defaultDeadline || d < defaultDeadline-5*time.Second {
		t.Errorf("%v left", d)
	}
	if a := h.send(head("GET /stop")); a.StatusCode != 503 || !strings.Contains(a.body, CodeTimeout) {
		t.Errorf("a stopped request got %d %q", a.StatusCode, a.body)
	}
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestASlowRequestGetsAPage(t *testing.T) {
	h := build(t, func(c *Config) { c.Deadline = 20 * time.Millisecond }, func(h *house) {
		h.app.Get("/slow", func(c *fiber.Ctx) error {
			<-c.UserContext().Done()
			return c.UserContext().Err()
		})
	})
	if a := h.send(head("GET /slow")); a.StatusCode != 503 || !strings.Contains(a.body, CodeTimeout) {
		t.Errorf("got %d %q", a.StatusCode, a.body)
	}
}

type counter struct {
	left int
	err  error
	keys []string
}

func (l *counter) Allow(_ context.Context, key string) (bool, time.Duration, error) {
	l.keys = append(l.keys, key)
	l.left--
	return l.left >= 0, 90500 * time.Millisecond, l.err
}

func TestWhoAsksTooOftenWaits(t *testing.T) {
	limiter := &counter{left: 1}
	h := build(t, func(c *Config) {
		c.Limiter, c.LimitKey = limiter, func(c *fiber.Ctx) string { return c.Get("X-Who") }
	}, nil)
	if a := h.send(head("GET /ok", "X-Who: a")); a.StatusCode != 200 {
		t.Errorf("the first got %d", a.StatusCode)
	}
	a := h.send(head("GET /ok", "X-Who: a"))
	if a.StatusCode != http.StatusTooManyRequests || a.Header.Get("Retry-After") != "91" {
		t.Errorf("the second got %d, wait %q", a.StatusCode, a.Header.Get("Retry-After"))
	}
	if a := h.send(head("GET /ok")); a.StatusCode != 200 || len(limiter.keys) != 2 {
		t.Errorf("one without a key got %d", a.StatusCode)
	}
	limiter.err = errors.New("no cache")
	if a := h.send(head("GET /ok", "X-Who: a")); a.StatusCode != 200 {
		t.Errorf("with the limiter away: %d", a.StatusCode)
	}
}
