package config

import (
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func key(bytes int) string { return base64.StdEncoding.EncodeToString(make([]byte, bytes)) }

// good is a production configuration without a fault.
func good(t *testing.T) Config {
	t.Helper()
	c := mustParse(t, "--base-domain=hverdag.example", "--replicas=3", "--addr=:8080", "--trusted-proxies=10.1.0.0/16",
		"--database-url=postgres://serve:x@db/hverdag", "--database-owner-url=postgres://owner:x@db/hverdag",
		"--redis-url=rediss://:x@redis:6379/0", "--kek="+key(32),
		"--smtp-addr=mail.example:587", "--smtp-from=Hverdag <hei@hverdag.example>")
	for _, issuer := range []*Issuer{&c.OIDC.Family, &c.OIDC.Staff, &c.OIDC.Foundation} {
		*issuer = Issuer{Issuer: "https://login.example/tenant", ClientID: "hverdag", ClientSecret: "x", Required: true}
	}
	c.OIDC.Family.ACR = []string{"idporten-loa-substantial"}
	return c
}

func TestAGoodConfigurationHasNoFault(t *testing.T) {
	if err := good(t).Check(); err != nil {
		t.Error(err)
	}
	demo := mustParse(t, "--profile=demo", "--data", t.TempDir())
	if err := demo.Check(); err != nil {
		t.Errorf("the demo without a setting: %v", err)
	}
	if demo.Settled().KEKFile == "" || !demo.SQLite() || !demo.LocalRedis() {
		t.Error("the demo has no key file, or is not all in one process")
	}
}

func TestAnEmptyProductionConfigurationHearsAllItsFaultsAtOnce(t *testing.T) {
	err := mustParse(t).Check()
	var faults Faults
	if !errors.As(err, &faults) {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{
		"real domain", "real Redis", "no key-encryption key",
		"no identity provider of families", "no identity provider of staff", "no identity provider of the foundation",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("nothing is said of %q:\n%v", want, err)
		}
	}
	if len(faults) != 6 {
		t.Errorf("%d faults, want 6:\n%v", len(faults), err)
	}
}

func TestEachFaultIsSaidInOneSentence(t *testing.T) {
	faults := []struct {
		says  string
		spoil func(c *Config)
	}{
		{"The profile is", func(c *Config) { c.Profile = "staging" }},
		{"address to listen on", func(c *Config) { c.Addr = "8080" }},
		{"address to listen on", func(c *Config) { c.Addr = ":99999" }},
		{"The base domain is", func(c *Config) { c.BaseDomain = "https://hverdag.example" }},
		{"needs a real domain", func(c *Config) { c.BaseDomain = "hverdag.localhost" }},
		{"console's host", func(c *Config) { c.ConsoleHost = "hverdag.example" }},
		{"public scheme is \"ftp\"", func(c *Config) { c.PublicScheme = "ftp" }},
		{"production needs https", func(c *Config) { c.PublicScheme = "http" }},
		{"public port", func(c *Config) { c.PublicPort = 70000 }},
		{"neither an address nor a prefix", func(c *Config) { c.TrustedProxies = []string{"ingress"} }},
		{"is everybody", func(c *Config) { c.TrustedProxies = []string{"10.0.0.1", "0.0.0.0/0"} }},
		{"body limit", func(c *Config) { c.BodyLimit = 100 }},
		{"data folder", func(c *Config) { c.Data = "" }},
		{"number of replicas", func(c *Config) { c.Replicas = 0 }},
		{"SQLite files are for one process", func(c *Config) { c.Database = Database{} }},
		{"no database URL to serve with", func(c *Config) { c.Database.URL = ""; c.Replicas = 1 }},
		{"database URL is not like", func(c *Config) { c.Database.URL = "mysql://db" }},
		{"owner's database URL is not like", func(c *Config) { c.Database.OwnerURL = "owner" }},
		{"same role", func(c *Config) { c.Database.OwnerURL = c.Database.URL }},
		{"control plane's database", func(c *Config) { c.Database.Control = "" }},
		{"real Redis", func(c *Config) { c.RedisURL = "" }},
		{"Redis URL is not like", func(c *Config) { c.RedisURL = "redis:6379" }},
		{"given twice", func(c *Config) { c.KEKFile = filepath.Join(t.TempDir(), "kek"); writeKey(t, c.KEKFile, 32) }},
		{"no key-encryption key", func(c *Config) { c.KEK = "" }},
		{"not 32 bytes", func(c *Config) { c.KEK = Secret(key(16)) }},
		{"cannot be read", func(c *Config) { c.KEK = ""; c.KEKFile = filepath.Join(t.TempDir(), "none") }},
		{"is not 32 bytes", func(c *Config) { c.KEK = ""; c.KEKFile = filepath.Join(t.TempDir(), "kek"); writeKey(t, c.KEKFile, 16) }},
		{"no identity provider of staff", func(c *Config) { c.OIDC.Staff = Issuer{Required: true} }},
		{"not an https address", func(c *Config) { c.OIDC.Staff.Issuer = "http://login.example" }},
		{"on this machine", func(c *Config) { c.OIDC.Foundation.Issuer = "https://innlogging.localhost" }},
		{"on this machine", func(c *Config) { c.OIDC.Foundation.Issuer = "https://127.0.0.1:8080" }},
		{"no client id", func(c *Config) { c.OIDC.Family.ClientID = "" }},
		{"no client secret", func(c *Config) { c.OIDC.Family.ClientSecret = "" }},
		{"no level of assurance", func(c *Config) { c.OIDC.Family.ACR = nil }},
		{"no mail server", func(c *Config) { c.SMTP.Addr = "" }},
		{"mail server is", func(c *Config) { c.SMTP.Addr = "mail" }},
		{"sender of e-mail", func(c *Config) { c.SMTP.From = "Hverdag" }},
		{"an account or a password", func(c *Config) { c.SMTP.User = "hverdag" }},
	}
	for _, fault := range faults {
		c := good(t)
		fault.spoil(&c)
		var said Faults
		if !errors.As(c.Check(), &said) || len(said) != 1 || !strings.Contains(said[0], fault.says) || !strings.HasSuffix(said[0], ".") {
			t.Errorf("want one sentence with %q, got %q", fault.says, said)
		}
	}
}

func TestTheDemoRefusesWhatItWouldNotUse(t *testing.T) {
	demo := mustParse(t, "--profile=demo", "--data", t.TempDir(), "--oidc-staff-issuer=https://login.example", "--replicas=2")
	err := demo.Check()
	if err == nil || !strings.Contains(err.Error(), "issuer of its own") || !strings.Contains(err.Error(), "in-process Redis") || !strings.Contains(err.Error(), "SQLite files") {
		t.Errorf("got %v", err)
	}
}

func TestServingDoesWithoutTheOwnersRole(t *testing.T) {
	c := good(t)
	c.Database.OwnerURL = ""
	if err := c.Check(); err != nil {
		t.Error(err)
	}
}

func TestAProviderMayBeLeftOutOnPurpose(t *testing.T) {
	c := good(t)
	c.OIDC.Family = Issuer{Required: false}
	if err := c.Check(); err != nil {
		t.Error(err)
	}
}

func writeKey(t *testing.T, path string, bytes int) {
	t.Helper()
	if err := os.WriteFile(path, []byte(key(bytes)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}
