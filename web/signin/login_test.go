package signin

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin/demoissuer"
)

func TestAPersonSignsIn(t *testing.T) {
	w := begin(t)
	for person, want := range map[string]Identity{
		"bodo.koordinator.1": {Subject: "s-1", Kind: KindStaff, ACR: demoissuer.ACRStaff,
			Name: "Prøve Bodø", Email: "prove@example.invalid"},
		"bodo.omsorgsperson.1": {Subject: "f-1", Kind: KindFamily, ACR: demoissuer.ACRFamily, PID: "00000000000"},
	} {
		address, cookie := w.setOff()
		got, err := w.comeBack(cookie, w.choose(address, person))
		if err != nil {
			t.Fatalf("%s: %v", person, err)
		}
		if got.SID == "" || !got.AuthTime.Equal(w.clock.Now()) {
			t.Errorf("%s: session %q, authenticated %v", person, got.SID, got.AuthTime)
		}
		want.Issuer, want.SID, want.AuthTime = w.at, got.SID, got.AuthTime
		if got != want {
			t.Errorf("%s came back as %+v", person, got)
		}
	}
}

func TestTheRequestCarriesEverySafeguard(t *testing.T) {
	w := begin(t)
	first, _ := w.setOff()
	second, _ := w.setOff()
	a, err := url.Parse(first)
	if err != nil {
		t.Fatal(err)
	}
	b, err := url.Parse(second)
	if err != nil {
		t.Fatal(err)
	}
	q := a.Query()
	for name, want := range map[string]string{
		"response_type": "code", "client_id": "hverdag", "redirect_uri": callback("bodo.localhost"),
		"scope": "openid", "code_challenge_method": "S256", "ui_locales": "nn", "max_age": "3600",
	} {
		if q.Get(name) != want {
			t.Errorf("%s is %q", name, q.Get(name))
		}
	}
	for _, name := range []string{"state", "nonce", "code_challenge"} {
		if len(q.Get(name)) < 43 || q.Get(name) == b.Query().Get(name) {
			t.Errorf("%s can be guessed: %q", name, q.Get(name))
		}
	}
}

func TestAnAnswerThatDoesNotFitIsRefused(t *testing.T) {
	cases := []struct {
		name   string
		change func(w *world, p *Pending, answer url.Values)
		want   *Fault
	}{
		{"wrong state", func(_ *world, _ *Pending, a url.Values) { a.Set("state", "x") }, ErrState},
		{"no state", func(_ *world, _ *Pending, a url.Values) { a.Del("state") }, ErrState},
		{"two states", func(_ *world, _ *Pending, a url.Values) { a.Add("state", "x") }, ErrState},
		{"wrong nonce", func(_ *world, p *Pending, _ url.Values) { p.Nonce = "x" }, ErrNonce},
		{"no nonce kept", func(_ *world, p *Pending, _ url.Values) { p.Nonce = "" }, ErrCookie},
		{"wrong PKCE verifier", func(_ *world, p *Pending, _ url.Values) { p.Verifier += "x" }, ErrCode},
		{"another host's callback", func(_ *world, p *Pending, _ url.Values) { p.Host = "stiftelsen.localhost" }, ErrCode},
		{"another provider's", func(_ *world, p *Pending, _ url.Values) { p.Provider = "idporten" }, ErrCookie},
		{"foreign iss", func(_ *world, _ *Pending, a url.Values) { a.Set("iss", "https://evil.invalid") }, ErrIssuer},
		{"no iss although promised", func(_ *world, _ *Pending, a url.Values) { a.Del("iss") }, ErrIssuer},
		{"two iss", func(_ *world, _ *Pending, a url.Values) { a.Add("iss", a.Get("iss")) }, ErrIssuer},
		{"expired code", func(w *world, _ *Pending, _ url.Values) { w.clock.Advance(time.Minute) }, ErrCode},
		{"invented code", func(_ *world, _ *Pending, a url.Values) { a.Set("code", "x") }, ErrCode},
		{"two codes", func(_ *world, _ *Pending, a url.Values) { a.Add("code", "x") }, ErrCode},
		{"no code", func(_ *world, _ *Pending, a url.Values) { a.Del("code") }, ErrCode},
		{"too slow", func(w *world, _ *Pending, _ url.Values) { w.clock.Advance(PendingLife) }, ErrExpired},
		{"cancelled", func(_ *world, _ *Pending, a url.Values) { a.Set("error", "access_denied") }, ErrDenied},
		{"refused", func(_ *world, _ *Pending, a url.Values) { a.Set("error", "00000000000") }, ErrProvider},
		{"issuer down", func(w *world, _ *Pending, _ url.Values) { w.down.Store(true) }, ErrUnavailable},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := begin(t)
			address, cookie := w.setOff()
			answer := w.choose(address, "bodo.omsorgsperson.1")
			pending, err := w.sealer.Open(cookie, "bodo.localhost")
			if err != nil {
				t.Fatal(err)
			}
			c.change(w, &pending, answer)
			who, err := w.provider.Finish(context.Background(), pending, answer)
			if !errors.Is(err, c.want) || Code(err) != c.want.Code() {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if who != (Identity{}) {
				t.Error("somebody came in")
			}
			if err != nil && strings.Contains(err.Error(), "00000000000") {
				t.Errorf("the error tells about the person: %v", err)
			}
		})
	}
}

func TestACodeCannotBeReplayed(t *testing.T) {
	w := begin(t)
	address, cookie := w.setOff()
	answer := w.choose(address, "bodo.koordinator.1")
	if _, err := w.comeBack(cookie, answer); err != nil {
		t.Fatal(err)
	}
	if _, err := w.comeBack(cookie, answer); !errors.Is(err, ErrCode) {
		t.Errorf("the second time: %v", err)
	}
}

func TestALevelThatIsNotAcceptedIsRefused(t *testing.T) {
	w := begin(t)
	c := w.config()
	c.ACR = map[string]Kind{"idporten-loa-high": KindFamily}
	w.provider = w.make(c)
	address, cookie := w.setOff()
	if _, err := w.comeBack(cookie, w.choose(address, "bodo.omsorgsperson.1")); !errors.Is(err, ErrACR) {
		t.Errorf("got %v", err)
	}
}

func TestOnlyRegisteredAddressesAreReturnedTo(t *testing.T) {
	w := begin(t)
	address, _, err := w.provider.Begin(context.Background(), Start{Host: "evil.localhost"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != 400 || r.Header.Get("Location") != "" {
		t.Errorf("a foreign host got %d, sent to %q", r.StatusCode, r.Header.Get("Location"))
	}
}

func TestSignOutGoesByTheIssuer(t *testing.T) {
	w := begin(t)
	got, err := w.provider.SignOutURL(context.Background(), "http://bodo.localhost/")
	if err != nil {
		t.Fatal(err)
	}
	if want := w.at + "/end_session?client_id=hverdag&post_logout_redirect_uri=http%3A%2F%2Fbodo.localhost%2F"; got != want {
		t.Errorf("got %s", got)
	}
}
