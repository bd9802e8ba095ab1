package signin

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

func TestAnIssuerThatIsDownDoesNotStopTheProgramAndIsTriedAgain(t *testing.T) {
	w := begin(t)
	w.down.Store(true)
	provider := w.make(w.config()) // as at boot: nobody is asked
	if w.asked.Load() != 0 {
		t.Fatalf("making the provider asked the issuer %d times", w.asked.Load())
	}
	_, _, err := provider.Begin(context.Background(), Start{Host: "bodo.localhost"})
	if !errors.Is(err, ErrUnavailable) || w.asked.Load() != discoveryTries {
		t.Fatalf("down: %v after %d tries", err, w.asked.Load())
	}
	w.down.Store(false)
	if _, _, err := provider.Begin(context.Background(), Start{Host: "bodo.localhost"}); err != nil {
		t.Fatalf("up again: %v", err)
	}
	before := w.asked.Load()
	w.down.Store(true)
	w.clock.Advance(discoveryFresh)
	if _, _, err := provider.Begin(context.Background(), Start{Host: "bodo.localhost"}); err != nil {
		t.Errorf("what was known is not used while the issuer is away: %v", err)
	}
	if w.asked.Load() == before {
		t.Error("old knowledge was not looked up anew")
	}
}

func TestManyVisitorsWaitForOneLookUp(t *testing.T) {
	w := begin(t)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, _, err := w.provider.Begin(context.Background(), Start{Host: "bodo.localhost"}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if w.asked.Load() > 2 { // one that had just ended may be followed by one more
		t.Errorf("the issuer was asked %d times", w.asked.Load())
	}
}

func TestAVisitorWhoLeavesIsNotWaitedFor(t *testing.T) {
	w := begin(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	w.down.Store(true)
	began := time.Now()
	_, _, err := w.provider.Begin(ctx, Start{Host: "bodo.localhost"})
	if !errors.Is(err, ErrUnavailable) || time.Since(began) > 2*discoveryPause {
		t.Errorf("%v after %v", err, time.Since(began))
	}
}

func TestAProviderThatCouldLetTheWrongOnesInIsNotMade(t *testing.T) {
	sound := Config{Name: "x", Issuer: "https://idporten.invalid", ClientID: "c", Callback: callback,
		ACR: map[string]Kind{"idporten-loa-high": KindFamily}, Clock: clock.System{}}
	if _, err := New(sound); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Config){
		"without https":           func(c *Config) { c.Issuer = "http://idporten.invalid" },
		"disguised as local":      func(c *Config) { c.Issuer = "http://localhost.evil.invalid" },
		"without an address":      func(c *Config) { c.Issuer = "idporten" },
		"families without levels": func(c *Config) { c.ACR, c.Kind = nil, KindFamily },
		"nobody in particular":    func(c *Config) { c.ACR = nil },
		"without a client":        func(c *Config) { c.ClientID = "" },
	} {
		c := sound
		change(&c)
		if _, err := New(c); err == nil {
			t.Errorf("a provider %s was made", name)
		}
	}
}

func TestOnlyLocalPathsAreReturnedTo(t *testing.T) {
	for _, path := range []string{"/", "/f/1/plan?vis=alt#mål", "/søk?q=a//b"} {
		if LocalPath(path) != path {
			t.Errorf("%q is local", path)
		}
	}
	for _, path := range []string{"", "f/1", "//evil.invalid", "/\\evil.invalid", "\\\\evil.invalid",
		"https://evil.invalid", "javascript:alert(1)", "/\t/evil.invalid", "/a\nb", "/a\x00", "/\x7f", "/\u0085",
		"/\xff", "/" + strings.Repeat("a", maxPath)} {
		if got := LocalPath(path); got != "/" {
			t.Errorf("%q led to %q", path, got)
		}
	}
}
