package host_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
)

func TestThereIsNothingOfTheHostsEnvironment(t *testing.T) {
	t.Setenv("HVERDAG_DATABASE_PASSWORD", "do not tell")
	bothWays(t, nil, func(t *testing.T, h *house) {
		said, err := h.does(h.release("hostile"), "environment", "", "")
		if err != nil {
			t.Fatal(err)
		}
		known := []string{
			"GOMAXPROCS", "GOMEMLIMIT", "GOTRACEBACK", "HOME", "HVERDAG_PLUGIN", "LANG", "PLUGIN_CLIENT_CERT", "PLUGIN_MAX_PORT",
			"PLUGIN_MIN_PORT", "PLUGIN_PROTOCOL_VERSIONS", "PLUGIN_UNIX_SOCKET_DIR", "TMPDIR", "TZ",
		}
		if said != "ja: "+strings.Join(known, " ") {
			t.Errorf("the plugin has %s, want %v", said, known)
		}
	})
}

func TestNoFileOfTheHostCanBeRead(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(secret, []byte("a key"), 0o644); err != nil {
		t.Fatal(err)
	}
	working, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	bothWays(t, nil, func(t *testing.T, h *house) {
		paths := []string{
			secret, filepath.Dir(secret), working, "/etc/passwd", "/etc/shadow", "/proc/self/environ", "/proc/1/environ", "/proc/version",
			fmt.Sprintf("/proc/%d/environ", os.Getpid()), fmt.Sprintf("/proc/%d/root/etc/passwd", os.Getpid()), "/sys/kernel",
			"../../../../../../../../etc/passwd", filepath.Join("..", "..", "run"), h.releases, "/dev/kmsg", "/dev/mem", "/var/run",
		}
		if said, err := h.does(h.release("hostile"), "read", "", strings.Join(paths, "\n")); err != nil || !strings.HasPrefix(said, "nei: ") {
			t.Errorf("it says %q, %v", said, err)
		}
		if said, err := h.does(h.release("hostile"), "descriptors", "", ""); err != nil || !strings.HasPrefix(said, "nei: ") {
			t.Errorf("it has open: %q, %v", said, err)
		}
	})
}

func TestNobodyCanBeReachedButByTheHost(t *testing.T) {
	reached := make(chan string, 10)
	var addresses []string
	listen := func(network, address string) {
		listener, err := net.Listen(network, address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = listener.Close() })
		addresses = append(addresses, network+" "+listener.Addr().String())
		go func() {
			for {
				conn, err := listener.Accept()
				if err != nil {
					return
				}
				reached <- network
				_ = conn.Close()
			}
		}()
	}
	folder, err := os.MkdirTemp("", "hv")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	listen("tcp", "127.0.0.1:0") // as PostgreSQL and Redis do
	listen("unix", filepath.Join(folder, ".s.PGSQL.5432"))
	listen("unix", fmt.Sprintf("@hverdag-%d", os.Getpid()))
	packets, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	datagrams := filepath.Join(folder, "log")
	posts, err := net.ListenPacket("unixgram", datagrams)
	if err != nil {
		t.Fatal(err)
	}
	for _, listener := range []net.PacketConn{packets, posts} {
		t.Cleanup(func() { _ = listener.Close() })
		go func() {
			if _, _, err := listener.ReadFrom(make([]byte, 100)); err == nil {
				reached <- "packet"
			}
		}()
	}
	addresses = append(addresses, "udp "+packets.LocalAddr().String(), "unixgram "+datagrams, "tcp 169.254.169.254:80", "udp 169.254.169.254:53")
	bothWays(t, nil, func(t *testing.T, h *house) {
		in := h.release("hostile")
		if said, err := h.does(in, "dial", "", strings.Join(addresses, "\n")); err != nil || !strings.HasPrefix(said, "nei: ") {
			t.Errorf("it says %q, %v", said, err)
		}
		if said, err := h.does(in, "datagram", datagrams, ""); err != nil || !strings.HasPrefix(said, "nei: ") {
			t.Errorf("it says %q, %v", said, err)
		}
		select {
		case network := <-reached:
			t.Errorf("it reached somebody by %s", network)
		case <-time.After(50 * time.Millisecond):
		}
	})
}

func TestNothingCanBeDoneToOtherProcesses(t *testing.T) {
	bothWays(t, nil, func(t *testing.T, h *house) {
		in := h.release("hostile")
		for _, deed := range []string{"fork", "calls", "cling"} {
			if said, err := h.does(in, deed, "", ""); err != nil || !strings.HasPrefix(said, "nei: ") {
				t.Errorf("%s: it says %q, %v", deed, said, err)
			}
		}
		said, err := h.does(in, "kill", "", fmt.Sprintf("%d %d", os.Getpid(), os.Getppid()))
		if err != nil || !strings.HasPrefix(said, "nei: ") {
			t.Errorf("kill: it says %q, %v", said, err)
		}
	})
}

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
	return int64(stat.Bavail) * stat.Bsize
}
