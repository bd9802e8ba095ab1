package host

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// holdSocket opens a socket by its name without following a link, and returns
// a path that leads to what was opened.
func holdSocket(path string) (*os.File, string, error) {
	fd, err := unix.Open(path, unix.O_PATH|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, "", err
	}
	held := os.NewFile(uintptr(fd), "socket")
	var stat unix.Stat_t
	if err := unix.Fstat(fd, &stat); err != nil {
		return nil, "", errors.Join(err, held.Close())
	}
	if stat.Mode&unix.S_IFMT != unix.S_IFSOCK {
		return nil, "", errors.Join(errors.New("it is no socket"), held.Close())
	}
	return held, fmt.Sprintf("/proc/self/fd/%d", fd), nil
}

// killGroup kills a process and what is in its group.
func killGroup(process *os.Process) {
	if err := process.Signal(unix.Signal(0)); err != nil {
		return // gone, and its number may be another's
	}
	_ = unix.Kill(-process.Pid, unix.SIGKILL)
	_ = process.Kill()
}
