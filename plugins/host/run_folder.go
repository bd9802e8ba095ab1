package host

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// runPattern is what folders that RunFolder makes are called.
const runPattern = "hverdag-run-"

// socketFolders are the folders that are made in one, for each process.
const socketFolders = "plugin-dir*"

// prepareRun makes the folder for sockets, for us alone, and clears away what
// a host that was killed has left in it. The folder stays ours as long as what
// is returned is open.
func prepareRun(folder string) (*os.File, error) {
	if len(folder) > 70 { // a socket's path is at most 107 bytes
		return nil, fmt.Errorf("the path of the folder for sockets is too long: %s", folder)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("making a folder for sockets: %w", err)
	}
	info, err := os.Lstat(folder)
	if err != nil {
		return nil, fmt.Errorf("making a folder for sockets: %w", err)
	}
	if !info.IsDir() || info.Mode().Perm()&0o077 != 0 {
		return nil, errors.New("the folder for sockets must be ours alone (mode 0700): " + folder)
	}
	held, free, err := holdFolder(folder)
	if err != nil {
		return nil, fmt.Errorf("holding the folder for sockets: %w", err)
	}
	if !free {
		return nil, errors.New("another program that runs has the folder for sockets: " + folder)
	}
	left, err := filepath.Glob(filepath.Join(folder, socketFolders))
	if err != nil {
		return nil, errors.Join(err, held.Close())
	}
	for _, one := range left {
		if err := os.RemoveAll(one); err != nil {
			return nil, errors.Join(fmt.Errorf("clearing the folder for sockets: %w", err), held.Close())
		}
	}
	return held, nil
}

// RunFolder makes a new folder for Config.Run within another, the machine's
// temporary one when that is empty, and removes those of hosts that were killed.
// Whoever asks for one removes it when the Supervisor is closed.
func RunFolder(within string) (string, error) {
	if within == "" {
		within = os.TempDir()
	}
	left, err := filepath.Glob(filepath.Join(within, runPattern+"*"))
	if err != nil {
		return "", fmt.Errorf("looking for folders for sockets: %w", err)
	}
	for _, one := range left {
		forsaken(one)
	}
	folder, err := os.MkdirTemp(within, runPattern)
	if err != nil {
		return "", fmt.Errorf("making a folder for sockets: %w", err)
	}
	return folder, nil
}

// forsaken removes a folder that nobody holds. One that was made a moment ago,
// by a host that has not come to hold it, holds nothing and is left; so is one
// that is somebody else's.
func forsaken(folder string) {
	info, err := os.Lstat(folder)
	if err != nil || !info.IsDir() || !isOurs(info) {
		return
	}
	held, free, err := holdFolder(folder)
	if err != nil || !free {
		return
	}
	defer func() { _ = held.Close() }() // what held it is gone
	if names, err := os.ReadDir(folder); err == nil && len(names) > 0 {
		_ = os.RemoveAll(folder) // tried again by the next
	}
}
