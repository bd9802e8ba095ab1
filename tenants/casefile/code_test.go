package casefile_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

func TestCodeIsTheSameForAFamilyAndOwnToIt(t *testing.T) {
	family := uuid.MustParse("0190a000-0000-7000-8000-000000000001")
	if got := casefile.Code(family); got != casefile.Code(family) || len(got) != casefile.CodeLength {
		t.Errorf("code is %q", got)
	}
	seen := map[string]bool{}
	for range 5000 {
		seen[casefile.Code(uuid.New())] = true
	}
	if len(seen) < 4990 {
		t.Errorf("5000 families have only %d codes", len(seen))
	}
}

func TestParseCode(t *testing.T) {
	for text, want := range map[string]string{
		"7K3PQ9": "7K3PQ9", " 7k3-pq9 ": "7K3PQ9", "7k3 pq9": "7K3PQ9",
		"": "", "7K3PQ": "", "7K3PQ99": "", "7K3PO9": "", "7K3PQ1": "", "=1+2AB": "",
	} {
		got, ok := casefile.ParseCode(text)
		if got != want || ok != (want != "") {
			t.Errorf("%q is read as %q, %v", text, got, ok)
		}
	}
}
