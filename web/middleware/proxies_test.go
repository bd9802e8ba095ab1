package middleware

import (
	"testing"

	"github.com/gofiber/fiber/v2"
)

func trust(t *testing.T, list ...string) *Proxies {
	t.Helper()
	p, err := NewProxies(list)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestASpoofedForwardedHostIsIgnored(t *testing.T) {
	h := build(t, nil, nil)
	for _, header := range []string{"X-Forwarded-Host", "X-Host", "X-Original-Host", "Forwarded", "X-Forwarded-Server"} {
		value := "arendal.localhost"
		if header == "Forwarded" {
			value = "host=arendal.localhost"
		}
		if a := h.send(head("GET /ok", header+": "+value)); a.body != "bodo.localhost" {
			t.Errorf("%s made the host %q", header, a.body)
		}
	}
}

func TestAStrangerIsNotAProxy(t *testing.T) {
	h := build(t, func(c *Config) { c.Proxies = trust(t, "10.0.0.0/8") }, nil)
	a := h.send(head("GET /ok", "X-Forwarded-Host: arendal.localhost", "X-Forwarded-Proto: https"))
	if a.body != "bodo.localhost" || a.Header.Get("Strict-Transport-Security") != "" {
		t.Errorf("host %q", a.body)
	}
}

func TestATrustedProxyTellsTheHost(t *testing.T) {
	h := build(t, func(c *Config) { c.Proxies = trust(t, "127.0.0.0/8") }, nil)
	if a := h.send(head("GET /ok", "X-Forwarded-Host: arendal.localhost")); a.body != "arendal.localhost" {
		t.Errorf("host %q", a.body)
	}
	for name, lines := range map[string][]string{
		"appended": {"X-Forwarded-Host: arendal.localhost, bodo.localhost"},
		"repeated": {"X-Forwarded-Host: arendal.localhost", "X-Forwarded-Host: bodo.localhost"},
	} {
		if a := h.send(head("GET /ok", lines...)); a.body != "" {
			t.Errorf("an %s header made the host %q", name, a.body)
		}
	}
}

func TestTheHostIsExact(t *testing.T) {
	for written, want := range map[string]string{
		"bodo.localhost": "bodo.localhost", "BODO.localhost:8080": "bodo.localhost", "bodo.localhost:443": "bodo.localhost",
		"bodo.localhost:9999": "", "bodo.localhost.": "bodo.localhost.", "bodo.localhost:8080:1": "", "": "",
		"bodo.localhost/x": "", "bodø.localhost": "", "a@bodo.localhost": "", "[::1]:8080": "", "bodo_x.localhost": "",
	} {
		if got := exactHost(written, []string{"8080"}); got != want {
			t.Errorf("%q became %q", written, got)
		}
	}
}

func TestTheVisitorsAddressCannotBeInvented(t *testing.T) {
	routes := func(h *house) {
		h.app.Get("/ip", func(c *fiber.Ctx) error { return c.SendString(h.boundary.ClientIP(c)) })
	}
	plain := build(t, nil, routes)
	if a := plain.send(head("GET /ip", "X-Forwarded-For: 192.0.2.1")); a.body != "127.0.0.1" {
		t.Errorf("without proxies: %s", a.body)
	}
	behind := build(t, func(c *Config) { c.Proxies = trust(t, "127.0.0.1", "10.0.0.0/8") }, routes)
	for header, want := range map[string]string{
		"X-Forwarded-For: 192.0.2.66, 192.0.2.1":           "192.0.2.1",
		"X-Forwarded-For: 192.0.2.66, 192.0.2.1, 10.0.0.9": "192.0.2.1",
		"X-Forwarded-For: nonsense":                        "127.0.0.1",
		"X-Other: 1":                                       "127.0.0.1",
	} {
		if a := behind.send(head("GET /ip", header)); a.body != want {
			t.Errorf("%s gave %s", header, a.body)
		}
	}
}

func TestEverybodyIsNotAProxy(t *testing.T) {
	for _, text := range []string{"0.0.0.0/0", "::/0", "proxy", "10.0.0.0/99", ""} {
		if _, err := NewProxies([]string{text}); err == nil {
			t.Errorf("%q was taken for a proxy", text)
		}
	}
}
