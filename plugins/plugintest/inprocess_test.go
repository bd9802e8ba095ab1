package plugintest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// school is a plugin that does whatever a test wants.
type school struct {
	setup sdk.Setup
	list  func(ctx context.Context, out *registry.Writer) (registry.End, error)
	check func(ctx context.Context) (sdk.Health, error)
}

func (s *school) Describe() sdk.Description {
	return sdk.Description{
		Name: "registry-test", Version: "1.0.0", Folder: true,
		Hosts: []sdk.HostName{{Name: "schools.example"}, {Name: sdk.FromSetting("base_url")}},
		Settings: []sdk.Setting{
			{Key: "base_url", Kind: sdk.Address}, {Key: "token", Kind: sdk.Secret}, {Key: "words", Kind: sdk.Text, Default: "ja"},
		},
	}
}

func (s *school) Configure(_ context.Context, setup sdk.Setup) error {
	s.setup = setup
	return nil
}

func (s *school) Check(ctx context.Context) (sdk.Health, error) {
	if s.check == nil {
		return sdk.Health{OK: true}, nil
	}
	return s.check(ctx)
}

func (s *school) List(ctx context.Context, _ registry.Query, out *registry.Writer) (registry.End, error) {
	return s.list(ctx, out)
}

func (s *school) get(ctx context.Context, address string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", err
	}
	sdk.SecretHeader(request, "token", "Authorization", "Bearer ")
	response, err := s.setup.Host.HTTP().Do(request)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	return string(content), err
}

func open(t *testing.T, s *school) (host.Plugin, *plugintest.World) {
	t.Helper()
	world := plugintest.NewWorld(t)
	world.Secret("token", "hemmelig")
	return plugintest.Open(t, s, world, map[string]string{"base_url": "https://other.example/api"}), world
}

func TestAPluginReachesGrantedHostsThroughTheHostWithASecretItNeverHolds(t *testing.T) {
	s := &school{}
	s.check = func(ctx context.Context) (sdk.Health, error) {
		for _, address := range []string{"https://schools.example/v4?page=1", "https://other.example/api"} {
			said, err := s.get(ctx, address)
			if err != nil || said != "Bearer hemmelig Ærlig Åse" {
				return sdk.Health{}, fmt.Errorf("%s said %q, %w", address, said, err)
			}
		}
		return sdk.Health{OK: true}, nil
	}
	p, world := open(t, s)
	for _, name := range []string{"schools.example", "other.example"} {
		world.Handle(name, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, r.Header.Get("Authorization"), " Ærlig Åse")
		}))
	}
	if health, err := p.Check(t.Context()); err != nil || !health.OK {
		t.Fatal(health, err)
	}
	if calls := world.Calls(); len(calls) != 2 || calls[0].Place != "schools.example" || calls[0].Status != 200 {
		t.Errorf("on record: %+v", calls)
	}
	if strings.Contains(fmt.Sprint(s.setup), "hemmelig") {
		t.Error("the plugin holds the secret")
	}
	if s.setup.Settings["words"] != "ja" {
		t.Error("a default is not filled in")
	}
}

func TestWhatIsNotGrantedIsTheHostsNo(t *testing.T) {
	for address, reason := range map[string]sdk.Reason{
		"https://elsewhere.example/": sdk.NotGranted, "http://schools.example/": sdk.NotGranted,
		"https://schools.example/gone": sdk.Unreachable,
	} {
		s := &school{}
		s.check = func(ctx context.Context) (sdk.Health, error) {
			_, err := s.get(ctx, address)
			var refusal *sdk.Refusal
			if !errors.As(err, &refusal) || refusal.Reason != reason {
				t.Errorf("%s: %v", address, err)
			}
			return sdk.Health{}, err
		}
		p, _ := open(t, s)
		_, err := p.Check(t.Context())
		var problem *host.Problem
		want := map[sdk.Reason]string{sdk.NotGranted: host.Ours, sdk.Unreachable: host.Systems}[reason]
		if !errors.As(err, &problem) || problem.Whose != want {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestAnOperationThatIsOverMayNotReachOut(t *testing.T) {
	later := make(chan context.Context, 1)
	s := &school{}
	s.check = func(ctx context.Context) (sdk.Health, error) {
		later <- ctx
		return sdk.Health{OK: true}, nil
	}
	world := plugintest.NewWorld(t)
	runner := plugintest.InProcess(t, world, func() sdk.Plugin { return s })
	in := plugintest.Instance(sdk.Described(s), world, nil)
	err := runner.Use(t.Context(), in, func(ctx context.Context, p host.Plugin) error {
		_, err := p.Check(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(<-later), 5*time.Second)
	defer cancel()
	var refusal *sdk.Refusal
	if err := s.setup.Host.WriteState(ctx, "cursor", []byte("1")); !errors.As(err, &refusal) || refusal.Reason != sdk.NoOperation {
		t.Error(err)
	}
}

func TestTenThousandUnitsComeInChunksOfAtMost250AndWholeInNorwegian(t *testing.T) {
	s := &school{list: func(_ context.Context, out *registry.Writer) (registry.End, error) {
		for i := range 10_000 {
			if err := out.Units(registry.Unit{ID: fmt.Sprint(i), Name: "Bjørnsletta skole \xe6", Place: &registry.Place{Latitude: 59.9}}); err != nil {
				return registry.End{}, err
			}
		}
		return registry.End{Complete: true, Cursor: "æøå"}, out.Remark(registry.Remark{Place: "rad 1", Code: "x"})
	}}
	p, _ := open(t, s)
	seen, remarks := 0, 0
	end, err := p.List(t.Context(), registry.Query{}, func(c registry.Chunk) error {
		if n := len(c.Units) + len(c.Remarks); n > registry.Part {
			t.Errorf("%d in one chunk", n)
		}
		for _, unit := range c.Units {
			if unit.ID != fmt.Sprint(seen) || unit.Name != "Bjørnsletta skole \uFFFD" || unit.Place.Latitude != 59.9 {
				t.Fatalf("%+v", unit)
			}
			seen++
		}
		remarks += len(c.Remarks)
		return nil
	})
	if err != nil || seen != 10_000 || remarks != 1 || !end.Complete || end.Cursor != "æøå" {
		t.Error(seen, remarks, end, err)
	}
}

func TestAPanicIsThePluginsFaultAndTheNextCallIsServed(t *testing.T) {
	s := &school{}
	s.check = func(context.Context) (sdk.Health, error) { panic("Kari Nordmann") }
	p, _ := open(t, s)
	_, err := p.Check(t.Context())
	var problem *host.Problem
	if !errors.As(err, &problem) || problem.Whose != host.Plugins || problem.Code != sdk.CodePanic {
		t.Fatal(err)
	}
	if strings.Contains(err.Error(), "Kari") {
		t.Error("what was in the plugin's hands came out:", err)
	}
	s.check = nil
	if _, err := p.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestABodyIsReadAsItComesAndTakenBackWhenNobodyWantsIt(t *testing.T) {
	gone := make(chan struct{})
	s := &school{}
	s.check = func(ctx context.Context) (sdk.Health, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://schools.example/", nil)
		if err != nil {
			return sdk.Health{}, err
		}
		response, err := s.setup.Host.HTTP().Do(request)
		if err != nil {
			return sdk.Health{}, err
		}
		first := make([]byte, 5)
		if _, err := io.ReadFull(response.Body, first); err != nil || string(first) != "first" {
			return sdk.Health{}, fmt.Errorf("%q %w", first, err)
		}
		return sdk.Health{OK: true}, response.Body.Close()
	}
	p, world := open(t, s)
	world.Handle("schools.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "first")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
		close(gone)
	}))
	if _, err := p.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	select {
	case <-gone:
	case <-time.After(5 * time.Second):
		t.Error("the system still answers somebody who has left")
	}
}
