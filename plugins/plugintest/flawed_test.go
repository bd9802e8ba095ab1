package plugintest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/when"
)

// flawed is a register that is well but for one flaw.
type flawed struct {
	flaw  string
	setup sdk.Setup
	asked atomic.Int64
	busy  atomic.Int64
}

var registerFixture = plugintest.Fixture{
	Settings: map[string]string{"base_url": "https://register.example"},
	World: func(world *plugintest.World) error {
		world.Handle("register.example", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `[{"id":"1","name":"Bjørkåsen skole","changed":"2026-02-01T12:00:00"},`+
				`{"id":"2","name":"Solsikken barnehage","changed":"2026-02-01T11:00:00.5Z"}]`)
		}))
		return nil
	},
}

func (f *flawed) Describe() sdk.Description {
	words := sdk.Words{NB: "Adressen", NN: "Adressa"}
	if f.flaw == "says it in bokmål only" {
		words.NN = ""
	}
	version := "1.0.0"
	if f.flaw == "says another version each time" {
		version = fmt.Sprintf("1.0.%d", f.asked.Add(1))
	}
	return sdk.Description{
		Name: "registry-flawed", Version: version,
		Settings: []sdk.Setting{{Key: "base_url", Kind: sdk.Address, Required: true, Label: words}},
		Hosts:    []sdk.HostName{{Name: sdk.FromSetting("base_url"), Why: words}},
	}
}

func (f *flawed) Configure(ctx context.Context, setup sdk.Setup) error {
	if setup.Settings["base_url"] == "" && f.flaw != "takes any settings" {
		if f.flaw == "does not say which setting" {
			return errors.New("base_url is not set")
		}
		return sdk.BadSetting("base_url", "settings.missing", sdk.Words{NB: "Skriv adressen.", NN: "Skriv adressa."})
	}
	f.setup = setup
	if f.flaw == "does not start again" {
		kept, err := setup.Host.ReadState(ctx, "started")
		if err != nil || kept != nil {
			return errors.Join(err, errors.New("it has been started before"))
		}
		return setup.Host.WriteState(ctx, "started", []byte("yes"))
	}
	return nil
}

func (f *flawed) Check(ctx context.Context) (sdk.Health, error) {
	if f.flaw == "panics" {
		panic("a flaw")
	}
	_, err := f.fetch(ctx)
	if err != nil && f.flaw != "says it is well when it is not" {
		return sdk.Health{}, err
	}
	return sdk.Health{OK: true}, nil
}

type entry struct{ ID, Name, Changed string }

func (f *flawed) fetch(ctx context.Context) ([]entry, error) {
	if f.busy.Add(1) > 1 && f.flaw == "does one thing at a time" {
		return nil, errors.New("busy")
	}
	defer f.busy.Add(-1)
	if f.flaw == "does not let go" {
		ctx = context.WithoutCancel(ctx)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, f.setup.Settings["base_url"], nil)
	if err != nil {
		return nil, err
	}
	response, err := f.setup.Host.HTTP().Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	if err := sdk.ResponseFault(response); err != nil && f.flaw != "does not look at the status" {
		if f.flaw == "does not say how long to wait" {
			return nil, sdk.SystemFault("system.failed", err)
		}
		if until, bad := http.ParseTime(response.Header.Get("Retry-After")); bad == nil && f.flaw == "waits by its own clock" {
			return nil, &sdk.Fault{Source: sdk.FromSystem, Code: "system.rate_limited", RetryAfter: max(time.Until(until), 0)}
		}
		return nil, err
	}
	var all []entry
	if err := json.NewDecoder(response.Body).Decode(&all); err != nil {
		if f.flaw == "takes bad JSON for its own fault" {
			return nil, err
		}
		return nil, sdk.SystemFault("system.not_json", err)
	}
	return all, nil
}

func (f *flawed) List(ctx context.Context, _ registry.Query, out *registry.Writer) (registry.End, error) {
	all, err := f.fetch(ctx)
	if err != nil && f.flaw != "takes a failed list for an empty one" {
		return registry.End{}, err
	}
	if f.flaw == "gives a unit twice" {
		all = append(all, all...)
	}
	for _, one := range all {
		switch f.flaw {
		case "reads UTF-8 as Latin-1":
			latin := ""
			for _, b := range []byte(one.Name) {
				latin += string(rune(b))
			}
			one.Name = latin
		case "makes up ids":
			one.ID = strconv.Itoa(rand.Int())
		}
		changed, ok := f.changed(one.Changed)
		if !ok {
			continue
		}
		kind := "school"
		if f.flaw == "makes up kinds" {
			kind = "skole"
		}
		if err := out.Units(registry.Unit{ID: one.ID, Name: one.Name, Kind: kind, Changed: changed}); err != nil {
			return registry.End{}, err
		}
	}
	return registry.End{Complete: true}, nil
}

// changed reads a time; ok is false when the flaw is to leave out what has it.
func (f *flawed) changed(text string) (at time.Time, ok bool) {
	at, _ = when.Instant(text)
	switch f.flaw {
	case "takes a time without a zone for UTC":
		if without, err := time.Parse("2006-01-02T15:04:05", text); err == nil {
			at = without
		}
	case "does not look at the zone":
		at, _ = when.Instant(text[:len("2006-01-02T15:04:05")])
	case "leaves out what comes from the future":
		return at, !at.After(time.Now())
	case "leaves out what it takes for old":
		return at, time.Since(at) < 2*365*24*time.Hour
	}
	return at, true
}

// leveller is a model that is well but for one flaw.
type leveller struct{ flaw string }

func (l *leveller) Describe() sdk.Description {
	return sdk.Description{Name: "levels-flawed", Version: "1.0.0"}
}

func (l *leveller) Configure(context.Context, sdk.Setup) error { return nil }

func (l *leveller) Check(context.Context) (sdk.Health, error) { return sdk.Health{OK: true}, nil }

func (l *leveller) Read(context.Context) (levels.Levels, error) {
	to := "1"
	if l.flaw == "leads nowhere" {
		to = "7"
	}
	name := levels.Words{NB: "Nivå", NN: "Nivå"}
	return levels.Levels{
		Name: "BTI", Levels: []levels.Level{{Code: "0", Name: name}, {Code: "1", Name: name}},
		Transitions: []levels.Transition{{From: "0", To: to}},
	}, nil
}

func (l *leveller) Assess(_ context.Context, move levels.Move) (levels.Assessment, error) {
	if move.Level != "0" && l.flaw != "allows everything" {
		return levels.Assessment{WhyNot: levels.Words{NB: "Nei", NN: "Nei"}}, nil
	}
	on, err := time.Parse(time.DateOnly, move.On)
	if err != nil {
		return levels.Assessment{}, err
	}
	if on.Day() == 29 && l.flaw == "knows no leap day" {
		return levels.Assessment{}, errors.New("29 February is no day")
	}
	due := on.AddDate(0, 0, 14).Format(time.DateOnly)
	if l.flaw == "has deadlines that are over" {
		due = on.AddDate(0, 0, -14).Format(time.DateOnly)
	}
	return levels.Assessment{Allowed: true, Deadlines: []levels.Deadline{{What: levels.Words{NB: "Møte", NN: "Møte"}, Due: due}}}, nil
}

// printing is a plugin that prints wherever it can.
type printing struct{ flawed }

var _ = printEarly()

func printEarly() bool {
	if os.Args[len(os.Args)-1] == "prints" {
		fmt.Println("printed before main began")
	}
	return true
}

func (p *printing) Describe() sdk.Description {
	fmt.Println("printed in a call")
	fmt.Fprint(os.Stdout, "printed without an end to the line")
	return p.flawed.Describe()
}
