package config

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// commands are as in cmd: several commands, each with a configuration.
type commands struct {
	Serve struct {
		Config `embed:""`
	} `cmd:""`
	Demo struct {
		Config `embed:""`
		Fresh  bool
	} `cmd:""`
}

func parse(t *testing.T, arguments ...string) (Config, error) {
	t.Helper()
	var line commands
	parser, err := kong.New(&line, append(Options(), kong.Exit(func(int) { t.Error("the program ended") }))...)
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse(append([]string{"serve"}, arguments...))
	return line.Serve.Config, err
}

func mustParse(t *testing.T, arguments ...string) Config {
	t.Helper()
	c, err := parse(t, arguments...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hverdag.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAFlagOutweighsTheEnvironmentAndThatTheFile(t *testing.T) {
	path := file(t, "base-domain: file.example\nreplicas: 2\ndata: file\n")
	t.Setenv("HVERDAG_REPLICAS", "3")
	t.Setenv("HVERDAG_DATA", "environment")
	c := mustParse(t, "--config", path, "--data", "flag")
	if c.BaseDomain != "file.example" || c.Replicas != 3 || c.Data != "flag" || c.Addr != "127.0.0.1:8080" {
		t.Errorf("got %q from the file, %d from the environment, %q from the flag, %q by default", c.BaseDomain, c.Replicas, c.Data, c.Addr)
	}
}

func TestAFileMayBeNestedAndMayBeJSON(t *testing.T) {
	for _, text := range []string{
		"body_limit: 1000000\nlog-level: debug\ntrusted-proxies: [10.0.0.1, 10.1.0.0/16]\noidc:\n  family:\n    client-id: hverdag\n    required: false\n",
		`{"body-limit": 1000000, "log-level": "debug", "trusted-proxies": ["10.0.0.1", "10.1.0.0/16"], "oidc-family-client-id": "hverdag", "oidc-family-required": false}`,
	} {
		t.Setenv("HVERDAG_CONFIG", file(t, text))
		c := mustParse(t)
		if c.BodyLimit != 1000000 || c.LogLevel != slog.LevelDebug || c.OIDC.Family.ClientID != "hverdag" || c.OIDC.Family.Required ||
			!c.OIDC.Staff.Required || !reflect.DeepEqual(c.TrustedProxies, []string{"10.0.0.1", "10.1.0.0/16"}) {
			t.Errorf("read %+v from\n%s", c, text)
		}
	}
}

func TestASettingThatDoesNotExistIsRefused(t *testing.T) {
	_, err := parse(t, "--config", file(t, "databse: {url: x}\nreplicas: 1\n"))
	if err == nil || !strings.Contains(err.Error(), "databse-url") || strings.Contains(err.Error(), "replicas") {
		t.Errorf("a misspelt setting gives %v", err)
	}
	if _, err := parse(t, "--config", file(t, "fresh: true\n")); err != nil {
		t.Errorf("a setting of another command gives %v", err)
	}
	if _, err := parse(t, "--config", file(t, "")); err != nil {
		t.Errorf("an empty file gives %v", err)
	}
	if _, err := parse(t, "--config", filepath.Join(t.TempDir(), "none.yaml")); err == nil {
		t.Error("a file that is not there is passed over")
	}
}

func TestABrokenFileIsRefusedWithoutRepeatingIt(t *testing.T) {
	for _, text := range []string{"kek: hemmelig: mer", "- hemmelig", "hemmelig", "kek: [hemmelig"} {
		if _, err := parse(t, "--config", file(t, text)); err == nil || strings.Contains(err.Error(), "hemmelig") {
			t.Errorf("%q gives %v", text, err)
		}
	}
}

func TestEverySettingHasTheVariableOfItsName(t *testing.T) {
	parser, err := kong.New(&commands{}, Options()...)
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, flag := range parser.Model.Children[0].Flags {
		if flag.Name == "help" {
			continue
		}
		count++
		want := "HVERDAG_" + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))
		if len(flag.Envs) != 1 || flag.Envs[0] != want || flag.Help == "" {
			t.Errorf("--%s has the variables %v and the help %q, want %s and some help", flag.Name, flag.Envs, flag.Help, want)
		}
	}
	if count < 40 {
		t.Errorf("only %d settings were found", count)
	}
}

func TestWhatIsPrintedCanBeReadAgain(t *testing.T) {
	want := mustParse(t, "--profile=demo", "--trusted-proxies=10.0.0.1,10.1.0.0/16", "--log-level=warn",
		"--smtp-from=Hverdag <hei@example.no>", "--no-oidc-staff-required", "--data=en mappe: #1").Settled()
	var printed bytes.Buffer
	if err := want.Print(&printed); err != nil {
		t.Fatal(err)
	}
	got := mustParse(t, "--config", file(t, printed.String()))
	var again bytes.Buffer
	if err := got.Print(&again); err != nil {
		t.Fatal(err)
	}
	if again.String() != printed.String() || got.Data != want.Data || got.OIDC.Staff.Required {
		t.Errorf("printed\n%s\nread and printed again\n%s", printed.String(), again.String())
	}
}

func TestAnAddressIsWrittenAsBrowsersWriteIt(t *testing.T) {
	demo := mustParse(t, "--profile=demo", "--addr=127.0.0.1:8081")
	production := mustParse(t, "--base-domain=hverdag.example")
	other := mustParse(t, "--base-domain=hverdag.example", "--public-port=8443")
	for want, got := range map[string]string{
		"http://bodo.localhost:8081":        demo.Origin(demo.MunicipalityHost("bodo")),
		"https://bodo.hverdag.example":      production.Origin(production.MunicipalityHost("bodo")),
		"https://bodo.hverdag.example:8443": other.Origin(other.MunicipalityHost("bodo")),
		"stiftelsen.hverdag.example":        production.Settled().ConsoleHost,
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
