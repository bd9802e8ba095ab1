package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
)

// trustedFile holds publishers' public keys, one a line, in the plugins' folder.
const trustedFile = "trusted.keys"

// shelf is the plugins' folder: releases, each in a folder that its digest
// names, and the publishers' keys that are trusted.
type shelf struct{ config.Plugins }

// release is the folder of a release's files.
func (s shelf) release(digest string) string { return filepath.Join(s.Folder, digest) }

// keys are the trusted ones of the settings and of the folder.
func (s shelf) keys() ([]string, error) {
	keys := slices.Clone(s.TrustedKeys)
	text, err := os.ReadFile(filepath.Join(s.Folder, trustedFile))
	if errors.Is(err, fs.ErrNotExist) {
		return keys, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the keys that are trusted: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		if key := strings.TrimSpace(line); key != "" && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// trust adds a publisher's key to those of the folder. A key that is there
// already is not added again.
func (s shelf) trust(key string) error {
	key = strings.TrimSpace(key)
	if _, err := note.NewVerifier(key); err != nil {
		return fmt.Errorf("the key is not a publisher's public key: %w", err)
	}
	keys, err := s.keys()
	if err != nil || slices.Contains(keys, key) {
		return err
	}
	if err := os.MkdirAll(s.Folder, 0o700); err != nil {
		return fmt.Errorf("making the plugins' folder: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(s.Folder, trustedFile), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("keeping a key: %w", err)
	}
	_, err = fmt.Fprintln(file, key)
	return errors.Join(err, file.Close())
}

// place checks the signature and files of a release, a folder or an archive,
// and copies it to the folder that its digest names, read-only. It returns the
// signed manifest too, as it was read. It is manifest.ErrUnsigned when nobody
// who is trusted has signed it, and manifest.ErrFiles when a file is not the
// one that was signed.
func (s shelf) place(from string) (signed []byte, opened manifest.Signed, err error) {
	folder, done, err := unpacked(from)
	if err != nil {
		return nil, opened, err
	}
	defer done()
	signed, err = os.ReadFile(filepath.Join(folder, manifest.FileName))
	if err != nil {
		return nil, opened, fmt.Errorf("reading the release's manifest: %w", err)
	}
	keys, err := s.keys()
	if err != nil {
		return nil, opened, err
	}
	opened, err = manifest.Open(signed, keys...)
	if errors.Is(err, manifest.ErrUnsigned) {
		return nil, opened, fmt.Errorf("%s: %w: see who it is from, and run: hverdag plugin trust KEY", filepath.Base(from), err)
	}
	if err != nil {
		return nil, opened, fmt.Errorf("%s: %w", filepath.Base(from), err)
	}
	return signed, opened, s.copy(folder, opened)
}

// copy puts the manifest's files in their place, whole or not at all.
func (s shelf) copy(folder string, release manifest.Signed) error {
	place := s.release(release.Digest)
	if manifest.Verify(place, release.Manifest) == nil {
		return nil
	}
	if err := os.MkdirAll(s.Folder, 0o700); err != nil {
		return fmt.Errorf("making the plugins' folder: %w", err)
	}
	half, err := os.MkdirTemp(s.Folder, ".half-")
	if err != nil {
		return fmt.Errorf("making room for a release: %w", err)
	}
	defer func() { _ = os.RemoveAll(half) }() // nothing is left there once it is in place
	for _, file := range release.Manifest.Files {
		if err := copyFile(filepath.Join(folder, file.Path), filepath.Join(half, file.Path), file.Path == release.Manifest.Entry); err != nil {
			return err
		}
	}
	if err := manifest.Verify(half, release.Manifest); err != nil {
		return err
	}
	if err := os.Chmod(half, 0o755); err != nil { // a plugin is shut in as somebody else than we are
		return fmt.Errorf("opening a release to plugins: %w", err)
	}
	if err := os.RemoveAll(place); err != nil { // what was there was not the release
		return fmt.Errorf("replacing a release: %w", err)
	}
	if err := os.Rename(half, place); err != nil {
		return fmt.Errorf("putting a release in place: %w", err)
	}
	return nil
}

func copyFile(from, to string, runs bool) (err error) {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return fmt.Errorf("copying a release: %w", err)
	}
	mode := os.FileMode(0o444)
	if runs {
		mode = 0o555
	}
	source, err := os.Open(from)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %s is missing", manifest.ErrFiles, filepath.Base(from))
	}
	if err != nil {
		return fmt.Errorf("copying a release: %w", err)
	}
	defer func() { _ = source.Close() }() // it was only read
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return fmt.Errorf("copying a release: %w", err)
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}

// found are the releases that a path names: one, in a folder or an archive, or
// all those in a folder of releases.
func found(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("finding releases: %w", err)
	}
	if !info.IsDir() || isRelease(path) {
		return []string{path}, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, fmt.Errorf("finding releases: %w", err)
	}
	var releases []string
	for _, entry := range entries {
		one := filepath.Join(path, entry.Name())
		if isRelease(one) || strings.HasSuffix(one, ".tar.gz") || strings.HasSuffix(one, ".zip") {
			releases = append(releases, one)
		}
	}
	if len(releases) == 0 {
		return nil, fmt.Errorf("there is no release in %s: %w", path, fs.ErrNotExist)
	}
	return releases, nil
}

func isRelease(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, manifest.FileName))
	return err == nil
}
