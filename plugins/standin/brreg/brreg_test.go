package brreg_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/orgnumber"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/brreg"
)

// served is what an entry says that is an organisation number.
type served struct {
	Number string `json:"organisasjonsnummer"`
	Parent string `json:"overordnetEnhet"`
}

// page is what the register answers.
type page struct {
	Found map[string][]served `json:"_embedded"`
	Page  struct {
		Pages int `json:"totalPages"`
	} `json:"page"`
}

// all are the entries of a list, page by page.
func all(t *testing.T, register http.Handler, list string) []served {
	t.Helper()
	var found []served
	for n, pages := 0, 1; n < pages; n++ {
		answer := httptest.NewRecorder()
		address := "/enhetsregisteret/api/" + list + "?size=50&page=" + strconv.Itoa(n)
		register.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil))
		var one page
		if err := json.Unmarshal(answer.Body.Bytes(), &one); err != nil || answer.Code != http.StatusOK {
			t.Fatal(answer.Code, err)
		}
		found, pages = append(found, one.Found[list]...), one.Page.Pages
	}
	return found
}

// The register gives out no number with a wrong check digit, and no entry is
// here to be wrong in that way.
func TestEveryNumberServedHasItsCheckDigitAndIsOneEntrys(t *testing.T) {
	register := brreg.New()
	units := all(t, register.Handler(), "enheter")
	subs := all(t, register.Handler(), "underenheter")
	if len(units)+len(subs) != len(register.Units()) {
		t.Fatalf("%d and %d entries are served of %d", len(units), len(subs), len(register.Units()))
	}
	known := map[string]bool{}
	for _, one := range append(units, subs...) {
		if !orgnumber.Valid(one.Number) {
			t.Errorf("%s has a wrong check digit", one.Number)
		}
		if known[one.Number] {
			t.Errorf("%s is two entries", one.Number)
		}
		known[one.Number] = true
	}
	for _, one := range append(units, subs...) {
		if one.Parent != "" && !known[one.Parent] {
			t.Errorf("%s is under %s, which is no entry", one.Number, one.Parent)
		}
	}
}
