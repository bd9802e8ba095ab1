package demoissuer

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

const (
	bodo    = "http://bodo.localhost/logg-inn/svar"
	arendal = "http://arendal.localhost/logg-inn/svar"
	secret  = "a secret/with+signs"
)

var people = []Person{
	{Value: "arendal.koordinator.1", Name: "Prøve Arendal", Role: "Hverdagskoordinator", Where: "Arendal",
		Host: "arendal.localhost", Kind: KindStaff, Sub: "s-2", Email: "a@example.invalid"},
	{Value: "bodo.koordinator.1", Name: "Prøve Bodø", Role: "Hverdagskoordinator", Where: "Bodø",
		Host: "bodo.localhost", Kind: KindStaff, Sub: "s-1", Email: "b@example.invalid"},
	{Value: "bodo.omsorgsperson.1", Name: "Prøve Hjemme", Role: "Omsorgsperson", Where: "Bodø",
		Host: "bodo.localhost", Kind: KindFamily, Sub: "f-1", PID: "00000000000", Email: "c@example.invalid"},
}

// demo is an issuer over real HTTP on loopback.
type demo struct {
	t      *testing.T
	issuer *Issuer
	at     string
	client *http.Client
	clock  *clock.Fixed
}

func config(at string, c clock.Clock) Config {
	return Config{
		Profile: DemoProfile, Issuer: at, Clock: c, Log: slog.New(slog.DiscardHandler),
		Clients: []Client{
			{ID: "hverdag", Secret: secret},
			{ID: "familier", Secret: secret, Kinds: []string{KindFamily}},
		},
		Redirects: func(r string) bool { return r == bodo || r == arendal },
		People:    func() []Person { return people },
	}
}

func begin(t *testing.T) *demo {
	t.Helper()
	d := &demo{t: t, clock: clock.NewFixed(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.issuer.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	listen := server.Listener.Addr().String()
	d.at = "http://innlogging.localhost:" + listen[strings.LastIndex(listen, ":")+1:]
	issuer, err := New(config(d.at, d.clock))
	if err != nil {
		t.Fatal(err)
	}
	d.issuer, d.client = issuer, HTTPClient(listen)
	return d
}

const verifier = "a-verifier-of-at-least-forty-three-characters-long"

func request() url.Values {
	return url.Values{
		"response_type": {"code"}, "client_id": {"hverdag"}, "redirect_uri": {bodo}, "scope": {"openid"},
		"state": {"st"}, "nonce": {"no"}, "code_challenge": {challenge(verifier)}, "code_challenge_method": {"S256"},
	}
}

func (d *demo) get(path string) (*http.Response, string) {
	d.t.Helper()
	return d.do(d.client.Get(d.at + path))
}

func (d *demo) post(path string, form url.Values) (*http.Response, string) {
	d.t.Helper()
	return d.do(d.client.PostForm(d.at+path, form))
}

func (d *demo) do(r *http.Response, err error) (*http.Response, string) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return r, string(body)
}

// choose signs somebody in and returns what the browser carries back.
func (d *demo) choose(person string, form url.Values) url.Values {
	d.t.Helper()
	form.Set("person", person)
	r, _ := d.post("/authorize", form)
	target, err := r.Location()
	if err != nil {
		d.t.Fatalf("choosing %s: status %d, no way back", person, r.StatusCode)
	}
	return target.Query()
}

func redeem(code string) url.Values {
	return url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {bodo},
		"code_verifier": {verifier}, "client_id": {"hverdag"}, "client_secret": {secret}}
}

// tokenFault redeems and returns OAuth's word for what was wrong, or "".
func (d *demo) tokenFault(form url.Values) string {
	d.t.Helper()
	_, body := d.post("/token", form)
	var answer struct {
		Error   string `json:"error"`
		IDToken string `json:"id_token"`
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		d.t.Fatal(err)
	}
	if (answer.Error == "") == (answer.IDToken == "") {
		d.t.Fatalf("neither a token nor a fault: %s", body)
	}
	return answer.Error
}
