package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
)

type signCommand struct {
	Keys    keysCommand    `cmd:"" help:"Make a publisher's keys: NAME.key, which is to be kept safe, and NAME.pub."`
	Release releaseCommand `cmd:"" help:"Write and sign the manifest of a release's folder."`
	Verify  verifyCommand  `cmd:"" help:"Say whether a release's folder is what its manifest says, and who signed it."`
}

type keysCommand struct {
	Name string `arg:"" help:"The publisher's name, such as a domain: plugins.example.no."`
}

// Run makes keys. It does not write over a key.
func (c *keysCommand) Run() error {
	private, public, err := manifest.NewKey(c.Name)
	if err != nil {
		return err
	}
	for _, key := range []struct {
		path, text string
		mode       os.FileMode
	}{{c.Name + ".key", private, 0o600}, {c.Name + ".pub", public, 0o644}} {
		file, err := os.OpenFile(key.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, key.mode)
		if err != nil {
			return err
		}
		_, err = file.WriteString(key.text + "\n")
		if closed := file.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return err
		}
	}
	fmt.Printf("%s.key is secret: whoever has it publishes in your name.\n%s.pub is for those who are to trust you:\n%s\n", c.Name, c.Name, public)
	return nil
}

type releaseCommand struct {
	Folder   string `arg:"" type:"existingdir" help:"The folder with the program and whatever it reads."`
	Key      string `required:"" type:"existingfile" help:"The publisher's private key."`
	About    string `default:"about.json" type:"existingfile" help:"Title, summary, publisher and entry."`
	Platform string `help:"Such as linux/amd64; this machine's unless given."`
}

// Run asks the program what it is, hashes the files, and signs.
func (c *releaseCommand) Run(ctx context.Context) error {
	about, err := readAbout(c.About)
	if err != nil {
		return err
	}
	if c.Platform != "" {
		about.Platform = c.Platform
	}
	key, err := os.ReadFile(c.Key)
	if err != nil {
		return err
	}
	m, digest, err := writeManifest(ctx, c.Folder, about, string(key))
	if err != nil {
		return err
	}
	fmt.Printf("%s %s for %s, %d files, signed.\nDigest %s\n", m.Name, m.Version, m.Platform, len(m.Files), digest)
	asks(m)
	return nil
}

// writeManifest asks the program of a release what it is, hashes the files, and
// signs what it found.
func writeManifest(ctx context.Context, folder string, about manifest.About, key string) (m manifest.Manifest, digest string, err error) {
	command := []string{filepath.Join(folder, about.Entry)}
	if about.Runtime != "" {
		command = append([]string{about.Runtime}, command...)
	}
	said, err := plugintest.Describe(ctx, plugintest.Process(os.Stderr, command...))
	if err != nil {
		return m, "", err
	}
	files, err := manifest.Files(folder)
	if err != nil {
		return m, "", err
	}
	if m, err = manifest.Make(said, about, files); err != nil {
		return m, "", err
	}
	text, err := manifest.Text(m)
	if err != nil {
		return m, "", err
	}
	signed, err := manifest.Sign(m, key)
	if err != nil {
		return m, "", err
	}
	return m, manifest.Digest(text), os.WriteFile(filepath.Join(folder, manifest.FileName), signed, 0o644)
}

// readAbout reads about.json. The platform is this machine's unless it says
// another.
func readAbout(path string) (manifest.About, error) {
	about := manifest.About{Platform: runtime.GOOS + "/" + runtime.GOARCH}
	text, err := os.ReadFile(path)
	if err != nil {
		return about, err
	}
	if err := json.Unmarshal(text, &about); err != nil {
		return about, fmt.Errorf("reading %s: %w", path, err)
	}
	return about, nil
}

// asks prints what administrators are asked for.
func asks(m manifest.Manifest) {
	all := m.Asks.Each()
	if len(all) == 0 {
		fmt.Println("It asks municipalities for nothing.")
		return
	}
	fmt.Println("It asks each municipality for:")
	for _, ask := range all {
		fmt.Printf("  %-6s %-28s %s\n", ask.Kind, ask.Name, ask.Why.NB)
	}
}

type verifyCommand struct {
	Folder string   `arg:"" type:"existingdir" help:"The release's folder."`
	Trust  []string `type:"existingfile" help:"Public keys of those who are trusted."`
}

// Run verifies a release.
func (c *verifyCommand) Run() error {
	signed, err := os.ReadFile(filepath.Join(c.Folder, manifest.FileName))
	if err != nil {
		return err
	}
	var trusted []string
	for _, path := range c.Trust {
		key, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		trusted = append(trusted, string(key))
	}
	opened, err := manifest.Open(signed, trusted...)
	if err != nil {
		return err
	}
	if err := manifest.Verify(c.Folder, opened.Manifest); err != nil {
		return err
	}
	m := opened.Manifest
	fmt.Printf("%s %s for %s is what its manifest says, signed by %s.\nDigest %s\n",
		m.Name, m.Version, m.Platform, strings.Join(opened.By, " and "), opened.Digest)
	asks(m)
	return nil
}
