package casefile_test

import (
	"regexp"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

func TestCodeIsTheSameForAFamilyAndOwnToIt(t *testing.T) {
	family := uuid.MustParse("0190a000-0000-7000-8000-000000000001")
	if got := casefile.Code(family); got != casefile.Code(family) || len(got) != casefile.CodeLength {
		t.Errorf("code is %q", got)
	}
	shape := regexp.MustCompile(`^[B-Z][2-9B-Z]{5}$`)
	seen := map[string]bool{}
	for range 5000 {
		code := casefile.Code(uuid.New())
		if read, ok := casefile.ParseCode(code); !ok || read != code || !shape.MatchString(code) {
			t.Fatalf("the code %q cannot be read back", code)
		}
		seen[code] = true
	}
	if len(seen) < 4990 {
		t.Errorf("5000 families have only %d codes", len(seen))
	}
}

func TestParseCode(t *testing.T) {
	for text, want := range map[string]string{
		"K73PQ9": "K73PQ9", " k73-pq9 ": "K73PQ9", "k73 pq9": "K73PQ9",
		"": "", "K73PQ": "", "K73PQ99": "", "K73PO9": "", "K73PQ1": "", "7K3PQ9": "", "K=1+2B": "", "KØ3PQ9": "",
	} {
		got, ok := casefile.ParseCode(text)
		if got != want || ok != (want != "") {
			t.Errorf("%q is read as %q, %v", text, got, ok)
		}
	}
}
