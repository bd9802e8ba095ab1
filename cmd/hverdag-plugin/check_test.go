package main

import (
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// install stands for the first step of the tutorial: the tool is built.
const install = `export HVERDAG="$PWD"
cd "$HOME"
`

func TestAPluginOfEachKindIsBegunBuiltAndChecked(t *testing.T) {
	said := shell(t, "../..", install+`
for kind in stafettlogg levels; do
  hverdag-plugin new "$kind-ny" --kind $kind --sdk "$HVERDAG"
  (cd "$kind-ny" && go vet . && hverdag-plugin check)
done`)
	if n := strings.Count(said, "passed."); n != 2 || strings.Contains(said, "FAIL") {
		t.Errorf("%d of 2 passed:\n%s", n, said)
	}
	for _, once := range []string{"write.lost", "process.written", "levels.moves"} {
		if !strings.Contains(said, "ok    "+once) {
			t.Errorf("%s was not tried", once)
		}
	}
}

func TestWhatCannotBeBegunIsSaid(t *testing.T) {
	for script, why := range map[string]string{
		"hverdag-plugin new Feil --kind levels":                                     "a-z, 0-9 and hyphen",
		"hverdag-plugin new ny --kind bank":                                         "must be one of",
		"mkdir ny; touch ny/there; hverdag-plugin new ny --kind levels":             "not empty",
		"mkdir tom; cd tom; echo 'package main' > a.go; hverdag-plugin check":       "could not be run",
		"hverdag-plugin check /bin/true":                                            "FAIL  describe.valid",
		"hverdag-plugin run --set a=b /bin/true --do check":                         "hverdag-plugin:",
		"hverdag-plugin sign keys a.example; hverdag-plugin sign keys a.example":    "exists",
		"mkdir r; touch k; hverdag-plugin sign release r --key k --about /dev/null": "hverdag-plugin:",
	} {
		said := shell(t, "../..", install+"if ("+script+"); then echo IT WENT WELL; fi")
		if !strings.Contains(said, why) || strings.Contains(said, "IT WENT WELL") {
			t.Errorf("%s\n%s", script, said)
		}
	}
}

// A session with a live register is kept, and the program is checked against
// it: that is all an author in another language has.
func TestASessionIsRecordedAndAProgramCheckedAgainstIt(t *testing.T) {
	live := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer hemmelig-nokkel" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Set-Cookie", "okt=kake")
		fmt.Fprint(w, `{"pages":1,"units":[{"id":"1","name":"Bjørkåsen skole","type":"skole","rektor":"Ylva Prøvestad"}]}`)
	}))
	t.Cleanup(live.Close)
	folder := t.TempDir()
	authority := filepath.Join(folder, "authority.pem")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: live.Certificate().Raw})
	if err := os.WriteFile(authority, certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	fixture := `{"settings": {"base_url": "https://127.0.0.1/v1"}, "secrets": {"token": "x"}, "systems": {"127.0.0.1": "session.json"}}`
	if err := os.WriteFile(filepath.Join(folder, "check.json"), []byte(fixture), 0o600); err != nil {
		t.Fatal(err)
	}
	said := shell(t, "../..", install+fmt.Sprintf(`
(cd "$HVERDAG/plugins/scaffold/registry" && CGO_ENABLED=0 go build -o %[1]s/plugin .)
SSL_CERT_FILE=%[2]s hverdag-plugin record --out %[1]s/session.json --set base_url=%[3]s/v1 --secret token=hemmelig-nokkel --do check --do list %[1]s/plugin
hverdag-plugin check %[1]s/plugin
`, folder, authority, live.URL))
	if !strings.Contains(said, "1 units, 0 services") || !strings.Contains(said, "passed.") {
		t.Error(said)
	}
	session, err := os.ReadFile(filepath.Join(folder, "session.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, gone := range []string{"hemmelig", "kake", "Ylva"} {
		if strings.Contains(string(session), gone) {
			t.Errorf("%q was recorded", gone)
		}
	}
	if !strings.Contains(string(session), "Bjørkåsen skole") {
		t.Error("the school was not recorded")
	}
}
