package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
)

// settings are those of a demo in a folder of its own.
func settings(t *testing.T) config.Config {
	t.Helper()
	var c config.Config
	parser, err := kong.New(&c, config.Options()...)
	must(t, err)
	_, err = parser.Parse([]string{"--profile=demo", "--data=" + t.TempDir()})
	must(t, err)
	return c
}

// shop is a machine with a catalogue, and a publisher.
type shop struct {
	*store
	t               *testing.T
	private, public string
}

func openShop(t *testing.T) *shop {
	t.Helper()
	s, err := openStore(t.Context(), settings(t), clock.System{}, true)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	private, public, err := manifest.NewKey("leverandor.example")
	must(t, err)
	return &shop{store: s, t: t, private: private, public: public}
}

func (s *shop) shelf() shelf { return shelf{s.config.Plugins} }

// release is the folder of a signed release of the plugin "registry-prove".
func (s *shop) release(version, content string) string {
	s.t.Helper()
	folder := filepath.Join(s.t.TempDir(), "registry-prove-"+version)
	must(s.t, os.Mkdir(folder, 0o755))
	s.write(folder, "program", content)
	files, err := manifest.Files(folder)
	must(s.t, err)
	words := sdk.Words{NB: "Prøve", NN: "Prøve"}
	made, err := manifest.Make(sdk.Description{Name: "registry-prove", Version: version, Features: []string{sdk.FeatureRegistry}}, manifest.About{
		Title: words, Summary: words, Publisher: "Leverandør", Platform: runtime.GOOS + "/" + runtime.GOARCH, Entry: "program",
	}, files)
	must(s.t, err)
	signed, err := manifest.Sign(made, s.private)
	must(s.t, err)
	s.write(folder, manifest.FileName, string(signed))
	return folder
}

func (s *shop) write(folder, name, content string) {
	s.t.Helper()
	must(s.t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o755))
}

// nothing fails the test when something was put anywhere.
func (s *shop) nothing() {
	s.t.Helper()
	if releases, err := catalogue.List(context.Background(), s.control); err != nil || len(releases) != 0 {
		s.t.Errorf("the catalogue has %v, %v", releases, err)
	}
	if entries, err := filepath.Glob(filepath.Join(s.config.Plugins.Folder, "*")); err != nil || len(entries) > 1 {
		s.t.Errorf("the plugins' folder has %v, %v", entries, err)
	}
	if s.shelf().count() != 0 {
		s.t.Error("a release was put in its place")
	}
}

func TestAReleaseIsTakenOnlyWhenSomebodyTrustedHasSignedIt(t *testing.T) {
	s := openShop(t)
	folder := s.release("1.0.0", "program")
	_, err := s.addRelease(t.Context(), folder, true)
	if !errors.Is(err, manifest.ErrUnsigned) || !strings.Contains(err.Error(), "hverdag plugin trust KEY") {
		t.Fatalf("a publisher nobody trusts: %v", err)
	}
	_, other, err := manifest.NewKey("en-annen.example")
	must(t, err)
	must(t, s.shelf().trust(other))
	if _, err := s.addRelease(t.Context(), folder, true); !errors.Is(err, manifest.ErrUnsigned) {
		t.Fatalf("signed by somebody else than is trusted: %v", err)
	}
	s.nothing()
	must(t, s.shelf().trust(s.public))
	added, err := s.addRelease(t.Context(), folder, false)
	must(t, err)
	if added.State != catalogue.Added || added.SignedBy != "leverandor.example" {
		t.Errorf("%+v", added)
	}
	must(t, manifest.Verify(s.shelf().release(added.Digest), added.Manifest))
	info, err := os.Stat(filepath.Join(s.shelf().release(added.Digest), "program"))
	must(t, err)
	if info.Mode().Perm() != 0o555 {
		t.Errorf("its program can be written to: %s", info.Mode())
	}
}

func TestWhatIsNotByteForByteWhatWasSignedIsRefused(t *testing.T) {
	for name, tamper := range map[string]func(s *shop, folder string){
		"another program":  func(s *shop, folder string) { s.write(folder, "program", "proGram") },
		"a longer program": func(s *shop, folder string) { s.write(folder, "program", "program, and more") },
		"no program":       func(s *shop, folder string) { must(s.t, os.Remove(filepath.Join(folder, "program"))) },
		"another manifest": func(s *shop, folder string) {
			text, err := os.ReadFile(filepath.Join(folder, manifest.FileName))
			must(s.t, err)
			s.write(folder, manifest.FileName, strings.Replace(string(text), "1.0.0", "1.0.1", 1))
		},
		"no manifest": func(s *shop, folder string) { must(s.t, os.Remove(filepath.Join(folder, manifest.FileName))) },
	} {
		t.Run(name, func(t *testing.T) {
			s := openShop(t)
			must(t, s.shelf().trust(s.public))
			folder := s.release("1.0.0", "program")
			tamper(s, folder)
			if added, err := s.addRelease(t.Context(), folder, true); err == nil {
				t.Errorf("it was added: %+v", added)
			}
			s.nothing()
		})
	}
}

func TestAVersionIsOneReleaseForEver(t *testing.T) {
	s := openShop(t)
	must(t, s.shelf().trust(s.public))
	first, err := s.addRelease(t.Context(), s.release("1.0.0", "program"), true)
	must(t, err)
	again, err := s.addRelease(t.Context(), s.release("1.0.0", "program"), true)
	if err != nil || again.ID != first.ID {
		t.Errorf("the same once more: %+v, %v", again, err)
	}
	if _, err := s.addRelease(t.Context(), s.release("1.0.0", "another"), true); !errors.Is(err, tenants.ErrConflict) {
		t.Errorf("the same version with other content: %v", err)
	}
	if releases, err := catalogue.List(t.Context(), s.control); err != nil || len(releases) != 1 || releases[0].Digest != first.Digest {
		t.Errorf("%+v, %v", releases, err)
	}
}

func TestAReleaseThatWasDamagedHereIsPutRightByAddingItAgain(t *testing.T) {
	s := openShop(t)
	must(t, s.shelf().trust(s.public))
	folder := s.release("1.0.0", "program")
	added, err := s.addRelease(t.Context(), folder, true)
	must(t, err)
	place := s.shelf().release(added.Digest)
	must(t, os.Remove(filepath.Join(place, "program")))
	s.write(place, "program", "something else")
	if _, err := s.addRelease(t.Context(), folder, true); err != nil {
		t.Fatal(err)
	}
	must(t, manifest.Verify(place, added.Manifest))
}

func TestReleasesArePlacedWithoutADatabaseAllOrTheFirstThatDoesNotHold(t *testing.T) {
	s := openShop(t)
	images := t.TempDir()
	for _, version := range []string{"1.0.0", "1.1.0"} {
		must(t, os.Rename(s.release(version, "program "+version), filepath.Join(images, version)))
	}
	c := settings(t)
	c.Plugins.TrustedKeys = []string{s.public}
	place := placePlugins{Config: c, Releases: []string{images}}
	for range 2 { // a pod that starts again
		must(t, place.Run())
		if got := (shelf{c.Settled().Plugins}).count(); got != 2 {
			t.Errorf("%d releases were placed", got)
		}
	}
	if _, err := os.Stat(filepath.Join(c.Data, "control.db")); !errors.Is(err, os.ErrNotExist) {
		t.Error("a database was made:", err)
	}
	s.write(filepath.Join(images, "1.1.0"), "program", "tampered with")
	place.Config = settings(t)
	place.Config.Plugins.TrustedKeys = []string{s.public}
	if err := place.Run(); !errors.Is(err, manifest.ErrFiles) {
		t.Errorf("one was tampered with: %v", err)
	}
	place.Releases = []string{t.TempDir()}
	if err := place.Run(); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder without a release: %v", err)
	}
}

func TestAReleaseIsPublishedAndWithdrawnByTheBeginningOfItsDigest(t *testing.T) {
	s := openShop(t)
	must(t, s.shelf().trust(s.public))
	added, err := s.addRelease(t.Context(), s.release("1.0.0", "program"), false)
	must(t, err)
	must(t, s.Close()) // the files are for one process
	state := func() catalogue.State {
		var state catalogue.State
		must(t, withRelease(t.Context(), s.config, added.Digest, func(s *store, id uuid.UUID) error {
			releases, err := catalogue.List(t.Context(), s.control)
			must(t, err)
			if len(releases) != 1 || releases[0].ID != id {
				t.Errorf("%+v", releases)
			}
			state = releases[0].State
			return nil
		}))
		return state
	}
	must(t, (&publishPlugin{Config: s.config, Digest: added.Digest[:12]}).Run(t.Context()))
	if state() != catalogue.Published {
		t.Errorf("published, it is %s", state())
	}
	must(t, (&withdrawPlugin{Config: s.config, Digest: added.Digest[:12]}).Run(t.Context()))
	if state() != catalogue.Withdrawn {
		t.Errorf("withdrawn, it is %s", state())
	}
	for _, digest := range []string{"", added.Digest[:7], strings.Repeat("0", 12), added.Digest + "0"} {
		if err := (&publishPlugin{Config: s.config, Digest: digest}).Run(t.Context()); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("%q is taken for it: %v", digest, err)
		}
	}
}

func TestAKeyIsTrustedOnceAndNothingElseIsAKey(t *testing.T) {
	s := openShop(t)
	for range 2 {
		must(t, s.shelf().trust(" "+s.public+"\n"))
	}
	for _, bad := range []string{"leverandor.example", s.private, s.public + "A"} {
		if err := s.shelf().trust(bad); err == nil {
			t.Errorf("%.20s is taken for a public key", bad)
		}
	}
	named := s.shelf()
	_, other, err := manifest.NewKey("en-annen.example")
	must(t, err)
	named.TrustedKeys = []string{other, s.public}
	keys, err := named.keys()
	if err != nil || len(keys) != 2 {
		t.Errorf("%v, %v", keys, err)
	}
}

func TestHowPluginsAreShutInIsSaidInOneLine(t *testing.T) {
	for want, got := range map[string]string{
		"Plugins are shut in by user namespaces and seccomp.": shutIn(sandbox.Namespaces, nil, false),
		"Plugins are shut in by Landlock and seccomp":         shutIn(sandbox.Landlock, nil, false),
		"Plugins do not run":                                  shutIn(sandbox.None, sandbox.ErrNone, false),
		"DEVELOPER MODE":                                      shutIn(sandbox.None, sandbox.ErrNone, true),
	} {
		if !strings.HasPrefix(got, want) || strings.Contains(got, "\n") {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
