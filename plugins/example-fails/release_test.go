package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest/manifesttest"
)

func TestTheNextVersionAsksForOneHostMore(t *testing.T) {
	folder := t.TempDir()
	first := manifesttest.Make(t, &plugin{release: readRelease(folder)})
	next := `{"version": "1.1.0", "host": "eksempel.example"}`
	if err := os.WriteFile(filepath.Join(folder, releaseFile), []byte(next), 0o600); err != nil {
		t.Fatal(err)
	}
	second := manifesttest.Make(t, &plugin{release: readRelease(folder)})
	if first.Version != "1.0.0" || second.Version != "1.1.0" {
		t.Errorf("versions %s and %s", first.Version, second.Version)
	}
	given := first.Grant("digest", func(manifest.Ask) bool { return true })
	if more := given.Widened(second); len(more) != 1 || more[0].Kind != manifest.AskHost || more[0].Name != "eksempel.example" {
		t.Errorf("it asks for %+v more", more)
	}
}
