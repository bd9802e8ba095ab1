package signin

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

func sealed(t *testing.T) (*Sealer, *clock.Fixed, Pending, string) {
	t.Helper()
	c := clock.NewFixed(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	s, err := NewSealer(c, bytes.Repeat([]byte{1}, 32))
	if err != nil {
		t.Fatal(err)
	}
	p := Pending{Provider: "demo", Host: "bodo.localhost", State: "state-word", Nonce: "n", Verifier: "verifier-word",
		ReturnTo: "/f/1", Expires: c.Now().Add(PendingLife)}
	value, err := s.Seal(p)
	if err != nil {
		t.Fatal(err)
	}
	return s, c, p, value
}

func TestAPendingSignInSurvivesTheJourney(t *testing.T) {
	s, _, p, value := sealed(t)
	got, err := s.Open(value, "bodo.localhost")
	if err != nil {
		t.Fatal(err)
	}
	if got != p {
		t.Errorf("came back as %+v", got)
	}
	if len(value) > 3500 {
		t.Errorf("the cookie is %d long", len(value))
	}
	plain, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(plain), "verifier-word") {
		t.Error("the cookie can be read")
	}
}

func TestATamperedCookieIsRefused(t *testing.T) {
	s, _, _, value := sealed(t)
	raw, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		t.Fatal(err)
	}
	for at := range raw {
		changed := bytes.Clone(raw)
		changed[at] ^= 1
		_, err := s.Open(base64.RawURLEncoding.EncodeToString(changed), "bodo.localhost")
		if !errors.Is(err, ErrCookie) {
			t.Fatalf("byte %d may be changed: %v", at, err)
		}
	}
	for _, bad := range []string{"", "x", value[:len(value)-4], value + "AAAA", "{}", strings.Repeat("A", 9000)} {
		if _, err := s.Open(bad, "bodo.localhost"); !errors.Is(err, ErrCookie) {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
}

func TestACookieMadeForOneMunicipalityDoesNotOpenInAnother(t *testing.T) {
	s, _, _, value := sealed(t)
	if _, err := s.Open(value, "arendal.localhost"); !errors.Is(err, ErrCookie) {
		t.Errorf("got %v", err)
	}
}

func TestAPendingSignInRunsOut(t *testing.T) {
	s, c, _, value := sealed(t)
	c.Advance(PendingLife)
	if _, err := s.Open(value, "bodo.localhost"); !errors.Is(err, ErrExpired) {
		t.Errorf("got %v", err)
	}
}

func TestAnotherReplicaFinishesAndAnOldKeyStillOpens(t *testing.T) {
	_, c, p, value := sealed(t)
	old, fresh := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)
	after, err := NewSealer(c, fresh, old)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := after.Open(value, p.Host); err != nil || got != p {
		t.Errorf("got %+v, %v", got, err)
	}
	without, err := NewSealer(c, fresh)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := without.Open(value, p.Host); !errors.Is(err, ErrCookie) {
		t.Errorf("a retired key still opens: %v", err)
	}
	if _, err := NewSealer(c, []byte("short")); err == nil {
		t.Error("a short key was taken")
	}
}

func TestTheCookieIsBoundToItsHostWhenServedOverHTTPS(t *testing.T) {
	if CookieName(true) != "__Host-hverdag-login" || CookieName(false) != "hverdag-login" {
		t.Error("the cookie has another name")
	}
}
