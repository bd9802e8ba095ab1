package demo_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/orgnumber"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/demo"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/town"
)

func get(t *testing.T, address string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := demo.World().Client().Do(request)
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestTheRegistersKnowTheDemosMunicipalities(t *testing.T) {
	for _, m := range town.All() {
		for _, address := range []string{
			"https://data-nsr.udir.no/v4/enheter/kommune/" + m.Number, "https://data-nbr.udir.no/v4/enheter/kommune/" + m.Number,
			"https://data.brreg.no/enhetsregisteret/api/underenheter?kommunenummer=" + m.Number,
		} {
			if status, body := get(t, address); status != http.StatusOK || !strings.Contains(strings.ToLower(body), "skole") && !strings.Contains(strings.ToLower(body), "skule") && !strings.Contains(body, "barnehage") {
				t.Errorf("%s: %d %s", address, status, body)
			}
		}
	}
	if status, body := get(t, demo.Catalogue); status != http.StatusOK || !strings.Contains(body, "Foreldreveiledning") {
		t.Errorf("%d %s", status, body)
	}
	if status, _ := get(t, "https://data.ssb.no/"); status != 0 {
		t.Error("the demo reaches somebody that is not in it")
	}
}

// Numbers of series 31 to 34 are never given out, so no real unit is shown in
// the demo.
func TestNoNumberIsAnybodys(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range town.All() {
		for _, number := range append([]string{m.OrgNumber}, numbers(m)...) {
			if seen[number] {
				t.Errorf("%s twice", number)
			}
			seen[number] = true
			if number[:1] != "3" || !orgnumber.Valid(number) {
				t.Errorf("%s could be somebody's", number)
			}
		}
	}
}

func numbers(m town.Municipality) []string {
	var all []string
	for _, unit := range m.Units {
		all = append(all, unit.OrgNumber)
	}
	for _, part := range m.Parts() {
		all = append(all, part.OrgNumber)
	}
	return all
}
