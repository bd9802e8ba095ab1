package host_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
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
