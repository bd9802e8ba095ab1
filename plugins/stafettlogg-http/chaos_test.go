package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logvendor"
)

// shutIn is the plugin as the real host runs it: a process of its own, shut in,
// in a world of the test's.
func shutIn(t *testing.T, world *plugintest.World, system http.Handler) (*host.Supervisor, host.Instance) {
	t.Helper()
	folder, err := os.MkdirTemp("", "hv") // a short path, for sockets
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	digest := hex.EncodeToString(make([]byte, sha256.Size))
	release := filepath.Join(folder, "releases", digest)
	build := exec.Command("go", "build", "-buildvcs=false", "-o", filepath.Join(release, "plugin"), ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the plugin: %v\n%s", err, out)
	}
	program, err := os.ReadFile(filepath.Join(release, "plugin"))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(system)
	t.Cleanup(server.Close)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	supervisor, err := host.New(host.Config{
		Releases: filepath.Join(folder, "releases"), Run: filepath.Join(folder, "run"), Launcher: []string{self},
		AllowPlain: func(string) bool { return true }, Limits: host.Limits{Backoff: time.Nanosecond, Crashes: 10_000, PerMinute: 1_000_000},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(supervisor.Close)
	in := plugintest.Instance(sdk.Described(newSystem()), world, map[string]string{settingAddress: server.URL + logvendor.Base})
	sum := sha256.Sum256(program)
	in.Digest, in.Manifest.Entry, in.Manifest.Platform = digest, "plugin", runtime.GOOS+"/"+runtime.GOARCH
	in.Manifest.Files = []manifest.File{{Path: "plugin", SHA256: hex.EncodeToString(sum[:]), Size: int64(len(program))}}
	return supervisor, in
}

// again uses the plugin until it does what is asked; it is killed all the time.
type again struct {
	host.Plugin
	supervisor *host.Supervisor
	in         host.Instance
}

// Write writes.
func (a again) Write(ctx context.Context, write stafettlogg.Write) (receipt stafettlogg.Receipt, err error) {
	err = a.supervisor.Use(ctx, a.in, func(ctx context.Context, p host.Plugin) error {
		receipt, err = p.Write(ctx, write)
		return err
	})
	return receipt, err
}

// Lookup looks up.
func (a again) Lookup(ctx context.Context, key string) (receipt stafettlogg.Receipt, known bool, err error) {
	err = a.supervisor.Use(ctx, a.in, func(ctx context.Context, p host.Plugin) error {
		receipt, known, err = p.Lookup(ctx, key)
		return err
	})
	return receipt, known, err
}

// mostKilled is how often the plugin is killed: the host waits longer before each
// new start.
const mostKilled = 12

func TestEachWriteArrivesOnceThoughPluginAndSystemAreKilledAtAnyMoment(t *testing.T) {
	system := startProcess(t)
	system.run("slow,on=writes,for=5ms")
	world := plugintest.NewWorld(t)
	world.Secret(settingToken, "hemmelig")
	supervisor, in := shutIn(t, world, system)
	plugin := again{supervisor: supervisor, in: in}

	stop, killers, killed := make(chan struct{}), sync.WaitGroup{}, atomic.Int64{}
	killers.Go(func() {
		for turn := 0; ; turn++ {
			select {
			case <-stop:
				return
			case <-time.After(time.Duration(20+rand.IntN(120)) * time.Millisecond):
			}
			if turn%3 == 2 || killed.Load() >= mostKilled {
				system.run("slow,on=writes,for=5ms")
				continue
			}
			if status := supervisor.Status(in.Municipality, in.Manifest.Name); status.ProcessID > 1 && status.ProcessID != os.Getpid() {
				_ = syscall.Kill(status.ProcessID, syscall.SIGKILL) // it may be gone
				killed.Add(1)
			}
		}
	})
	defer killers.Wait()
	end := sync.OnceFunc(func() { close(stop) })
	defer end()
	var want []string
	for i := 0; i < 25 || killed.Load() < 5; i++ {
		write := stafettlogg.Write{Key: fmt.Sprint("key-", i), Start: &stafettlogg.Log{Level: "1"}}
		want = append(want, write.Key)
		receipt, err := deliver(t.Context(), plugin, write, func() { time.Sleep(10 * time.Millisecond) })
		if err != nil || receipt.LogID == "" {
			t.Fatalf("%s: %+v %v", write.Key, receipt, err)
		}
	}
	end()
	killers.Wait()
	arrivedOnce(t, system.path, want)
	t.Logf("killed %d times, shut in by %s", killed.Load(), supervisor.Status(in.Municipality, in.Manifest.Name).Sandbox)
}
