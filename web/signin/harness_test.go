package signin

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin/demoissuer"
)

// world is a relying party and the demo issuer, over real HTTP on loopback.
type world struct {
	t        *testing.T
	clock    *clock.Fixed
	issuer   *demoissuer.Issuer
	at       string // the issuer's address
	client   *http.Client
	provider *Provider
	sealer   *Sealer
	down     atomic.Bool  // the issuer answers 503
	asked    atomic.Int64 // requests the issuer got
}

func callback(host string) string { return "http://" + host + "/logg-inn/svar" }

var everyone = []demoissuer.Person{
	{Value: "bodo.koordinator.1", Name: "Prøve Bodø", Role: "Hverdagskoordinator", Where: "Bodø",
		Host: "bodo.localhost", Kind: demoissuer.KindStaff, Sub: "s-1", Email: "Prove@example.invalid"},
	{Value: "bodo.omsorgsperson.1", Name: "Prøve Hjemme", Role: "Omsorgsperson", Where: "Bodø",
		Host: "bodo.localhost", Kind: demoissuer.KindFamily, Sub: "f-1", PID: "00000000000"},
	{Value: "stiftelsen.program.1", Name: "Prøve Program", Role: "Programleder", Where: "Stiftelsen",
		Host: "stiftelsen.localhost", Kind: demoissuer.KindFoundation, Sub: "p-1", Email: "p@example.invalid"},
}

func begin(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, clock: clock.NewFixed(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.asked.Add(1)
		if w.down.Load() {
			http.Error(rw, "down", http.StatusServiceUnavailable)
			return
		}
		w.issuer.ServeHTTP(rw, r)
	}))
	t.Cleanup(server.Close)
	listen := server.Listener.Addr().String()
	w.at = "http://innlogging.localhost:" + listen[strings.LastIndex(listen, ":")+1:]
	w.client = demoissuer.HTTPClient(listen)
	issuer, err := demoissuer.New(demoissuer.Config{
		Profile: demoissuer.DemoProfile, Issuer: w.at, Clock: w.clock, Log: slog.New(slog.DiscardHandler),
		Clients: []demoissuer.Client{{ID: "hverdag", Secret: "hemmelig / ord"}},
		Redirects: func(r string) bool {
			return r == callback("bodo.localhost") || r == callback("stiftelsen.localhost")
		},
		People: func() []demoissuer.Person { return everyone },
	})
	if err != nil {
		t.Fatal(err)
	}
	w.issuer = issuer
	w.provider = w.make(w.config())
	key := make([]byte, 32)
	rand.Read(key)
	w.sealer, err = NewSealer(w.clock, key)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) config() Config {
	return Config{
		Name: "demo", Issuer: w.at, ClientID: "hverdag", ClientSecret: "hemmelig / ord", Callback: callback,
		ACR: map[string]Kind{
			demoissuer.ACRFamily: KindFamily, demoissuer.ACRStaff: KindStaff, demoissuer.ACRFoundation: KindFoundation,
		},
		MaxAge: time.Hour, HTTP: w.client, Clock: w.clock,
	}
}

func (w *world) make(c Config) *Provider {
	w.t.Helper()
	p, err := New(c)
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// set off begins at Bodø and returns the address and the cookie's value.
func (w *world) setOff() (address, cookie string) {
	w.t.Helper()
	address, pending, err := w.provider.Begin(context.Background(),
		Start{Host: "bodo.localhost", ReturnTo: "/f/1/plan?vis=alt", Language: "nn"})
	if err != nil {
		w.t.Fatal(err)
	}
	cookie, err = w.sealer.Seal(pending)
	if err != nil {
		w.t.Fatal(err)
	}
	return address, cookie
}

// choose does what the browser does on the issuer's page: sends the form's
// hidden fields and the button.
func (w *world) choose(address, person string) url.Values {
	w.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		w.t.Fatal(err)
	}
	form := u.Query()
	form.Set("person", person)
	r, err := w.client.PostForm(w.at+"/authorize", form)
	if err != nil {
		w.t.Fatal(err)
	}
	r.Body.Close()
	target, err := r.Location()
	if err != nil {
		w.t.Fatalf("no way back from the issuer: status %d", r.StatusCode)
	}
	if !strings.HasPrefix(target.String(), callback("bodo.localhost")+"?") {
		w.t.Fatalf("sent back to %s", target)
	}
	return target.Query()
}

// comeBack is the callback: open the cookie, read the answer.
func (w *world) comeBack(cookie string, answer url.Values) (Identity, error) {
	pending, err := w.sealer.Open(cookie, "bodo.localhost")
	if err != nil {
		return Identity{}, err
	}
	return w.provider.Finish(context.Background(), pending, answer)
}
