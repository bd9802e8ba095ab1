package middleware

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
)

var referenceForm = regexp.MustCompile(`[A-Z2-7]{5}-[A-Z2-7]{5}`)

func TestAPanicBecomesAPageWithAReferenceAndNothingElse(t *testing.T) {
	h := build(t, nil, func(h *house) {
		h.app.Get("/own", func(*fiber.Ctx) error { panic("Kari 00000000000") })
		h.app.Get("/nil", func(c *fiber.Ctx) error {
			var list []string
			return c.SendString(list[len(c.Path())])
		})
	})
	for _, path := range []string{"/own", "/nil"} {
		a := h.send(head("GET " + path))
		reference := referenceForm.FindString(a.body)
		if a.StatusCode != 500 || reference == "" || a.body != "<h1>unexpected</h1><p>"+reference+"</p>" {
			t.Errorf("%s: %d %q", path, a.StatusCode, a.body)
		}
		if a.Header.Get("X-Request-Id") != reference {
			t.Errorf("%s: the header has another reference", path)
		}
		if log := h.log.String(); !strings.Contains(log, reference) || !strings.Contains(log, "record_test.go") {
			t.Errorf("%s: no stack under the reference in the log", path)
		}
	}
	if strings.Contains(h.log.String(), "Kari") {
		t.Error("the value of the panic is in the log")
	}
	if !strings.Contains(h.log.String(), "index out of range") {
		t.Error("the runtime's own words are not in the log")
	}
	if a := h.send(head("GET /ok")); a.StatusCode != 200 {
		t.Error("the house fell")
	}
}

func TestTheAccessLogHasNothingAboutAnybody(t *testing.T) {
	h := build(t, nil, func(h *house) {
		h.app.Get("/f/:id/plan", func(c *fiber.Ctx) error {
			SetMunicipality(c, "bodo")
			return c.SendString("ok")
		})
	})
	h.send(head("GET /f/0197aa/plan?sok=Kari", "User-Agent: Karis telefon", "Cookie: hverdag=hemmelig",
		"X-Request-Id: spoofed", "Referer: http://x/Kari"))
	h.send(head("GET /Kari/none"))
	log := h.log.String()
	for _, word := range []string{"Kari", "0197aa", "hemmelig", "spoofed", "127.0.0.1"} {
		if strings.Contains(log, word) {
			t.Errorf("%s is in the log: %s", word, log)
		}
	}
	for _, word := range []string{"route=/f/:id/plan", "method=GET", "status=200", "municipality=bodo", "ms=", "route=none", "status=404"} {
		if !strings.Contains(log, word) {
			t.Errorf("%s is not in the log: %s", word, log)
		}
	}
}

var errHidden = errors.New("hidden")

func TestTheAppDecidesWhatAnErrorMeans(t *testing.T) {
	h := build(t, func(c *Config) {
		c.Classify = func(err error) (int, string) {
			if errors.Is(err, errHidden) {
				return 404, "not_found"
			}
			return 0, ""
		}
	}, func(h *house) {
		h.app.Get("/hidden", func(*fiber.Ctx) error { return fmt.Errorf("reading 7: %w", errHidden) })
		h.app.Get("/other", func(*fiber.Ctx) error { return errors.New("secret detail") })
		h.app.Get("/refused", func(*fiber.Ctx) error { return Refuse(421, "unknown_host") })
	})
	for path, want := range map[string]string{
		"/hidden": "404 not_found", "/other": "500 unexpected", "/refused": "421 unknown_host", "/none": "404 not_found",
	} {
		a := h.send(head("GET " + path))
		code, _, _ := strings.Cut(strings.TrimPrefix(a.body, "<h1>"), "<")
		if got := fmt.Sprintf("%d %s", a.StatusCode, code); got != want || strings.Contains(a.body, "secret") {
			t.Errorf("%s: %s", path, a.body)
		}
	}
}

func TestAFaultPageThatFailsStillAnswers(t *testing.T) {
	for name, page := range map[string]func(*fiber.Ctx, Failure) error{
		"fails":  func(*fiber.Ctx, Failure) error { return errors.New("no template") },
		"panics": func(*fiber.Ctx, Failure) error { panic("no template") },
	} {
		h := build(t, func(c *Config) { c.Page = page }, nil)
		if a := h.send(head("GET /none")); a.StatusCode != 404 || !referenceForm.MatchString(a.body) {
			t.Errorf("a page that %s: %d %q", name, a.StatusCode, a.body)
		}
	}
}
