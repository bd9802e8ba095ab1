package host

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
)

// run is the process itself, as go-plugin wants one: its runner.Runner.
type run struct {
	house  *Supervisor
	spec   sandbox.Spec
	cmd    *exec.Cmd
	folder string // go-plugin's folder for its socket
	out    *os.File
	err    *os.File
	tail   *tail
	socket *os.File

	begun  bool
	alive  atomic.Bool // has been started and has not been waited for
	exited chan struct{}
	state  error         // how it ended; read when exited is closed
	silent chan struct{} // closed when everything it wrote to stderr is read
	ends   sync.Once
}

func newRun(house *Supervisor, spec sandbox.Spec) *run {
	return &run{house: house, spec: spec, tail: &tail{}, exited: make(chan struct{}), silent: make(chan struct{})}
}

// prepare takes what go-plugin has made for the process.
func (r *run) prepare(env []string, folder string) error {
	r.folder, r.spec.Sockets = folder, folder
	cmd, err := sandbox.Command(r.house.Launcher, r.spec, environment(r.spec, env, r.house.Limits.Memory))
	if err != nil {
		return fmt.Errorf("%w: %w", errOurs, err)
	}
	r.cmd = cmd
	return nil
}

// Start starts the process, with nothing to read and two pipes to write to.
func (r *run) Start(context.Context) error {
	out, outEnd, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("%w: %w", errOurs, err)
	}
	said, saidEnd, err := os.Pipe()
	if err != nil {
		return errors.Join(errOurs, err, out.Close(), outEnd.Close())
	}
	r.out, r.err = out, said
	r.cmd.Stdout, r.cmd.Stderr = outEnd, saidEnd
	r.house.thread.run(func() { err = r.cmd.Start() })
	_, _ = outEnd.Close(), saidEnd.Close() // the process has them
	if err != nil {
		_, _ = out.Close(), said.Close()
		return fmt.Errorf("%w: %w", errOurs, err)
	}
	r.begun = true
	r.alive.Store(true)
	r.house.tasks.Go(func() {
		r.state = r.cmd.Wait()
		r.alive.Store(false)
		close(r.exited)
	})
	r.house.tasks.Go(func() {
		defer close(r.silent)
		slowly(r.err, r.tail)
	})
	return nil
}

// Stdout gives the line the plugin begins with, and a little more. The rest is
// thrown away as slowly as it is written.
func (r *run) Stdout() io.ReadCloser {
	return &firstLines{from: r.out, left: 16 << 10, rest: func() {
		r.house.tasks.Go(func() { slowly(r.out, io.Discard) })
	}}
}

// Stderr gives nothing: what the plugin writes there is not go-plugin's.
func (r *run) Stderr() io.ReadCloser { return io.NopCloser(bytes.NewReader(nil)) }

// Wait waits until the process has ended.
func (r *run) Wait(context.Context) error {
	<-r.exited
	return r.state
}

// Kill ends the process at once, with everything it may have started.
func (r *run) Kill(context.Context) error {
	r.kill()
	return nil
}

func (r *run) kill() {
	if r.alive.Load() {
		killGroup(r.cmd.Process)
	}
}

// Name is for go-plugin's log, which is not kept.
func (r *run) Name() string { return "plugin" }

// ID is the number of the process while it lives.
func (r *run) ID() string {
	if !r.alive.Load() {
		return ""
	}
	return strconv.Itoa(r.cmd.Process.Pid)
}

// Diagnose has nothing to add.
func (r *run) Diagnose(context.Context) string { return "" }

// PluginToHost finds the plugin's socket. It takes hold of the socket itself,
// not of its name: a plugin could put a link to somebody else's socket there.
func (r *run) PluginToHost(network, address string) (string, string, error) {
	if network != "unix" || path.Dir(address) != r.spec.SocketFolder() || path.Clean(address) != address {
		return "", "", errors.New("the plugin listens where it may not")
	}
	held, at, err := holdSocket(r.spec.HostPath(r.cmd.Process.Pid, address))
	if err != nil {
		return "", "", fmt.Errorf("taking hold of the plugin's socket: %w", err)
	}
	r.socket = held
	return "unix", at, nil
}

// HostToPlugin is for go-plugin's broker, which is not used.
func (r *run) HostToPlugin(string, string) (string, string, error) {
	return "", "", errors.New("a plugin connects to nothing")
}

// crash is how the process ended by itself.
func (r *run) crash() *Problem {
	return &Problem{Whose: Plugins, Code: CodeCrashed, Cause: r.explain(r.state, false)}
}

// explain adds what the process last wrote, for the developer only: it may be
// about persons. What the launcher said before there was a plugin is no secret,
// and early tells that no plugin has been asked anything yet: one that was could
// write as the launcher does.
func (r *run) explain(err error, early bool) error {
	if err == nil {
		err = errors.New("it ended by itself")
	}
	if r.begun {
		select {
		case <-r.silent:
		case <-time.After(100 * time.Millisecond): // it wrote more than is read in that time
		}
	}
	if !(r.house.Developer || early && r.tail.ours()) {
		return err
	}
	return fmt.Errorf("%w: %s", err, r.tail.text())
}

// close lets go of what the process had of the host's.
func (r *run) close() {
	r.ends.Do(func() {
		for _, file := range []*os.File{r.out, r.err, r.socket} {
			if file != nil {
				_ = file.Close()
			}
		}
		if r.folder == "" {
			return
		}
		if err := os.RemoveAll(r.folder); err != nil {
			r.house.Log.Error("a plugin's socket folder stays", "error", err)
		}
	})
}

// perSecond is the most that is read of what a plugin prints. More makes it
// wait.
const perSecond = 256 << 10

// slowly copies from a pipe until it ends.
func slowly(from io.Reader, to io.Writer) {
	buffer := make([]byte, 16<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		_, _ = to.Write(buffer[:n])
		time.Sleep(time.Duration(n) * time.Second / perSecond)
	}
}

// firstLines gives the beginning of a stream and hands on the rest.
type firstLines struct {
	from io.Reader
	left int
	rest func()
}

// Read reads no more than what is left of the beginning.
func (f *firstLines) Read(into []byte) (int, error) {
	if f.left <= 0 {
		if f.rest != nil {
			f.rest()
			f.rest = nil
		}
		return 0, io.EOF
	}
	n, err := f.from.Read(into[:min(len(into), f.left)])
	f.left -= n
	return n, err
}

// Close leaves closing to the run.
func (f *firstLines) Close() error { return nil }

// tail keeps the end of what was written to it.
type tail struct {
	mu   sync.Mutex
	kept []byte
}

const tailSize = 2 << 10

// Write keeps the last of it.
func (t *tail) Write(written []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, written...)
	if more := len(t.kept) - tailSize; more > 0 {
		t.kept = append(t.kept[:0], t.kept[more:]...)
	}
	return len(written), nil
}

func (t *tail) text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return cleanText(string(t.kept), tailSize)
}

// ours tells whether it was the launcher that spoke, which knows nothing of
// persons.
func (t *tail) ours() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return bytes.HasPrefix(t.kept, []byte("sandbox: "))
}
