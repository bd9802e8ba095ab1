package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// The most one release may be, in bytes and in files: nobody has looked at who
// has signed it when it is unpacked.
const (
	mostUnpacked = 512 << 20
	mostFiles    = 10_000
)

// room is what is left of those.
type room struct {
	bytes int64
	files int
}

var errArchive = errors.New("the archive holds something else than the files of a release")

// unpacked is the folder of a release that is a folder, or an archive of one;
// done removes what was unpacked.
func unpacked(from string) (folder string, done func(), err error) {
	info, err := os.Stat(from)
	if err != nil {
		return "", nil, fmt.Errorf("finding the release: %w", err)
	}
	if info.IsDir() {
		return from, func() {}, nil
	}
	folder, err = os.MkdirTemp("", "hverdag-plugin-")
	if err != nil {
		return "", nil, fmt.Errorf("unpacking the release: %w", err)
	}
	done = func() { _ = os.RemoveAll(folder) }
	unpack := untar
	if strings.HasSuffix(from, ".zip") {
		unpack = unzip
	}
	if err := unpack(from, folder); err != nil {
		done()
		return "", nil, fmt.Errorf("unpacking the release: %w", err)
	}
	return folder, done, nil
}

func untar(from, folder string) error {
	file, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	open, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	left := room{mostUnpacked, mostFiles}
	archive := tar.NewReader(open)
	for {
		head, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch head.Typeflag {
		case tar.TypeDir:
		case tar.TypeReg:
			if err := unpackFile(folder, head.Name, archive, &left); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%w: %s", errArchive, head.Name)
		}
	}
}

func unzip(from, folder string) error {
	archive, err := zip.OpenReader(from)
	if err != nil {
		return err
	}
	defer func() { _ = archive.Close() }() // it was only read
	left := room{mostUnpacked, mostFiles}
	for _, entry := range archive.File {
		if entry.FileInfo().IsDir() {
			continue
		}
		if !entry.Mode().IsRegular() {
			return fmt.Errorf("%w: %s", errArchive, entry.Name)
		}
		content, err := entry.Open()
		if err != nil {
			return err
		}
		err = unpackFile(folder, entry.Name, content, &left)
		if closed := content.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// unpackFile writes one file below folder, of at most what is left.
func unpackFile(folder, name string, content io.Reader, left *room) error {
	if left.files--; left.files < 0 {
		return fmt.Errorf("%w: there are too many", errArchive)
	}
	name = filepath.FromSlash(strings.TrimPrefix(name, "./"))
	if !filepath.IsLocal(name) {
		return fmt.Errorf("%w: %s", errArchive, name)
	}
	place := filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Dir(place), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(place, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o700)
	if err != nil {
		return err
	}
	written, err := io.Copy(file, io.LimitReader(content, left.bytes+1))
	left.bytes -= written
	if left.bytes < 0 {
		err = fmt.Errorf("%w: it is too large", errArchive)
	}
	return errors.Join(err, file.Close())
}
