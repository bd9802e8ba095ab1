package testenv

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

const (
	folderPrefix = "hverdag-test-"
	lockName     = "lock"
	// A Unix socket's address has room for 107 bytes; the rest is for the
	// folder's random end and the socket's own name.
	longestBase = 60

	// Linux' own place for files in memory: a thousand databases made and
	// dropped there cost a fraction of what they cost on a disk.
	memory = "/dev/shm"
	roomy  = 2 << 30 // bytes
)

// folder is a server's own folder. It is locked for as long as the process
// that made it lives, so that a folder without a living owner can be told
// from one in use.
type folder struct {
	path string
	lock *os.File
}

// newFolder makes one: on a disk for what must be there after a kill, and
// otherwise in memory where there is room.
func newFolder(durable bool) (*folder, error) {
	account, err := serverAccount()
	if err != nil {
		return nil, err
	}
	base, err := baseFolder(account, durable)
	if err != nil {
		return nil, err
	}
	sweep(base, account)
	f, err := lockedFolder(base)
	if err != nil {
		return nil, err
	}
	if err := f.handOver(account); err != nil {
		f.remove()
		return nil, err
	}
	return f, nil
}

func lockedFolder(base string) (*folder, error) {
	fresh, err := os.MkdirTemp(base, ".hverdag-new-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for a test server: %w", err)
	}
	lock, err := lockFolder(fresh)
	if err != nil {
		os.RemoveAll(fresh)
		return nil, fmt.Errorf("locking %s: %w", fresh, err)
	}
	// The name that a sweep looks for appears only once the lock is held.
	path := filepath.Join(base, folderPrefix+strings.TrimPrefix(filepath.Base(fresh), ".hverdag-new-"))
	f := &folder{path: path, lock: lock}
	if err := os.Rename(fresh, path); err != nil {
		os.RemoveAll(fresh)
		lock.Close()
		return nil, fmt.Errorf("naming %s: %w", path, err)
	}
	return f, nil
}

// handOver lets the account that the server runs as write in the folder.
func (f *folder) handOver(account *syscall.Credential) error {
	if err := os.Chmod(f.path, 0o711); err != nil {
		return fmt.Errorf("opening %s: %w", f.path, err)
	}
	if account == nil {
		return nil
	}
	if err := os.Chown(f.path, int(account.Uid), int(account.Gid)); err != nil {
		return fmt.Errorf("handing over %s: %w", f.path, err)
	}
	return nil
}

func (f *folder) join(name string) string { return filepath.Join(f.path, name) }

// writeFor writes a file that the server's account may read and nobody else.
func (f *folder) writeFor(account *syscall.Credential, name, text string) (string, error) {
	path := f.join(name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return "", fmt.Errorf("writing %s: %w", path, err)
	}
	if account == nil {
		return path, nil
	}
	if err := os.Chown(path, int(account.Uid), int(account.Gid)); err != nil {
		return "", fmt.Errorf("handing over %s: %w", path, err)
	}
	return path, nil
}

func (f *folder) remove() error {
	err := os.RemoveAll(f.path)
	f.lock.Close()
	return err
}

func lockFolder(path string) (*os.File, error) {
	lock, err := os.OpenFile(filepath.Join(path, lockName), os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		lock.Close()
		return nil, err
	}
	return lock, nil
}

// sweep removes the folders of runs that were killed. A folder whose owner
// lives is locked and left alone, and so is whatever cannot be removed: a
// sweep is a courtesy to the next run, never a reason to fail this one.
func sweep(base string, account *syscall.Credential) {
	paths, err := filepath.Glob(filepath.Join(base, folderPrefix+"*"))
	if err != nil {
		return
	}
	for _, path := range paths {
		if !ours(path, account) {
			continue
		}
		lock, err := lockFolder(path)
		if err != nil {
			continue
		}
		os.RemoveAll(path)
		lock.Close()
	}
}

func ours(path string, account *syscall.Credential) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.IsDir() {
		return false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return false
	}
	return int(stat.Uid) == os.Getuid() || account != nil && stat.Uid == account.Uid
}

// baseFolder finds a place for temporary files that the server's account can
// reach and whose name is short enough for a socket. Memory comes first unless
// the files must be durable, or somebody has named a place with TMPDIR.
func baseFolder(account *syscall.Credential, durable bool) (string, error) {
	places := []string{os.TempDir(), "/tmp", "/var/tmp"}
	if !durable && os.Getenv("TMPDIR") == "" && isRoomyMemory(memory) {
		places = append([]string{memory}, places...)
	}
	for _, base := range places {
		if len(base) <= longestBase && reachable(base, account) {
			return base, nil
		}
	}
	return "", fmt.Errorf("no folder for temporary files has a short name and is open to all; set TMPDIR to one")
}

// isRoomyMemory reports whether a folder is a file system in memory that all
// may write in, with room for the databases of a whole run.
func isRoomyMemory(path string) bool {
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm()&0o002 == 0 {
		return false
	}
	var stat unix.Statfs_t
	if err := unix.Statfs(path, &stat); err != nil {
		return false
	}
	return stat.Type == unix.TMPFS_MAGIC && stat.Bavail*uint64(stat.Bsize) >= roomy
}

func reachable(path string, account *syscall.Credential) bool {
	if !filepath.IsAbs(path) {
		return false
	}
	for at := path; ; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		if err != nil || !info.IsDir() {
			return false
		}
		if account != nil && info.Mode().Perm()&0o001 == 0 {
			return false
		}
		if at == filepath.Dir(at) {
			return true
		}
	}
}
