package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
)

// demoShop is the demo with one adapter, the example that fails, in both of its
// releases: what it takes to see what becomes of all of them.
type demoShop struct {
	*shop
	program []byte
}

func openDemo(t *testing.T) *demoShop {
	t.Helper()
	d := &demoShop{shop: openShop(t)}
	must(t, d.shelf().trust(d.public))
	must(t, d.fill(t.Context()))
	must(t, d.startPlugins(nil))
	program := filepath.Join(t.TempDir(), exampleName)
	must(t, goBuild(t.Context(), "../..", program, "./plugins/"+exampleName))
	var err error
	d.program, err = os.ReadFile(program)
	must(t, err)
	return d
}

// build makes both releases of the example. note is a file in them, by which
// one that was built anew is told from the one before.
func (d *demoShop) build(note string) []string {
	d.t.Helper()
	words := sdk.Words{NB: "Eksempel", NN: "Døme"}
	setting := sdk.Setting{Key: "fails", Kind: sdk.YesNo, Default: "yes", Label: sdk.Words{NB: "Skal eksempelet feile?", NN: "Skal dømet feile?"}}
	next := sdk.Description{Name: exampleName, Version: exampleNext, Features: []string{sdk.FeatureRegistry}, Settings: []sdk.Setting{setting}}
	first := next
	first.Version = "1.0.0"
	next.Hosts = []sdk.HostName{{Name: "eksempel.example", Why: sdk.Words{
		NB: "Ingenting. Eksempelet viser bare hvordan det er å bli spurt om mer.", NN: "Ingenting. Dømet viser berre korleis det er å bli spurd om meir.",
	}}}
	var folders []string
	for _, said := range []sdk.Description{first, next} {
		folder := d.t.TempDir()
		d.write(folder, exampleName, string(d.program))
		d.write(folder, "note.txt", note)
		if said.Version == exampleNext {
			d.write(folder, exampleRelease, exampleManifest)
		}
		files, err := manifest.Files(folder)
		must(d.t, err)
		made, err := manifest.Make(said, manifest.About{
			Title: words, Summary: words, Publisher: "Prøve", Platform: runtime.GOOS + "/" + runtime.GOARCH, Entry: exampleName,
		}, files)
		must(d.t, err)
		signed, err := manifest.Sign(made, d.private)
		must(d.t, err)
		d.write(folder, manifest.FileName, string(signed))
		folders = append(folders, folder)
	}
	return folders
}

// start is what a start of the demo does with its plugins.
func (d *demoShop) start(folders []string) {
	d.t.Helper()
	must(d.t, d.fill(d.t.Context()))
	if known := d.putInCatalogue(d.t.Context(), folders); known != len(folders) {
		d.t.Fatalf("%d of %d releases are in the catalogue", known, len(folders))
	}
	must(d.t, d.installDemo(d.t.Context()))
}

// seen is what people see of an installed plugin.
type seen struct {
	Version, Digest, State, Health, Wanted string
	Settings                               map[string]string
	Grant                                  manifest.Grant
}

// installed are the municipalities' plugins, by municipality.
func (d *demoShop) installed() map[string]seen {
	d.t.Helper()
	towns, err := d.provision.List(d.t.Context())
	must(d.t, err)
	all := map[string]seen{}
	for _, town := range towns {
		list, err := connection.List(d.t.Context(), d.administrator(town.Slug))
		must(d.t, err)
		for _, one := range list {
			if one.Release == nil {
				d.t.Fatalf("%s has a release of %s that is not in the catalogue", town.Slug, one.Name)
			}
			s := seen{
				Version: one.Version, Digest: one.Release.Digest, State: string(one.State), Health: one.Health,
				Settings: one.Settings, Grant: one.Grant,
			}
			if one.Wanted != nil {
				s.Wanted = one.Wanted.Manifest.Version + " " + one.Wanted.Digest
			}
			all[town.Slug+" "+one.Name] = s
		}
	}
	return all
}

func (d *demoShop) administrator(slug string) *tenants.Visit {
	d.t.Helper()
	towns, err := d.provision.List(d.t.Context())
	must(d.t, err)
	for _, town := range towns {
		if town.Slug == slug {
			scope, err := d.registry.ByID(d.t.Context(), town.ID)
			must(d.t, err)
			v, err := demoAdministrator(d.t.Context(), scope)
			must(d.t, err)
			return v
		}
	}
	d.t.Fatalf("there is no %s", slug)
	return nil
}

func TestTheDemoShowsAQuarantineAndAnUpgradeAndASecondStartChangesNothing(t *testing.T) {
	t.Parallel()
	d := openDemo(t)
	folders := d.build("slik den ble bygd")
	d.start(folders)
	first := d.installed()
	crashed, waits := first["kristiansand "+exampleName], first["bodo "+exampleName]
	if crashed.Health != connection.HealthQuarantined || crashed.Version != "1.0.0" {
		t.Errorf("Kristiansand's is %+v", crashed)
	}
	if waits.Health != connection.HealthHealthy || waits.Version != "1.0.0" || waits.Wanted == "" || waits.Settings["fails"] != "no" {
		t.Errorf("Bodø's is %+v", waits)
	}
	d.start(folders)
	if second := d.installed(); !reflect.DeepEqual(first, second) {
		t.Errorf("a second start changed\n%+v to\n%+v", first, second)
	}
}

// In a data folder that is kept, whoever works on an adapter sees what they have
// built since, where it was and as it was set up.
func TestAnAdapterThatIsBuiltAnewTakesTheOldOnesPlaceInTheDemo(t *testing.T) {
	t.Parallel()
	d := openDemo(t)
	d.start(d.build("slik den ble bygd"))
	first := d.installed()
	d.start(d.build("bygd på nytt"))
	second := d.installed()
	if len(second) != len(first) || len(first) == 0 {
		t.Fatalf("%d plugins were installed, and %d are", len(first), len(second))
	}
	for name, was := range first {
		is := second[name]
		if is.Digest == was.Digest || is.Wanted == was.Wanted && was.Wanted != "" || is.Grant.Digest != is.Digest {
			t.Errorf("%s is not the one that was built since: %+v", name, is)
		}
		if _, err := os.Stat(d.shelf().release(was.Digest)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s as it was built first is still there: %v", name, err)
		}
		for _, one := range []*seen{&was, &is} {
			one.Digest, one.Wanted, one.Grant.Digest = "", "", ""
		}
		if !reflect.DeepEqual(was, is) {
			t.Errorf("%s was %s and is %s", name, asText(was), asText(is))
		}
	}
	if releases, err := catalogue.List(t.Context(), d.control); err != nil || len(releases) != 2 {
		t.Errorf("%d releases are in the catalogue, %v", len(releases), err)
	}
}

func asText(s seen) string {
	text, err := json.Marshal(s)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func TestAVersionStaysWhatWasSignedEverywhereButInTheDemo(t *testing.T) {
	t.Parallel()
	d := &demoShop{shop: openShop(t), program: []byte("et program")}
	must(t, d.shelf().trust(d.public))
	d.config.Profile = config.Production
	first, anew := d.build("slik den ble bygd"), d.build("bygd på nytt")
	if known := d.putInCatalogue(t.Context(), first); known != len(first) {
		t.Fatalf("%d releases were added", known)
	}
	before, err := catalogue.List(t.Context(), d.control)
	must(t, err)
	if known := d.putInCatalogue(t.Context(), anew); known != 0 {
		t.Errorf("%d were replaced", known)
	}
	if err := d.rebuilt(t.Context(), anew[0]); !errors.Is(err, tenants.ErrConflict) {
		t.Error("it was replaced:", err)
	}
	after, err := catalogue.List(t.Context(), d.control)
	must(t, err)
	if !reflect.DeepEqual(before, after) {
		t.Errorf("the catalogue was %+v and is %+v", before, after)
	}
}

// One that is of no plugin, or in no municipality, would be left out without a
// word.
func TestEveryPluginTheDemoInstallsIsOneOfOursInATownOfIts(t *testing.T) {
	towns, err := filepath.Glob("demo/scenario/*.yaml")
	must(t, err)
	for _, one := range demoInstallations {
		if !slices.Contains(towns, "demo/scenario/"+one.town+".yaml") {
			t.Errorf("%s is in %s, which is not in %v", one.plugin, one.town, towns)
		}
		for _, plugin := range []string{one.plugin, one.upgrade} {
			name, _, _ := strings.Cut(plugin, " ")
			if _, err := os.Stat(filepath.Join("../../plugins", name, aboutFile)); plugin != "" && err != nil {
				t.Errorf("%s in %s: %v", plugin, one.town, err)
			}
		}
	}
}

func TestBeginningAgainRemovesWhatTheDemoMadeAndNothingElse(t *testing.T) {
	folder := t.TempDir()
	put := func(names ...string) {
		for _, name := range names {
			must(t, os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o700))
			must(t, os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600))
		}
	}
	ours := []string{
		"control.db", "control.db-wal", "bodo.db", "bodo.db-shm", "kek", "lock", "post/1.eml", "stafettlogg.journal",
		"plugins/trusted.keys", "plugins/abc/program", "exchange/bodo/in/logg.json",
	}
	theirs := []string{"notater.txt", "post/brev.txt", "bilder/db/ferie.jpg", "kopi/control.db"}
	put(ours...)
	put(theirs...)
	must(t, removeDemo(folder))
	must(t, removeDemo(folder)) // where there is nothing
	for _, name := range ours {
		if _, err := os.Stat(filepath.Join(folder, name)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there: %v", name, err)
		}
	}
	for _, name := range theirs {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Errorf("%s is gone: %v", name, err)
		}
	}
}

// Whoever is signed in is sent nowhere but to the demo's own addresses.
func TestOnlyTheDemosOwnAddressesAreReturnedTo(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	must(t, s.fill(t.Context()))
	s.config.Addr = "127.0.0.1:8080"
	towns, err := s.provision.List(t.Context())
	must(t, err)
	if len(towns) < 4 {
		t.Fatalf("%d municipalities", len(towns))
	}
	hosts := []string{s.config.ConsoleHost}
	for _, one := range towns {
		hosts = append(hosts, one.Host)
	}
	for _, host := range hosts {
		own := s.config.Origin(host) + returnPath
		if !s.isOurs(own) {
			t.Errorf("%s is not its own", own)
		}
		for _, other := range []string{own + "/x", own + "?x=1", strings.Replace(own, "//", "//x.", 1), own + "@x.example", s.config.Origin("x.example") + returnPath} {
			if s.isOurs(other) {
				t.Errorf("%s is taken for its own", other)
			}
		}
	}
}
