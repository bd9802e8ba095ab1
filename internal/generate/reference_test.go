package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheReferenceSaysWhatTheContractSays(t *testing.T) {
	target := t.TempDir()
	if err := generateReference("../..", target); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(target, reference, "reference.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{
		"## base.v1", "#### Attach", "stream `host.v1.Answer` → stream `host.v1.Call`",
		"| 1 | `idempotency_key` | string |", "a whole log", "`REASON_NOT_GRANTED` | host name, folder or secret has not been granted",
		"may be tried again", "one of `write`", "map of string to string",
	} {
		if !strings.Contains(string(text), said) {
			t.Errorf("it does not say %q", said)
		}
	}
	kept, err := os.ReadFile(filepath.Join("../..", reference, "reference.md"))
	if err != nil || string(kept) != string(text) {
		t.Errorf("docs/plugins/reference.md is older than plugins/proto; run make generate (%v)", err)
	}
}
