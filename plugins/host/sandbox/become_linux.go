package sandbox

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"golang.org/x/sys/unix"
)

// become takes everything away and turns this process into the plugin. What is
// left only grows less on the way: files first, then limits and rights, and the
// system calls last.
func become(spec Spec, env []string) error {
	runtime.LockOSThread()
	release := spec.Release
	switch spec.Kind {
	case Namespaces:
		if err := newRoot(spec); err != nil {
			return fmt.Errorf("making its own files: %w", err)
		}
		release = insideRelease
	case Landlock:
		if err := restrictFiles(spec); err != nil {
			return fmt.Errorf("restricting files: %w", err)
		}
	case None:
	}
	if err := unix.Chdir(release); err != nil {
		return fmt.Errorf("going to its folder: %w", err)
	}
	if err := limit(spec); err != nil {
		return err
	}
	if spec.Kind != None {
		if err := giveUpRights(spec.Kind); err != nil {
			return err
		}
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("giving up new rights: %w", err)
	}
	if err := dieWithParent(); err != nil {
		return err
	}
	if err := unix.CloseRange(3, ^uint(0)>>1, unix.CLOSE_RANGE_CLOEXEC); err != nil {
		return fmt.Errorf("closing what was inherited: %w", err)
	}
	if spec.Kind != None {
		if err := restrictCalls(); err != nil {
			return fmt.Errorf("restricting system calls: %w", err)
		}
	}
	if slices.Contains(env, probeVariable) {
		return probe(spec)
	}
	program := filepath.Join(release, spec.Entry)
	arguments := []string{program}
	if spec.Interpreter != "" {
		program, arguments = spec.Interpreter, []string{spec.Interpreter, program}
	}
	return fmt.Errorf("starting the plugin: %w", unix.Exec(program, arguments, env))
}

// limit has the kernel hold the limits.
func limit(spec Spec) error {
	limits := map[int]uint64{
		unix.RLIMIT_CORE: 0, unix.RLIMIT_MEMLOCK: 0, unix.RLIMIT_MSGQUEUE: 0,
		unix.RLIMIT_NOFILE: spec.Limits.Files, unix.RLIMIT_DATA: spec.Limits.Data, unix.RLIMIT_AS: spec.Limits.Space,
	}
	switch spec.Kind {
	case Namespaces: // the process is alone with its user
		limits[unix.RLIMIT_NPROC] = spec.Limits.Processes
		limits[unix.RLIMIT_FSIZE] = spec.Limits.Scratch
	case Landlock: // an empty file beside its socket is all it can make
		limits[unix.RLIMIT_FSIZE] = 0
		limits[unix.RLIMIT_NPROC] = spec.Limits.Everybody // the user is the host's: room is left for the host
	case None:
	}
	for what, most := range limits {
		if most == 0 && (what == unix.RLIMIT_NOFILE || what == unix.RLIMIT_DATA || what == unix.RLIMIT_AS) {
			continue
		}
		if err := unix.Setrlimit(what, &unix.Rlimit{Cur: most, Max: most}); err != nil {
			return fmt.Errorf("limiting resource %d: %w", what, err)
		}
	}
	// What people wait for comes first when the machine is busy.
	if err := unix.Setpriority(unix.PRIO_PROCESS, 0, 10); err != nil {
		return fmt.Errorf("stepping back: %w", err)
	}
	unix.Umask(0o077)
	return nil
}

// giveUpRights leaves the process without a single capability, and without a
// way to one.
func giveUpRights(kind Kind) error {
	root := unix.Geteuid() == 0
	if root {
		for capability := 0; capability <= unix.CAP_LAST_CAP; capability++ {
			err := unix.Prctl(unix.PR_CAPBSET_DROP, uintptr(capability), 0, 0, 0)
			if err != nil && !errors.Is(err, unix.EINVAL) {
				return fmt.Errorf("giving up capability %d: %w", capability, err)
			}
		}
		if kind == Namespaces && isMapped() {
			if err := becomeNobody(); err != nil {
				return err
			}
		}
	}
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	none := [2]unix.CapUserData{}
	if err := unix.Capset(&header, &none[0]); err != nil {
		return fmt.Errorf("giving up capabilities: %w", err)
	}
	return nil
}

// isMapped tells whether the namespace has a user beside root: it does when the
// host is root itself. Asking is done by trying, since there is no /proc.
func isMapped() bool {
	return unix.Setresgid(nobody, nobody, nobody) == nil
}

func becomeNobody() error {
	if err := unix.Setgroups([]int{}); err != nil {
		return fmt.Errorf("leaving groups: %w", err)
	}
	if err := unix.Setresuid(nobody, nobody, nobody); err != nil {
		return fmt.Errorf("becoming nobody: %w", err)
	}
	return nil
}

// dieWithParent asks the kernel to kill the process when the host dies, again
// since changing users takes it back, and sees that the host has not died in
// between: nobody reads what it says then.
func dieWithParent() error {
	if err := unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0); err != nil {
		return fmt.Errorf("tying its life to the host's: %w", err)
	}
	ends := []unix.PollFd{{Fd: int32(os.Stdout.Fd())}}
	if _, err := unix.Poll(ends, 0); err != nil && !errors.Is(err, unix.EINTR) {
		return fmt.Errorf("looking for the host: %w", err)
	}
	if ends[0].Revents&(unix.POLLERR|unix.POLLHUP) != 0 {
		return errors.New("the host is gone")
	}
	return nil
}
