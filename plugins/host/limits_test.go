package host_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
)

func TestAPluginThatTakesTooMuchIsEnded(t *testing.T) {
	few := func(c *host.Config) {
		c.Limits = host.Limits{Memory: 96 << 20, Threads: 64, Busy: 400 * time.Millisecond, Backoff: time.Hour}
	}
	bothWays(t, few, func(t *testing.T, h *house) {
		for deed, codes := range map[string][]string{
			"memory":  {host.CodeMemory, host.CodeCrashed},
			"threads": {host.CodeThreads, host.CodeCrashed}, // the kernel may be first
			"spin":    {host.CodeBusy},
			"exit":    {host.CodeCrashed},
		} {
			in := h.release("hostile")
			_, err := h.does(in, deed, "", "")
			found := problem(t, err)
			if found.Whose != host.Plugins || !strings.Contains(strings.Join(codes, " "), found.Code) {
				t.Errorf("%s: got %v, want one of %v", deed, found, codes)
			}
			eventually(t, "it waits", func() bool { return h.Status(in.Municipality, "hostile").State == host.Waiting })
			status := h.Status(in.Municipality, "hostile")
			if status.Crashes != 1 || status.Problem == nil || status.Problem.Code != found.Code || status.RetryAt.IsZero() {
				t.Errorf("%s: the state is %+v", deed, status)
			}
			if _, err := h.does(in, "", "", ""); problem(t, err).Code != host.CodeWaiting || problem(t, err).RetryAfter <= 0 {
				t.Errorf("%s: the next call fails with %v", deed, err)
			}
		}
	})
}

// TestTheHostWatchesWhatTheKernelLetsPass takes less than the kernel's limits and
// more than the host's, so that the watcher alone can end it.
func TestTheHostWatchesWhatTheKernelLetsPass(t *testing.T) {
	few := func(c *host.Config) { c.Limits = host.Limits{Memory: 96 << 20, Threads: 40, Backoff: time.Hour} }
	bothWays(t, few, func(t *testing.T, h *house) {
		for _, one := range []struct{ deed, value, code string }{{"memory", "160", host.CodeMemory}, {"threads", "60", host.CodeThreads}} {
			_, err := h.does(h.release("hostile"), one.deed, "", one.value)
			if found := problem(t, err); found.Code != one.code || found.Whose != host.Plugins {
				t.Errorf("%s: got %v", one.deed, found)
			}
		}
	})
}

// TestTheKernelHoldsTheLimits has a host that watches nothing, so that the
// kernel alone can say no.
func TestTheKernelHoldsTheLimits(t *testing.T) {
	blind := func(c *host.Config) {
		c.Limits = host.Limits{Memory: 1 << 40, Threads: 1 << 20, Busy: time.Hour, Backoff: time.Hour}
	}
	bothWays(t, blind, func(t *testing.T, h *house) {
		said, err := h.does(h.release("hostile"), "limits", "", "")
		if err != nil {
			t.Fatal(err)
		}
		var files, data, space, core int
		if _, err := fmt.Sscanf(said, "ja: %d files %d data %d addresses %d core", &files, &data, &space, &core); err != nil {
			t.Fatalf("it says %q, %v", said, err)
		}
		if files == 0 || files > 256 || data == 0 || data > 768 || space < 256 || space > 4096 || core != 0 {
			t.Errorf("it got %s", said)
		}
		if said, err := h.does(h.release("hostile"), "hidden memory", "", ""); err != nil || !strings.HasPrefix(said, "nei: ") {
			t.Errorf("hidden memory: it says %q, %v", said, err)
		}
		if _, err := h.does(h.release("hostile"), "memory", "", ""); problem(t, err).Code != host.CodeCrashed {
			t.Errorf("memory without end: %v", err)
		}
		if h.Sandbox == "namespaces" { // where the process is alone with its user
			if _, err := h.does(h.release("hostile"), "threads", "", "400"); problem(t, err).Code != host.CodeCrashed {
				t.Errorf("four hundred threads: %v", err)
			}
		}
	})
}

func TestTheDiskCannotBeFilled(t *testing.T) {
	bothWays(t, func(c *host.Config) { c.Limits.Backoff = time.Hour }, func(t *testing.T, h *house) {
		before := free(t, os.TempDir())
		in := h.release("hostile")
		said, err := h.does(in, "disk", "", "")
		var written int64
		if _, scanned := fmt.Sscanf(said, "ja: %d", &written); scanned == nil && written > 17<<20 {
			t.Errorf("it wrote %d bytes", written)
		}
		if err != nil && problem(t, err).Code != host.CodeCrashed { // the kernel ends those that write where there is no room
			t.Error(err)
		}
		if now := free(t, os.TempDir()); before-now > 64<<20 && now < before {
			t.Errorf("the disk has %d bytes less", before-now)
		}
	})
	h := open(t, func(c *host.Config) { c.Sandbox, c.Limits.Backoff = "landlock", time.Hour })
	if _, err := h.does(h.release("hostile"), "clutter", "", ""); problem(t, err).Code != host.CodeClutter {
		t.Errorf("files beside its socket: %v", err)
	}
}

func free(t *testing.T, folder string) int64 {
	t.Helper()
	var stat unix.Statfs_t
	if err := unix.Statfs(folder, &stat); err != nil {
		t.Fatal(err)
	}
	return int64(stat.Bavail) * int64(stat.Bsize)
}

// TestTheKernelKnowsTheLimitsOfEachWay looks at what is not worth a try.
func TestTheKernelKnowsTheLimitsOfEachWay(t *testing.T) {
	for kind, want := range map[string]map[string]string{
		"namespaces": {"Max processes": "96", "Max file size": "16777216"},
		"landlock":   {"Max processes": "4096", "Max file size": "0"},
	} {
		h := open(t, func(c *host.Config) { c.Sandbox = kindOf(kind) })
		in := h.release("hostile")
		if _, err := h.check(in); err != nil {
			t.Fatal(err)
		}
		want["Max core file size"], want["Max locked memory"], want["Max msgqueue size"] = "0", "0", "0"
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", h.Status(in.Municipality, "hostile").ProcessID))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			for name, most := range want {
				if rest, is := strings.CutPrefix(line, name+" "); is && strings.Join(strings.Fields(rest)[:2], " ") != most+" "+most {
					t.Errorf("%s: %s", kind, line)
				}
			}
		}
	}
}

func TestAPluginGivesBackTheMemoryItsWorkTook(t *testing.T) {
	h := open(t, nil)
	in := h.release("hostile")
	own := func() int64 { return h.Status(in.Municipality, "hostile").Memory }
	if _, _, err := list(t, h, in, "rows 100000"); err != nil {
		t.Fatal(err)
	}
	var most int64
	eventually(t, "it has rested", func() bool {
		most = max(most, own())
		return most > 0 && own() < most-3<<20
	})
}
