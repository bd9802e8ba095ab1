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
	if err := json.Unmarshal(text, &about); err != nil {
		t.Fatal(err)
	}
	about.Platform = "linux/amd64"
	files := []manifest.File{{Path: about.Entry, SHA256: strings.Repeat("0", 64), Size: 1}}
	if _, err := manifest.Make(sdk.Described(newExchange()), about, files); err != nil {
		t.Error(err)
	}
}
