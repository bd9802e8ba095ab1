package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// probeVariable makes a launcher that has shut itself in say so and end,
// instead of becoming a plugin.
const probeVariable = "HVERDAG_SANDBOX_PROBE=1"

type probed struct {
	once sync.Once
	kind Kind
	err  error
}

var best probed

// Best tells the better of the two ways that this machine allows, found by
// trying, once. It returns ErrNone, with why, when it allows neither.
func Best(launcher []string) (Kind, error) {
	best.once.Do(func() {
		var why []error
		for _, kind := range []Kind{Namespaces, Landlock} {
			err := Try(launcher, kind)
			if err == nil {
				best.kind = kind
				return
			}
			why = append(why, fmt.Errorf("%s: %w", kind, err))
		}
		best.kind, best.err = None, fmt.Errorf("%w: %w", ErrNone, errors.Join(why...))
	})
	return best.kind, best.err
}

// Try finds out whether this machine allows a way of shutting in: a process is
// shut in and tries what a plugin must be able to do and what it must not.
func Try(launcher []string, kind Kind) error {
	folder, err := os.MkdirTemp("", "hv")
	if err != nil {
		return fmt.Errorf("trying a sandbox: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	spec := Spec{Kind: kind, Release: folder, Entry: probeSocket, Sockets: folder, Limits: Usual()}
	cmd, err := Command(launcher, spec, []string{probeVariable})
	if err != nil {
		return err
	}
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return fmt.Errorf("trying a sandbox: %w", err)
	}
	runtime.LockOSThread() // it dies with the thread that started it
	defer runtime.UnlockOSThread()
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("trying a sandbox: %w", err)
	}
	timer := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	reached := reach(out, spec.HostPath(cmd.Process.Pid, filepath.Join(spec.SocketFolder(), probeSocket)))
	if reached != nil {
		_ = cmd.Process.Kill()
	}
	if err := cmd.Wait(); said.Len() > 0 {
		return errors.New(string(bytes.TrimSpace(said.Bytes())))
	} else if reached == nil && err != nil {
		return fmt.Errorf("trying a sandbox: %w", err)
	}
	return reached
}

const probeSocket = "probe"

// reach connects to the process's socket when it has said that it is there.
func reach(out io.Reader, path string) error {
	if _, err := io.ReadFull(out, make([]byte, 1)); err != nil {
		return fmt.Errorf("waiting for its socket: %w", err)
	}
	conn, err := net.Dial("unix", path)
	if err != nil {
		return fmt.Errorf("reaching its socket: %w", err)
	}
	return conn.Close()
}

// probe is what is done within instead of starting a plugin: what must work,
// and what must not. Only this thread is shut in, and nothing here starts
// another.
func probe(spec Spec) error {
	socket, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err != nil {
		return fmt.Errorf("making a socket: %w", err)
	}
	if err := unix.Bind(socket, &unix.SockaddrUnix{Name: filepath.Join(spec.SocketFolder(), probeSocket)}); err != nil {
		return fmt.Errorf("naming a socket: %w", err)
	}
	if err := unix.Listen(socket, 1); err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	if _, err := unix.Open("/etc/passwd", unix.O_RDONLY|unix.O_CLOEXEC, 0); err == nil {
		return errors.New("the host's files can be read")
	}
	if _, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0); err == nil {
		return errors.New("a socket to the network can be made")
	}
	if _, err := unix.Write(1, []byte{'.'}); err != nil {
		return fmt.Errorf("telling: %w", err)
	}
	if _, _, err := unix.Accept(socket); err != nil {
		return fmt.Errorf("accepting: %w", err)
	}
	unix.Exit(0)
	return nil
}
