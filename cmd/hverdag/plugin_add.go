package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
)

// trustedFile holds publishers' public keys, one a line, in the plugins' folder.
const trustedFile = "trusted.keys"

// trustedKeys are those of the settings and of the plugins' folder.
func trustedKeys(c config.Config) ([]string, error) {
	keys := slices.Clone(c.Plugins.TrustedKeys)
	text, err := os.ReadFile(filepath.Join(c.Plugins.Folder, trustedFile))
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

// trustKey adds a publisher's key to those of the plugins' folder. A key that
// is there already is not added again.
func trustKey(c config.Config, key string) error {
	key = strings.TrimSpace(key)
	if _, err := note.NewVerifier(key); err != nil {
		return fmt.Errorf("the key is not a publisher's public key: %w", err)
	}
	keys, err := trustedKeys(c)
	if err != nil || slices.Contains(keys, key) {
		return err
	}
	if err := os.MkdirAll(c.Plugins.Folder, 0o700); err != nil {
		return fmt.Errorf("making the plugins' folder: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(c.Plugins.Folder, trustedFile), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("keeping a key: %w", err)
	}
	_, err = fmt.Fprintln(file, key)
	return errors.Join(err, file.Close())
}

func (s *store) releaseFolder(digest string) string {
	return filepath.Join(s.config.Plugins.Folder, digest)
}

// addRelease checks a release's signature and files, copies it to the folder
// its digest names, read-only, and puts it in the catalogue.
func (s *store) addRelease(ctx context.Context, from string, publish bool) (catalogue.Release, error) {
	folder, done, err := unpacked(from)
	if err != nil {
		return catalogue.Release{}, err
	}
	defer done()
	signed, err := os.ReadFile(filepath.Join(folder, manifest.FileName))
	if err != nil {
		return catalogue.Release{}, fmt.Errorf("reading the release's manifest: %w", err)
	}
	keys, err := trustedKeys(s.config)
	if err != nil {
		return catalogue.Release{}, err
	}
	opened, err := manifest.Open(signed, keys...)
	if err != nil {
		return catalogue.Release{}, err
	}
	if err := s.copyRelease(folder, opened); err != nil {
		return catalogue.Release{}, err
	}
	return catalogue.Add(ctx, s.control, clock.System{}.Now(), signed, publish, keys...)
}

// copyRelease puts the manifest's files in their place, whole or not at all.
func (s *store) copyRelease(folder string, release manifest.Signed) error {
	place := s.releaseFolder(release.Digest)
	if manifest.Verify(place, release.Manifest) == nil {
		return nil
	}
	if err := os.MkdirAll(s.config.Plugins.Folder, 0o700); err != nil {
		return fmt.Errorf("making the plugins' folder: %w", err)
	}
	half, err := os.MkdirTemp(s.config.Plugins.Folder, ".half-")
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
