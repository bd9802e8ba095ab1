package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

func made(t *testing.T, p *plugin) manifest.Manifest {
	t.Helper()
	text, err := os.ReadFile("about.json")
	if err != nil {
		t.Fatal(err)
	}
	var about manifest.About
	if err := json.Unmarshal(text, &about); err != nil {
		t.Fatal(err)
	}
	about.Platform = "linux/amd64"
	m, err := manifest.Make(sdk.Described(p), about, []manifest.File{{Path: about.Entry, SHA256: strings.Repeat("0", 64), Size: 1}})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTheNextVersionAsksForOneHostMore(t *testing.T) {
	folder := t.TempDir()
	first := made(t, &plugin{release: readRelease(folder)})
	next := `{"version": "1.1.0", "host": "eksempel.example"}`
	if err := os.WriteFile(filepath.Join(folder, releaseFile), []byte(next), 0o600); err != nil {
		t.Fatal(err)
	}
	second := made(t, &plugin{release: readRelease(folder)})
	if first.Version != "1.0.0" || second.Version != "1.1.0" {
		t.Errorf("versions %s and %s", first.Version, second.Version)
	}
	given := first.Grant("digest", func(manifest.Ask) bool { return true })
	if more := given.Widened(second); len(more) != 1 || more[0].Kind != manifest.AskHost || more[0].Name != "eksempel.example" {
		t.Errorf("it asks for %+v more", more)
	}
}
