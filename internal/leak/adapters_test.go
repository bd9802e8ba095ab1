package leak_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/leak"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/files"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

var (
	families = flag.Int("leak.families", 24, "families whose data is searched for, each with its own grants and yeses; half on each database, and six at least")
	leakSeed = flag.Uint64("leak.seed", 0, "seed of the families; 0 is a new one")
)

// Every byte that the host sends to each of the bundled adapters, in every call
// that its kind has, is recorded and searched for everything that was not both
// granted and said yes to, and for all that tells where protected families are.
func TestNothingReachesAnyAdapterButWhatIsGrantedAndConsentedToAndNeeded(t *testing.T) {
	seed := *leakSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("seed %d: go test ./internal/leak -run Adapter -args -leak.seed=%d", seed, seed)
	worlds := uint64(0)
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		worlds++
		w := newWorld(t, house, rand.New(rand.NewPCG(seed, worlds)))
		for n := range max(*families/2, len(ways)) {
			w.lives(n)
		}
		w.registers()
		w.levels()
		w.rest()
		w.everyCall()
		w.search()
		w.everyClass()
		t.Logf("%d facts of %v; what left as it may: %v", len(w.facts), w.histories, w.found)
	})
}

// lives is the history of one family. The first by each way is granted everything
// and says yes to everything: all that may leave does.
func (w *world) lives(n int) {
	w.t.Helper()
	w.all = n < len(ways)
	f := w.family([]string{open, becomes, withdrawn, protected}[n%4], ways[n%len(ways)])
	w.histories[f.kind]++
	f.tries()
	w.fits(f, "before")
	f.arrived()
	f.turns()
	f.ends()
	w.fits(f, "after")
	if w.t.Failed() {
		w.t.Fatalf("family %d by %v, granted %v, said yes to %v", n, f.way, f.granted, f.consented)
	}
}

// calls are the new calls to a plugin since they were last asked for.
func (w *world) calls(plugin string) []*leak.Call {
	w.t.Helper()
	all, err := w.tape.Calls()
	w.Must(err)
	all = slices.DeleteFunc(all, func(c *leak.Call) bool { return c.Plugin != plugin })
	fresh := all[w.read[plugin]:]
	w.read[plugin] = len(all)
	return fresh
}

// fits looks at the fields of each write since the last time.
func (w *world) fits(f *family, when string) {
	w.t.Helper()
	for _, call := range w.calls(f.way.adapter) {
		if !strings.HasSuffix(call.Path, "Stafettlogg/Write") {
			continue
		}
		for _, message := range call.Messages {
			classes, _ := classesOf(w.t, message)
			for _, class := range classes {
				w.found[f.way][class]++
				if !f.may(class) {
					w.t.Errorf("%s left of a family that is %s, %s it was", class, f.kind, when)
				}
			}
		}
	}
}

// arrived notes the facts that were confirmed to have arrived: a search that
// does not find them finds nothing.
func (f *family) arrived() {
	f.t.Helper()
	if f.link == uuid.Nil {
		return
	}
	shown, err := stafettlogg.Show(ctx, f.Enter(f.again(), f.id), f.link)
	f.Must(err)
	for _, item := range shown.Items {
		if item.Ours == nil || item.Last == nil || item.Last.State != stafettlogg.Confirmed {
			continue
		}
		for i := range f.facts {
			if f.facts[i].word == item.Ours.Text {
				f.facts[i].must, f.facts[i].filed = true, f.way.files == "folder"
			}
		}
	}
}

// use has a plugin do something that no page has it do.
func (w *world) use(name string, do func(p host.Plugin) error) {
	w.t.Helper()
	w.Must(connection.Use(ctx, w.Scope, name, connection.Job{Kind: connection.Read},
		func(_ context.Context, p host.Plugin, _ *connection.Run) error { return do(p) }))
}

// registers reads every register, a spreadsheet, and publishes the directory.
func (w *world) registers() {
	w.t.Helper()
	for _, name := range []string{"registry-udir", "registry-cpsv"} {
		w.Must(connection.Try(ctx, w.admin, w.ids[name]))
		c, err := connection.Named(ctx, w.Scope, name)
		w.Must(err)
		_, err = services.Synchronise(ctx, w.Scope, c, uuid.Nil)
		w.Must(err)
	}
	sheet, err := services.StageSheet(ctx, w.admin, registry.File{Name: "einingar.csv", Content: files.UTF8})
	w.Must(err)
	_, err = services.ConfirmSheet(ctx, w.admin, sheet)
	w.Must(err)
	published, err := services.Publish(ctx, w.admin)
	w.Must(err)
	if len(published) == 0 {
		w.t.Error("nothing is published")
	}
	// The invented municipality's number is none that the register knows: it is
	// asked all the same.
	for _, name := range []string{"registry-brreg", "registry-csv"} {
		_ = connection.Try(ctx, w.admin, w.ids[name])
	}
	_ = connection.Use(ctx, w.Scope, "registry-brreg", connection.Job{Kind: connection.Read},
		func(_ context.Context, p host.Plugin, _ *connection.Run) error {
			_, err := p.List(ctx, registry.Query{}, func(registry.Chunk) error { return nil })
			return err
		})
}

func (w *world) levels() {
	w.t.Helper()
	w.grant("bti", nil)
	w.Must(connection.Try(ctx, w.admin, w.ids["bti"]))
	w.use("bti", func(p host.Plugin) error {
		model, err := p.ReadLevels(ctx)
		if err != nil {
			return err
		}
		_, err = p.Assess(ctx, levels.Move{Level: model.Levels[0].Code, To: model.Levels[1].Code, On: string(w.Scope.Today())})
		return err
	})
}

// rest asks the stafettlogg adapters what only comes up when something went
// wrong.
func (w *world) rest() {
	w.t.Helper()
	for _, name := range logs {
		w.use(name, func(p host.Plugin) error {
			if _, err := p.Find(ctx, "STAF-0"); err != nil {
				return err
			}
			if _, _, err := p.Lookup(ctx, "sl-"+uuid.Nil.String()); err != nil {
				return err
			}
			_, err := p.Changes(ctx, "", nil, func(system.Change) error { return nil })
			return err
		})
	}
}

// everyCall fails when a kind of call was not made, so that it was not recorded.
func (w *world) everyCall() {
	w.t.Helper()
	all, err := w.tape.Calls()
	w.Must(err)
	made := map[string]bool{}
	for _, call := range all {
		_, rpc, _ := strings.Cut(call.Path, ".plugin.")
		made[call.Plugin+" "+rpc] = true
	}
	want := map[string][]string{}
	for _, name := range bundled {
		want[name] = []string{"base.v1.Plugin/Describe", "base.v1.Plugin/Configure", "base.v1.Plugin/CheckHealth", "base.v1.Plugin/Attach"}
	}
	for _, name := range logs {
		for _, rpc := range []string{"Find", "Read", "Changes", "Write", "Lookup"} {
			want[name] = append(want[name], "stafettlogg.v1.Stafettlogg/"+rpc)
		}
	}
	for _, name := range registries {
		if name != "registry-csv" {
			want[name] = append(want[name], "registry.v1.Registry/List")
		}
	}
	want["registry-csv"] = append(want["registry-csv"], "registry.v1.Registry/Inspect", "registry.v1.Registry/List")
	want["registry-cpsv"] = append(want["registry-cpsv"], "registry.v1.Registry/Publish")
	want["bti"] = append(want["bti"], "levels.v1.Levels/Read", "levels.v1.Levels/Assess")
	for name, rpcs := range want {
		for _, rpc := range rpcs {
			if !made[name+" "+rpc] {
				w.t.Errorf("%s was never called with %s", name, rpc)
			}
		}
	}
}

// everyClass fails when something that may leave by a way never did, so that too
// little is proved.
func (w *world) everyClass() {
	w.t.Helper()
	for _, by := range ways {
		for class := range section {
			if class != manifest.ClassMeetings && w.found[by][class] == 0 {
				w.t.Errorf("%s never left by %v", class, by)
			}
		}
	}
}

// Where a search looks, beside what each adapter was sent.
const (
	wentOut = "what went out"
	written = "what was written in the folder"
)

// search looks for every fact in everything.
func (w *world) search() {
	w.t.Helper()
	all, err := w.tape.Calls()
	w.Must(err)
	whole := map[string]*strings.Builder{wentOut: {}, written: {}}
	whole[wentOut].WriteString(w.outside.text())
	whole[written].WriteString(w.folder.text())
	for _, call := range all {
		text := whole[call.Plugin]
		if text == nil {
			text = &strings.Builder{}
			whole[call.Plugin] = text
		}
		fmt.Fprintf(text, "%s\n%s\n", call.Path, call.Text())
		if strings.HasSuffix(call.Path, "Stafettlogg/Write") {
			for _, message := range call.Messages {
				_, words := classesOf(w.t, message)
				text.WriteString(words)
			}
		}
	}
	tells, files := map[int]bool{}, map[int]bool{}
	for place, text := range whole {
		bare := leak.LayBare(text.String())
		if bare.Tells(secret) {
			w.t.Errorf("%s tells the secret", place)
		}
		for i, one := range w.facts {
			if !one.may && bare.TellsPart(one.word) || one.may && bare.Tells(one.word) {
				tells[i], files[i] = true, files[i] || place == written
				if !one.may {
					w.t.Errorf("%s tells a %s", place, one.what)
				}
			}
		}
		if at, err := uuid.Parse(w.coordinator.Viewer.ID.String()); err == nil && strings.Contains(text.String(), string(at[:])) {
			w.t.Errorf("%s tells who the coordinator is", place)
		}
	}
	for i, one := range w.facts {
		if one.must && (!tells[i] || one.filed && !files[i]) {
			w.t.Errorf("a %s is confirmed to have left, and the search does not find it", one.what)
		}
	}
}
