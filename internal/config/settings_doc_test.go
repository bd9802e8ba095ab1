package config

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

const settingsPage = "../../docs/operate/settings.md"

var write = flag.Bool("write", false, "write "+settingsPage+" anew")

// The page operators read lists every setting as the program knows it:
// go test ./internal/config -run Page -write
func TestThePageOfSettingsIsTheProgramsOwn(t *testing.T) {
	want := settingsTable(t)
	if *write {
		if err := os.WriteFile(settingsPage, want, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(settingsPage)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/operate/settings.md is not as the program is; write it anew with -write")
	}
}

func settingsTable(t *testing.T) []byte {
	t.Helper()
	parser, err := kong.New(&commands{}, Options()...)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	fmt.Fprint(&out, `# Settings

Each setting is a flag, an environment variable and a line in a YAML or JSON file (`+"`--config`"+`), and they weigh in that order. Commands take them after their name. `+"`hverdag config check`"+` prints them without secrets and says everything that is wrong. A secret shows itself nowhere, not in a log and not in an error.

This page is written by a test in internal/config; do not edit it.

| flag | variable | unless given | what |
|---|---|---|---|
`)
	for _, flag := range parser.Model.Children[0].Flags {
		if flag.Name == "help" {
			continue
		}
		help := flag.Help
		if flag.Target.Type() == reflect.TypeFor[Secret]() {
			help += " **Secret.**"
		}
		standard := "–"
		if flag.HasDefault {
			standard = "`" + flag.Default + "`"
		}
		fmt.Fprintf(&out, "| `--%s` | `%s` | %s | %s |\n", flag.Name, strings.Join(flag.Envs, ", "), standard, help)
	}
	return out.Bytes()
}
