package host_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/hostile/about"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// programs holds the hostile plugin, built once.
var programs string

// programsVariable tells a test program where another has built it.
const programsVariable = "HVERDAG_TEST_PROGRAMS"

func TestMain(m *testing.M) {
	sandbox.Main()
	os.Exit(withPrograms(m))
}

func withPrograms(m *testing.M) int {
	if programs = os.Getenv(programsVariable); programs != "" {
		return m.Run()
	}
	folder, err := os.MkdirTemp("", "hv")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(folder) }()
	programs = folder
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(folder, "hostile"), "../hostile")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building the hostile plugin: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// house is a supervisor, and a place for releases.
type house struct {
	*host.Supervisor
	t        *testing.T
	releases string
	run      string
}

// open makes a house. change may change how it is made.
func open(t *testing.T, change func(*host.Config)) *house {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp("", "hv") // a short path, for sockets
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	config := host.Config{
		Releases: filepath.Join(folder, "releases"), Run: filepath.Join(folder, "run"), Launcher: []string{self},
		Log: slog.New(slog.NewTextHandler(testWriter{t}, nil)),
	}
	if change != nil {
		change(&config)
	}
	made, err := host.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(made.Close)
	return &house{Supervisor: made, t: t, releases: config.Releases, run: config.Run}
}

type testWriter struct{ t *testing.T }

func (w testWriter) Write(line []byte) (int, error) {
	w.t.Logf("%s", line)
	return len(line), nil
}

// release installs the hostile plugin under a name that decides what it does
// before it is a plugin, and returns an instance for one municipality.
func (h *house) release(entry string) host.Instance {
	h.t.Helper()
	said := about.Description()
	content, err := os.ReadFile(filepath.Join(programs, "hostile"))
	if err != nil {
		h.t.Fatal(err)
	}
	sum := sha256.Sum256(content)
	m := manifest.Manifest{
		Schema: manifest.Schema, Name: said.Name, Version: said.Version, Kinds: []string{manifest.KindRegistry},
		Features: []string{sdk.FeatureRegistry}, Protocol: sdk.Protocol, Platform: runtime.GOOS + "/" + runtime.GOARCH, Entry: entry,
		Files: []manifest.File{{Path: entry, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(content))}},
		Asks:  manifest.Asks{Settings: said.Settings, Receives: said.Receives, Hosts: said.Hosts, Folder: said.Folder},
	}
	name := sha256.Sum256([]byte("manifest of " + entry))
	digest := hex.EncodeToString(name[:])
	folder := filepath.Join(h.releases, digest)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		h.t.Fatal(err)
	}
	program := filepath.Join(folder, entry)
	if _, err := os.Stat(program); errors.Is(err, fs.ErrNotExist) {
		if err := os.WriteFile(program, content, 0o555); err != nil {
			h.t.Fatal(err)
		}
	}
	return host.Instance{
		Municipality: uuid.New(), Manifest: m, Digest: digest, Record: &recorder{},
		Grant: manifest.Grant{Name: m.Name, Version: m.Version, Digest: digest, Receives: []string{"plan.goals"}, Hosts: []string{about.Granted}},
		Setup: sdk.Setup{Municipality: sdk.Municipality{Number: "1804", Name: "Prøve", Language: "nb"}, Settings: map[string]string{}},
	}
}

// recorder keeps what it is told.
type recorder struct {
	mu     sync.Mutex
	calls  []host.Call
	said   []string
	states []string
}

func (r *recorder) Called(call host.Call) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls = append(r.calls, call)
}

func (r *recorder) Said(_ sdk.LogLevel, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.said = append(r.said, text)
}

func (r *recorder) seen() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.states)
}

func (r *recorder) Changed(status host.Status) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.states = append(r.states, status.State)
}

// does starts the hostile plugin with a deed and asks it how that went.
func (h *house) does(in host.Instance, deed, target, value string) (string, error) {
	h.t.Helper()
	health, err := h.check(with(in, deed, target, value))
	return health.Message.NB, err
}

// with is the instance with other settings.
func with(in host.Instance, deed, target, value string) host.Instance {
	settings := maps.Clone(in.Setup.Settings)
	settings[about.Deed], settings[about.Target], settings[about.Value] = deed, target, value
	in.Setup.Settings = settings
	return in
}

// problem is what a call failed with, which must be a Problem.
func problem(t *testing.T, err error) *host.Problem {
	t.Helper()
	var found *host.Problem
	if !errors.As(err, &found) {
		t.Fatalf("got %v, want a problem", err)
	}
	return found
}

// eventually waits until something is so.
func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	for until := time.Now().Add(10 * time.Second); time.Now().Before(until); time.Sleep(5 * time.Millisecond) {
		if so() {
			return
		}
	}
	t.Fatalf("it never came to this: %s", what)
}

// bothWays runs a test shut in by namespaces and by Landlock.
func bothWays(t *testing.T, change func(*host.Config), test func(t *testing.T, h *house)) {
	t.Helper()
	for _, kind := range []sandbox.Kind{sandbox.Namespaces, sandbox.Landlock} {
		t.Run(string(kind), func(t *testing.T) {
			test(t, open(t, func(c *host.Config) {
				c.Sandbox = kind
				if change != nil {
					change(c)
				}
			}))
		})
	}
}

// check runs Check once.
func (h *house) check(in host.Instance) (sdk.Health, error) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), 30*time.Second)
	defer cancel()
	var health sdk.Health
	err := h.Use(ctx, in, func(ctx context.Context, p host.Plugin) (err error) {
		health, err = p.Check(ctx)
		return err
	})
	return health, err
}

func kindOf(text string) sandbox.Kind { return sandbox.Kind(text) }
