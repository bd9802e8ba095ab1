package host_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
)

// alive tells whether a process is there and not only waiting to be buried.
func alive(process int) bool {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	return err == nil && !strings.Contains(string(status), "State:\tZ")
}

func descriptors(t *testing.T) int {
	t.Helper()
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(open)
}

// children are the processes that this one has started and that live.
func children(t *testing.T) []string {
	t.Helper()
	tasks, err := filepath.Glob("/proc/self/task/*/children")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, task := range tasks {
		if listed, err := os.ReadFile(task); err == nil { // a thread may have ended
			all = append(all, strings.Fields(string(listed))...)
		}
	}
	return all
}

func TestPluginsThatAreKilledAtRandomComeBackAndLeaveNothing(t *testing.T) {
	bothWays(t, func(c *host.Config) {
		c.Limits = host.Limits{Backoff: time.Millisecond, Crashes: 10_000, Goodbye: 300 * time.Millisecond}
	}, func(t *testing.T, h *house) {
		in := h.release("hostile")
		instances := make([]host.Instance, 3)
		for i := range instances {
			instances[i] = in
			instances[i].Municipality = uuid.New()
			if _, err := h.check(instances[i]); err != nil {
				t.Fatal(err)
			}
			h.Stop(instances[i].Municipality, "hostile")
		}
		files, routines := descriptors(t), runtime.NumGoroutine()
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		var load sync.WaitGroup
		var good, killed atomic.Int64
		for n := range 6 {
			mine := instances[n%len(instances)]
			load.Go(func() {
				for ctx.Err() == nil {
					err := h.Use(ctx, mine, func(ctx context.Context, p host.Plugin) error {
						_, err := p.Check(ctx)
						return err
					})
					var found *host.Problem
					switch {
					case err == nil:
						good.Add(1)
					case ctx.Err() == nil && !errors.As(err, &found):
						t.Errorf("a call failed with %v", err)
					case found != nil && found.Whose != host.Plugins:
						t.Errorf("a call failed with %v", err)
					}
				}
			})
		}
		for ctx.Err() == nil && (killed.Load() < 10 || good.Load() < 50) {
			time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond)
			victim := h.Status(instances[rand.IntN(len(instances))].Municipality, "hostile").ProcessID
			if victim != 0 && syscall.Kill(victim, syscall.SIGKILL) == nil {
				killed.Add(1)
			}
		}
		cancel()
		load.Wait()
		if good.Load() < 50 || killed.Load() < 10 {
			t.Errorf("%d calls succeeded and %d processes were killed", good.Load(), killed.Load())
		}
		for _, in := range instances {
			eventually(t, "it works again", func() bool { _, err := h.check(in); return err == nil })
			h.Stop(in.Municipality, "hostile")
		}
		eventually(t, "no process is left", func() bool { return len(children(t)) == 0 })
		eventually(t, "no file is left open", func() bool { return descriptors(t) <= files })
		eventually(t, "no goroutine is left", func() bool { return runtime.NumGoroutine() <= routines+2 })
		left, err := filepath.Glob(filepath.Join(h.run, "*"))
		if err != nil || len(left) > 0 {
			t.Errorf("left in the folder of sockets: %v, %v", left, err)
		}
	})
}

// parentVariable makes this test's program a host that shall be killed, with a
// way of shutting in and a plugin.
const parentVariable = "HVERDAG_TEST_PARENT"

// TestAPluginDiesWithItsHost uses plugins that do not notice that the host is
// gone, one that works and one that never became a plugin: nothing but the
// kernel ends those.
func TestAPluginDiesWithItsHost(t *testing.T) {
	if said := os.Getenv(parentVariable); said != "" {
		kind, entry, _ := strings.Cut(said, " ")
		beParent(t, kind, entry)
	}
	folder, err := os.MkdirTemp("", "hv")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	for _, said := range []string{"namespaces raw", "landlock raw", "namespaces hang-at-start", "landlock hang-at-start"} {
		parent := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAPluginDiesWithItsHost$")
		parent.Env = append(os.Environ(), parentVariable+"="+said, programsVariable+"="+programs, "TMPDIR="+folder)
		out, err := parent.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := parent.Start(); err != nil {
			t.Fatal(err)
		}
		var process int
		if _, err := fmt.Fscanf(out, "process %d\n", &process); err != nil || !alive(process) {
			t.Fatalf("%s: process %d, %v", said, process, err)
		}
		if err := parent.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = parent.Wait() // it was killed
		eventually(t, said+": the plugin is gone", func() bool { return !alive(process) })
	}
}

// beParent starts a plugin, says which process it is and waits for the end.
func beParent(t *testing.T, kind, entry string) {
	h := open(t, func(c *host.Config) { c.Sandbox, c.Limits.Start = kindOf(kind), time.Hour })
	in := h.release(entry)
	go func() {
		_ = h.Use(t.Context(), in, func(ctx context.Context, _ host.Plugin) error {
			<-ctx.Done()
			return nil
		})
	}()
	eventually(t, "it runs", func() bool {
		for _, child := range children(t) {
			if name, err := os.ReadFile("/proc/" + child + "/comm"); err == nil && strings.HasPrefix(entry, strings.TrimSpace(string(name))) {
				fmt.Println("process " + child)
				return true
			}
		}
		return false
	})
	time.Sleep(time.Hour)
}
