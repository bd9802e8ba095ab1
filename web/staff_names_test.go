package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/app"
)

// aName is any of the staff of the street, by first name or whole.
var aName = regexp.MustCompile(`Prøve[ <,.&"]`)

// aGuest is the one whom the family chose for a day, and so knows by name.
const aGuest = "Prøve gjest"

// Where a family is told of staff by role, none of its own people reads the
// name of a colleague on any page they may open.
func TestNoStaffAreNamedOnAnyPageOfAFamilyThatIsToldByRole(t *testing.T) {
	s := newStreet(t)
	named := 0
	for _, decided := range []bool{false, true} {
		if decided {
			must(t, casefile.TellLooksByRole(t.Context(), s.house.Coordinator(), s.family.ID, true, "En ansatt er truet"))
		}
		for _, route := range s.pages.Routes() {
			if route.Method != http.MethodGet || route.Whose == app.Public {
				continue
			}
			for _, who := range personas[2:4] { // the caregiver, and the young person
				if !s.allows(who, route) {
					continue
				}
				body := strings.ReplaceAll(read(t, s.walk(who, route)), aGuest, "")
				told := aName.MatchString(body)
				switch {
				case told && decided:
					t.Errorf("%s names a colleague to the %s", s.fill(route.Path), who.name)
				case told:
					named++
				}
			}
		}
	}
	if named < 10 {
		t.Errorf("only %d pages name anybody when they may: the walk finds too little", named)
	}
}
