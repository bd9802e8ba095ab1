package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

const word = "hemmelig"

func TestASecretShowsItselfToNobody(t *testing.T) {
	c := Config{KEK: word, RedisURL: word, SMTP: SMTP{Password: word}, Database: Database{URL: word, OwnerURL: word}}
	c.OIDC.Family.ClientSecret = word
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%10s"} {
		fmt.Fprintf(&out, verb+verb, c, c.KEK)
	}
	fmt.Fprintln(&out, c.KEK, fmt.Errorf("failed: %v", c.KEK), []any{c.KEK}, &c)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("started", "config", c, "kek", c.KEK)
	slog.New(slog.NewTextHandler(&out, nil)).Info("started", "config", c, "kek", c.KEK)
	for _, marshal := range []func(any) ([]byte, error){json.Marshal, yaml.Marshal} {
		text, err := marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(text)
	}
	if err := c.Print(&out); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(&out, c.Check())
	text := out.String()
	inHex := fmt.Sprintf("%x", word)
	if strings.Contains(text, word) || strings.Contains(strings.ToLower(text), inHex) || !strings.Contains(text, hidden) {
		t.Errorf("a secret shows in:\n%s", text)
	}
	if c.KEK.Reveal() != word {
		t.Error("Reveal does not give the secret")
	}
	if Secret("").String() != "" {
		t.Error("an empty secret looks like one")
	}
}

// A new setting whose name sounds secret must be of the type that hides itself.
func TestWhatSoundsSecretIsASecret(t *testing.T) {
	secret := regexp.MustCompile(`(?i)(secret|password|token|url|kek|key)$`)
	var walk func(of reflect.Type)
	seen := 0
	walk = func(of reflect.Type) {
		for i := range of.NumField() {
			field := of.Field(i)
			if field.Type.Kind() == reflect.Struct {
				walk(field.Type)
			}
			if !secret.MatchString(field.Name) {
				continue
			}
			seen++
			if field.Type != reflect.TypeFor[Secret]() {
				t.Errorf("%s.%s is a %s, not a Secret", of.Name(), field.Name, field.Type)
			}
		}
	}
	walk(reflect.TypeFor[Config]())
	if seen < 7 {
		t.Errorf("only %d secrets were found", seen)
	}
}
