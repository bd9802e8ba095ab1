// Package manifesttest makes the manifest of a plugin's release in its tests.
package manifesttest

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// Make makes the manifest of a release of p of what its about.json says, in the
// test's folder, as `hverdag-plugin sign release` does; its program is no more
// than a name. The test fails when no release can be made of it.
func Make(t testing.TB, p sdk.Plugin) manifest.Manifest {
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
	program := manifest.File{Path: about.Entry, SHA256: strings.Repeat("0", 64), Size: 1}
	made, err := manifest.Make(sdk.Described(p), about, []manifest.File{program})
	if err != nil {
		t.Fatal(err)
	}
	return made
}
