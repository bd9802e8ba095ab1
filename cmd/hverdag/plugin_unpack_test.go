package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
)

// packed is one entry of an archive.
type packed struct {
	name, content string
	link          bool
}

func tarred(t *testing.T, entries ...packed) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "release.tar.gz")
	file, err := os.Create(path)
	must(t, err)
	zipped := gzip.NewWriter(file)
	archive := tar.NewWriter(zipped)
	for _, one := range entries {
		head := &tar.Header{Name: one.name, Typeflag: tar.TypeReg, Mode: 0o755, Size: int64(len(one.content))}
		if one.link {
			head.Typeflag, head.Linkname, head.Size = tar.TypeSymlink, one.content, 0
		}
		must(t, archive.WriteHeader(head))
		if !one.link {
			_, err := archive.Write([]byte(one.content))
			must(t, err)
		}
	}
	must(t, errors.Join(archive.Close(), zipped.Close(), file.Close()))
	return path
}

func zipped(t *testing.T, entries ...packed) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "release.zip")
	file, err := os.Create(path)
	must(t, err)
	archive := zip.NewWriter(file)
	for _, one := range entries {
		head := &zip.FileHeader{Name: one.name, Method: zip.Deflate}
		head.SetMode(0o755)
		if one.link {
			head.SetMode(0o777 | fs.ModeSymlink)
		}
		entry, err := archive.CreateHeader(head)
		must(t, err)
		_, err = entry.Write([]byte(one.content))
		must(t, err)
	}
	must(t, errors.Join(archive.Close(), file.Close()))
	return path
}

func TestAReleaseMayBeAnArchive(t *testing.T) {
	for name, pack := range map[string]func(*testing.T, ...packed) string{"tar.gz": tarred, "zip": zipped} {
		t.Run(name, func(t *testing.T) {
			s := openShop(t)
			must(t, s.shelf().trust(s.public))
			folder := s.release("1.0.0", "program")
			var entries []packed
			for _, file := range []string{manifest.FileName, "program"} {
				content, err := os.ReadFile(filepath.Join(folder, file))
				if errors.Is(err, fs.ErrNotExist) {
					continue
				}
				must(t, err)
				entries = append(entries, packed{name: "./" + file, content: string(content)})
			}
			if len(entries) != 2 {
				t.Fatalf("%v", entries)
			}
			if _, err := s.addRelease(t.Context(), pack(t, entries...), true); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAnArchiveReachesNothingOutsideItself(t *testing.T) {
	for name, pack := range map[string]func(*testing.T, ...packed) string{"tar.gz": tarred, "zip": zipped} {
		for _, bad := range []packed{
			{name: "../outside", content: "x"}, {name: "/tmp/outside", content: "x"}, {name: "in/../../outside", content: "x"},
			{name: "link", content: "/etc/passwd", link: true},
		} {
			folder, done, err := unpacked(pack(t, packed{name: manifest.FileName, content: "x"}, bad))
			if !errors.Is(err, errArchive) {
				done()
				t.Errorf("%s: %s was unpacked into %s: %v", name, bad.name, folder, err)
			}
		}
		folder, done, err := unpacked(pack(t, packed{name: "program", content: "one"}, packed{name: "./program", content: "two"}))
		if err == nil {
			done()
			t.Errorf("%s: a file was written over in %s", name, folder)
		}
	}
}
