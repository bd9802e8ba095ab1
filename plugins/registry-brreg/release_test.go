package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

func TestAReleaseCanBeMadeOfIt(t *testing.T) {
	text, err := os.ReadFile("about.json")
	if err != nil {
		t.Fatal(err)
	}
	var about manifest.About
	err = json.Unmarshal(text, &about)
	if err != nil {
		t.Fatal(err)
	}
	about.Platform = "linux/amd64"
	files := []manifest.File{{Path: about.Entry, SHA256: strings.Repeat("0", 64), Size: 1}}
	_, err = manifest.Make(sdk.Described(&plugin{}), about, files)
	if err != nil {
		t.Error(err)
	}
}
