package testenv

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// process is a running server. It dies with the process that started it, even
// when that is killed.
type process struct {
	name    string
	command *exec.Cmd
	log     string
	done    chan struct{} // closed when the server has ended
}

// spawn starts a server in its own process group, so that an interrupt from
// the terminal reaches the tests and not the servers under them. last is the
// signal that the kernel sends the server when its parent is gone.
func spawn(name string, command *exec.Cmd, logPath string, last syscall.Signal) (*process, error) {
	log, err := os.OpenFile(logPath, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("making a log for %s: %w", name, err)
	}
	defer log.Close()
	command.Stdout = log
	command.Stderr = log
	if command.SysProcAttr == nil {
		command.SysProcAttr = &syscall.SysProcAttr{}
	}
	command.SysProcAttr.Setpgid = true
	command.SysProcAttr.Pdeathsig = last
	p := &process{name: name, command: command, log: logPath, done: make(chan struct{})}
	if err := p.run(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	return p, nil
}

// run starts the command from a thread that lives until the command has ended:
// the kernel sends the parent-death signal when the starting thread ends.
func (p *process) run() error {
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		err := p.command.Start()
		started <- err
		if err != nil {
			return
		}
		p.command.Wait() // its outcome is in ProcessState
		close(p.done)
	}()
	return <-started
}

func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// end asks the server to stop, and kills it when it does not within patience.
func (p *process) end(ask syscall.Signal, patience time.Duration) error {
	if p.ended() {
		return nil
	}
	p.command.Process.Signal(ask) // a server that has just ended is as good
	select {
	case <-p.done:
		return nil
	case <-time.After(patience):
	}
	p.command.Process.Kill()
	<-p.done
	return fmt.Errorf("%s did not stop within %s and was killed", p.name, patience)
}

// lastWords is the end of the server's log, for an error message.
func (p *process) lastWords() string {
	text, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if len(lines) > 8 {
		lines = lines[len(lines)-8:]
	}
	return strings.Join(lines, "\n")
}

// bareEnvironment is what the servers get of the environment: nothing of ours.
func bareEnvironment(home string) []string {
	return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "LC_ALL=C.UTF-8", "TZ=UTC"}
}
