package host

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
)

// verified remembers which files have been read and found to be what their
// manifest says. A release's folder is ours and read-only: a file that has not
// been touched since is not read again.
type verified struct {
	mu    sync.Mutex
	files map[string]touched
}

// touched is what changes when a file does.
type touched struct {
	sum     string
	size    int64
	changed time.Time
	inode   uint64
	status  time.Time // when its inode changed, which nobody can set back
}

func newVerified() *verified { return &verified{files: map[string]touched{}} }

// check sees that the release's files are those of its manifest, and no others.
func (v *verified) check(folder string, in Instance) *Problem {
	known := map[string]bool{}
	for _, file := range in.Manifest.Files {
		if !filepath.IsLocal(filepath.FromSlash(file.Path)) {
			return &Problem{Whose: Ours, Code: CodeReleaseChanged, Lasting: true, Cause: errors.New("a file outside the release")}
		}
		path := filepath.Join(folder, filepath.FromSlash(file.Path))
		known[path] = true
		if err := v.file(path, file.SHA256, file.Size); err != nil {
			return releaseProblem(err)
		}
	}
	if !known[filepath.Join(folder, filepath.FromSlash(in.Manifest.Entry))] {
		return &Problem{Whose: Ours, Code: CodeReleaseChanged, Lasting: true, Cause: errors.New("the program is not among the files")}
	}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || known[path] {
			return err
		}
		if isManifest(folder, path) && entry.Type().IsRegular() {
			return nil
		}
		return fmt.Errorf("%w: a file that the manifest does not name", errChanged)
	})
	if err != nil {
		return releaseProblem(err)
	}
	return nil
}

// isManifest tells whether a file is where the signed manifest itself is kept.
func isManifest(folder, path string) bool { return path == filepath.Join(folder, manifest.FileName) }

var errChanged = errors.New("the release is not what its manifest says")

func releaseProblem(err error) *Problem {
	if errors.Is(err, fs.ErrNotExist) {
		return &Problem{Whose: Ours, Code: CodeReleaseMissing, Cause: err}
	}
	return &Problem{Whose: Ours, Code: CodeReleaseChanged, Lasting: true, Cause: err}
}

func (v *verified) file(path, sum string, size int64) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() || info.Size() != size {
		return errChanged
	}
	now := touchedOf(info)
	now.sum = sum
	v.mu.Lock()
	before, seen := v.files[path]
	v.mu.Unlock()
	if seen && before == now {
		return nil
	}
	found, err := sumOf(path)
	if err != nil {
		return err
	}
	if found != sum {
		return errChanged
	}
	v.mu.Lock()
	v.files[path] = now
	v.mu.Unlock()
	return nil
}

func sumOf(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func isDigest(text string) bool {
	raw, err := hex.DecodeString(text)
	return err == nil && len(raw) == sha256.Size
}
