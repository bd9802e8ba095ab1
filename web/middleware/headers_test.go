package middleware

import (
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
)

const exactPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; " +
	"img-src 'self' data:; form-action 'self' http://innlogging.localhost:8080; base-uri 'none'; frame-ancestors 'none'"

func TestEveryAnswerHasTheSecurityHeaders(t *testing.T) {
	h := build(t, nil, func(h *house) {
		h.app.Get("/panic", func(*fiber.Ctx) error { panic("x") })
	})
	for name, raw := range map[string]string{
		"a page":             head("GET /ok"),
		"a missing page":     head("GET /none"),
		"a panic":            head("GET /panic"),
		"a foreign post":     head("POST /ok", "Sec-Fetch-Site: cross-site"),
		"a body too large":   head("POST /ok", "Content-Length: 999999") + "x",
		"a broken request":   "GET /ok\r\n\r\n",
		"a head far too big": head("GET /ok", "X-Long: "+strings.Repeat("a", 32<<10)),
	} {
		a := h.send(raw)
		for header, want := range map[string]string{
			"Content-Security-Policy":      exactPolicy,
			"Cache-Control":                "no-store",
			"Referrer-Policy":              "same-origin",
			"X-Content-Type-Options":       "nosniff",
			"Permissions-Policy":           permissions,
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Strict-Transport-Security":    "",
			"Server":                       "",
		} {
			if got := a.Header.Get(header); got != want {
				t.Errorf("%s (%d): %s is %q", name, a.StatusCode, header, got)
			}
		}
	}
}

func TestStrictTransportIsAskedForOnHTTPSOnly(t *testing.T) {
	h := build(t, func(c *Config) { c.Proxies = trust(t, "127.0.0.1") }, nil)
	if a := h.send(head("GET /ok", "X-Forwarded-Proto: https")); a.Header.Get("Strict-Transport-Security") == "" {
		t.Error("not asked for on https")
	}
	if a := h.send(head("GET /ok", "X-Forwarded-Proto: http")); a.Header.Get("Strict-Transport-Security") != "" {
		t.Error("asked for on http")
	}
}

func TestAMunicipalitysOwnIssuerMayBeAllowed(t *testing.T) {
	h := build(t, nil, func(h *house) {
		h.app.Get("/own", func(c *fiber.Ctx) error {
			for _, origin := range []string{"https://login.example.invalid", "https://login.example.invalid"} {
				if err := AllowFormTo(c, origin); err != nil {
					return err
				}
			}
			return c.SendString("ok")
		})
	})
	want := strings.Replace(exactPolicy, ":8080;", ":8080 https://login.example.invalid;", 1)
	if got := h.send(head("GET /own")).Header.Get("Content-Security-Policy"); got != want {
		t.Errorf("policy %q", got)
	}
	if got := h.send(head("GET /ok")).Header.Get("Content-Security-Policy"); got != exactPolicy {
		t.Errorf("the permission stayed: %q", got)
	}
}

func TestOnlyPlainOriginsEnterThePolicy(t *testing.T) {
	for _, origin := range []string{"", "*", "idporten.no", "https://a.invalid/", "https://a.invalid; script-src *",
		"https://*.invalid", "javascript:x", "https://a.invalid https://b.invalid"} {
		if _, err := newHeaders([]string{origin}); err == nil {
			t.Errorf("%q was taken for an origin", origin)
		}
	}
}
