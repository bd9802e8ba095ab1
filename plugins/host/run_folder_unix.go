//go:build unix

package host

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// holdFolder takes hold of a folder until what is returned is closed, or this
// program ends; free tells that nobody else did.
func holdFolder(folder string) (held *os.File, free bool, err error) {
	held, err = os.OpenFile(folder, os.O_RDONLY|syscall.O_DIRECTORY|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return nil, false, err
	}
	err = syscall.Flock(int(held.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, false, held.Close()
	}
	if err != nil {
		return nil, false, errors.Join(err, held.Close())
	}
	return held, true, nil
}

// isOurs tells whether a file belongs to who we are.
func isOurs(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}
