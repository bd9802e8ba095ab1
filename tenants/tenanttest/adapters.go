package tenanttest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Adapters are bundled adapters as a municipality runs them: programs in
// processes of their own, shut in by the host.
type Adapters struct {
	*host.Supervisor
	Config  host.Config // another host may be made with it
	Digests map[string]string
}

// Adapters builds bundled adapters by name, publishes them in the foundation's
// catalogue, and has the house's plugins run by a host of real processes.
// config says what is outside; its folders and launcher are filled in. The
// package's TestMain calls sandbox.Main before anything else.
func (h *House) Adapters(config host.Config, names ...string) *Adapters {
	h.T.Helper()
	folder, err := os.MkdirTemp("", "hv") // a short path, for sockets
	must(h.T, err)
	h.T.Cleanup(func() { _ = os.RemoveAll(folder) })
	must(h.T, os.Chmod(folder, 0o755))
	self, err := os.Executable()
	must(h.T, err)
	config.Releases, config.Run, config.Launcher = filepath.Join(folder, "releases"), filepath.Join(folder, "run"), []string{self}
	a := &Adapters{Config: config, Digests: map[string]string{}}
	for name, program := range Built(h.T, names...) {
		a.Digests[name] = h.release(config.Releases, name, program)
	}
	a.Supervisor, err = host.New(config)
	must(h.T, err)
	h.T.Cleanup(a.Close)
	h.UsePlugins(a)
	return a
}

// Built are the programs of bundled adapters by name, built as make builds them
// and where it does, so that nothing is built twice.
func Built(t testing.TB, names ...string) map[string]string {
	t.Helper()
	root := sourceRoot(t)
	made := filepath.Join(root, "bin", "made") + string(filepath.Separator)
	must(t, os.MkdirAll(made, 0o755))
	arguments := []string{"build", "-buildvcs=false", "-trimpath", "-ldflags=-s -w", "-o", made}
	programs := map[string]string{}
	for _, name := range names {
		arguments = append(arguments, "./plugins/"+name)
		programs[name] = filepath.Join(made, name)
	}
	build := exec.Command("go", arguments...)
	build.Dir = root
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // there is nothing else where it is shut in
	said, err := build.CombinedOutput()
	if err != nil {
		t.Fatalf("building %v: %v\n%s", names, err, said)
	}
	return programs
}

// sourceRoot is the folder of the module.
func sourceRoot(t testing.TB) string {
	t.Helper()
	folder, err := os.Getwd()
	must(t, err)
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		above := filepath.Dir(folder)
		if above == folder {
			t.Fatal("the test runs outside the module")
		}
		folder = above
	}
}

// release puts a program where a host finds it, and in the catalogue, and
// returns its digest.
func (h *House) release(releases, name, program string) string {
	h.T.Helper()
	ctx := context.Background()
	content, err := os.ReadFile(program)
	must(h.T, err)
	said, err := plugintest.Describe(ctx, plugintest.Process(io.Discard, program))
	must(h.T, err)
	text, err := os.ReadFile(filepath.Join(sourceRoot(h.T), "plugins", name, "about.json"))
	must(h.T, err)
	var about manifest.About
	must(h.T, json.Unmarshal(text, &about))
	about.Platform = runtime.GOOS + "/" + runtime.GOARCH
	sum := sha256.Sum256(content)
	made, err := manifest.Make(said, about, []manifest.File{{Path: about.Entry, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(content))}})
	must(h.T, err)
	private, public, err := manifest.NewKey("prove.example")
	must(h.T, err)
	signed, err := manifest.Sign(made, private)
	must(h.T, err)
	opened, err := manifest.Open(signed, public)
	must(h.T, err)
	folder := filepath.Join(releases, opened.Digest)
	must(h.T, os.MkdirAll(folder, 0o755))
	must(h.T, os.WriteFile(filepath.Join(folder, about.Entry), content, 0o555))
	must(h.T, h.Control.Client().PluginRelease.Create().SetID(tenants.NewID()).SetCreatedAt(h.Clock.Now()).
		SetName(made.Name).SetVersion(made.Version).SetPlatform(made.Platform).SetDigest(opened.Digest).
		SetManifest(string(signed)).SetPublisher(made.Publisher).SetState("published").Exec(ctx))
	return opened.Digest
}
