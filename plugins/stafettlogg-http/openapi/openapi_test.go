package openapi

import (
	"net/http"
	"net/url"
	"testing"
)

func TestTheDocumentIsReadWhole(t *testing.T) {
	operations, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(operations) != 21 {
		t.Errorf("%d operations", len(operations))
	}
	seen := map[string]bool{}
	for _, operation := range operations {
		if seen[operation.ID] {
			t.Errorf("%s is the name of two operations", operation.ID)
		}
		seen[operation.ID] = true
		if operation.answers["default"] == nil || len(operation.answers) < 2 {
			t.Errorf("%s does not say what it answers", operation.ID)
		}
		if writes := operation.Method != http.MethodGet; writes && !operation.headers["Idempotency-Key"].required {
			t.Errorf("%s can be written without a key", operation.ID)
		}
	}
}

func TestARequestThatDoesNotFitIsFound(t *testing.T) {
	operations, _ := Load()
	header := http.Header{"Idempotency-Key": {"k"}, "Content-Type": {"application/json"}}
	for _, try := range []struct{ method, path, query, body, want string }{
		{"POST", "/saker/S-1/maal", "", `{"tekst":"Sove"}`, ""},
		{"POST", "/saker/S-1/maal", "", `{}`, ": required tekst"},
		{"POST", "/saker/S-1/maal", "", `{"tekst":"Sove","navn":"x"}`, "/navn: unknown "},
		{"PATCH", "/saker/S-1/maal/M-1", "", `{}`, ""},
		{"PATCH", "/saker/S-1/tiltak/T-1", "", `{"frist":"1.2.2026"}`, "/frist: format date"},
		{"GET", "/saker/S-1/maal", "side=x", ``, "query side: pattern ^[0-9]{1,6}$"},
		{"GET", "/saker", "", ``, "query referanse: required "},
		{"GET", "/status", "x=1", ``, "query x: unknown "},
	} {
		operation, values, ok := Match(operations, try.method, try.path)
		if !ok {
			t.Fatalf("nobody serves %s %s", try.method, try.path)
		}
		query, _ := url.ParseQuery(try.query)
		problems := operation.Request(values, query, header, []byte(try.body))
		got := ""
		if len(problems) > 0 {
			got = problems[0].Error()
		}
		if got != try.want || len(problems) > 1 {
			t.Errorf("%s %s %s: %v, want %q", try.method, try.path, try.body, problems, try.want)
		}
	}
	if _, _, ok := Match(operations, "DELETE", "/saker/S-1"); ok {
		t.Error("a sak can be deleted")
	}
}
