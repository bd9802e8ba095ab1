package manifest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// ErrFiles says that a folder does not hold what its manifest says.
var ErrFiles = errors.New("the files are not those of the manifest")

// Files lists and hashes the files of a release's folder, by path. The manifest
// itself is not one of them. Anything but folders and regular files is refused:
// a link could point at another file later.
func Files(folder string) ([]File, error) {
	var files []File
	root := os.DirFS(folder)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || name == FileName {
			return err
		}
		if !entry.Type().IsRegular() {
			return fmt.Errorf("%s is not a regular file", name)
		}
		sum, size, err := hash(root, name)
		files = append(files, File{Path: name, SHA256: sum, Size: size})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("hashing %s: %w", filepath.Base(folder), err)
	}
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return files, nil
}

func hash(root fs.FS, name string) (sum string, size int64, err error) {
	file, err := root.Open(name)
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = file.Close() }() // it was only read
	sha := sha256.New()
	size, err = io.Copy(sha, file)
	return hex.EncodeToString(sha.Sum(nil)), size, err
}

// Verify compares every file of folder with m: the same paths, sizes and
// hashes, none missing and none more. Otherwise it is ErrFiles.
func Verify(folder string, m Manifest) error {
	found, err := Files(folder)
	if err != nil {
		return errors.Join(ErrFiles, err)
	}
	there := map[string]File{}
	for _, file := range found {
		there[file.Path] = file
	}
	for _, said := range m.Files {
		file, ok := there[said.Path]
		switch {
		case !ok:
			return fmt.Errorf("%w: %s is missing", ErrFiles, said.Path)
		case file != said:
			return fmt.Errorf("%w: %s is another", ErrFiles, said.Path)
		}
		delete(there, said.Path)
	}
	for name := range there {
		return fmt.Errorf("%w: %s is not in the manifest", ErrFiles, name)
	}
	return nil
}

// localPath tells whether a path stays within a release, as written.
func localPath(name string) bool {
	return name != "." && fs.ValidPath(name) && path.Clean(name) == name && filepath.IsLocal(filepath.FromSlash(name))
}
