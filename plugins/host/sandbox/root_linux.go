package sandbox

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// place is where the new root is made before it becomes the root. It is
// covered for this process alone.
const place = "/dev"

// devices are the files of /dev that a plugin may use. /dev/zero is not one of
// them: memory that is mapped from it as shared is counted for nobody once it
// is let go of, and stays.
var devices = []string{"null", "urandom"}

// tree is a part of the host's files that the plugin will see, taken before
// everything is covered.
type tree struct {
	inside string
	fd     int
	folder bool
}

// newRoot gives the process a root of its own with nothing in it but the
// release, a small folder in memory and a few devices.
func newRoot(spec Spec) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("leaving the host's mounts: %w", err)
	}
	trees, links, err := take(spec)
	if err != nil {
		return err
	}
	if err := unix.Mount("root", place, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "size=64k,nr_inodes=256,mode=755"); err != nil {
		return fmt.Errorf("mounting a root: %w", err)
	}
	for _, t := range trees {
		if err := t.put(); err != nil {
			return fmt.Errorf("putting %s: %w", t.inside, err)
		}
	}
	for path, target := range links {
		if err := os.MkdirAll(filepath.Dir(place+path), 0o755); err != nil {
			return err
		}
		if err := os.Symlink(target, place+path); err != nil {
			return err
		}
	}
	if err := os.Mkdir(place+insideScratch, 0o755); err != nil {
		return err
	}
	options := "nr_inodes=256,mode=777,size=" + strconv.FormatUint(spec.Limits.Scratch, 10)
	err = unix.Mount("scratch", place+insideScratch, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, options)
	if err != nil {
		return fmt.Errorf("mounting a folder in memory: %w", err)
	}
	return enter()
}

// enter makes place the root and lets go of the old one.
func enter() error {
	if err := unix.Chdir(place); err != nil {
		return err
	}
	if err := unix.PivotRoot(".", "."); err != nil {
		return fmt.Errorf("changing root: %w", err)
	}
	if err := unix.Unmount(".", unix.MNT_DETACH); err != nil {
		return fmt.Errorf("letting go of the old root: %w", err)
	}
	if err := unix.Chdir("/"); err != nil {
		return err
	}
	if err := unix.Mount("", "/", "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY|unix.MS_NOSUID|unix.MS_NODEV, ""); err != nil {
		return fmt.Errorf("making the root read-only: %w", err)
	}
	return unix.Sethostname([]byte("plugin"))
}

// take takes hold of what the plugin will see.
func take(spec Spec) ([]tree, map[string]string, error) {
	release, err := hold(spec.Release, insideRelease, true)
	if err != nil {
		return nil, nil, err
	}
	trees, links := []tree{release}, map[string]string{}
	for _, name := range devices {
		device, err := hold("/dev/"+name, "/dev/"+name, false)
		if err != nil {
			return nil, nil, err
		}
		trees = append(trees, device)
	}
	for _, path := range spec.Readable {
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			if links[path], err = os.Readlink(path); err != nil {
				return nil, nil, err
			}
			continue
		}
		held, err := hold(path, path, info.IsDir())
		if err != nil {
			return nil, nil, err
		}
		trees = append(trees, held)
	}
	return trees, links, nil
}

func hold(path, inside string, folder bool) (tree, error) {
	flags := uint(unix.OPEN_TREE_CLONE | unix.OPEN_TREE_CLOEXEC | unix.AT_RECURSIVE)
	fd, err := unix.OpenTree(unix.AT_FDCWD, path, flags)
	if err != nil {
		return tree{}, fmt.Errorf("taking hold of %s: %w", inside, err)
	}
	return tree{inside: inside, fd: fd, folder: folder}, nil
}

// put makes the tree visible in the new root, read-only.
func (t tree) put() error {
	target := place + t.inside
	if t.folder {
		if err := os.MkdirAll(target, 0o755); err != nil {
			return err
		}
	} else {
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		file, err := os.OpenFile(target, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o444)
		if err != nil {
			return err
		}
		if err := file.Close(); err != nil {
			return err
		}
	}
	if err := unix.MoveMount(t.fd, "", unix.AT_FDCWD, target, unix.MOVE_MOUNT_F_EMPTY_PATH); err != nil {
		return fmt.Errorf("moving the mount: %w", err)
	}
	if !t.folder {
		return nil // a device must stay one, and be written to
	}
	attributes := unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY | unix.MOUNT_ATTR_NOSUID | unix.MOUNT_ATTR_NODEV}
	if err := unix.MountSetattr(unix.AT_FDCWD, target, unix.AT_RECURSIVE, &attributes); err != nil {
		return fmt.Errorf("making it read-only: %w", err)
	}
	return unix.Close(t.fd)
}
