package app_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

const whyNow = "Barnet er meldt savnet i kveld."

func TestAColleagueOpensAFamilyInAnEmergencyAndReads(t *testing.T) {
	d := openDesk(t)
	other := d.colleague()
	other.get("/nodtilgang").is(http.StatusOK).shows("Andre får vite det med en gang")
	other.get(d.base + "/nod").is(http.StatusNotFound)
	other.post("/nodtilgang", "name", "Elva Lia", "born_on", "4.5.2016", "reason", "Haster").
		is(http.StatusUnprocessableEntity).shows("Skriv litt mer om hvorfor det ikke kan vente.", `value="Elva Lia"`)
	opened := other.post("/nodtilgang", "name", "Elva Lia", "born_on", "4.5.2016", "reason", whyNow)
	other.follow(opened).shows("Familien er åpen for deg i tre timer.", "Åpen til kl. 12.00", "Elva Lia", "Mona Lia", "000 00 012",
		"Prøve koordinator").hides("<title>Lia", "Skriv i loggen", `action="`+d.base)
	other.get("/nodtilgang").shows("Familie "+casefile.Code(d.family.ID), d.base+"/nod")
	other.get(d.base + "/logg").is(http.StatusNotFound)
	other.post(d.base+"/navn", "short_name", "Ny").is(http.StatusForbidden)
	d.get(d.base + "/sett").is(http.StatusOK).shows("Prøve kollega")
	d.get(d.base + "/nod").is(http.StatusSeeOther)
}

func TestEveryNoInAnEmergencyIsTheSamePage(t *testing.T) {
	d := openDesk(t)
	hidden := d.house.Intake("Skj")
	hidden.Members[0].Grade = casefile.GradeStrict
	d.house.FamilyOf(d.house.Coordinator(), hidden)
	other := d.colleague()
	strict := other.post("/nodtilgang", "name", "Elva Skj", "born_on", "4.5.2016", "reason", whyNow).is(http.StatusUnprocessableEntity)
	nobody := other.post("/nodtilgang", "name", "Elva Xyz", "born_on", "4.5.2016", "reason", whyNow).is(http.StatusUnprocessableEntity)
	strict.shows("Det er ingen å åpne for")
	if strings.ReplaceAll(strict.body, "Skj", "Xyz") != nobody.body {
		t.Error("a protected family is told apart from nobody")
	}
}

func TestSixAttemptsAnHourAreOneTooMany(t *testing.T) {
	d := openDesk(t)
	other := d.colleague()
	for range 5 {
		other.post("/nodtilgang", "name", "Ingen Her", "born_on", "4.5.2016", "reason", whyNow).is(http.StatusUnprocessableEntity)
	}
	other.post("/nodtilgang", "name", "Elva Lia", "born_on", "4.5.2016", "reason", whyNow).
		is(http.StatusTooManyRequests).shows("Du har prøvd fem ganger")
	for _, role := range []policy.Role{policy.RoleLeader, policy.RoleProfessional, policy.RolePrivacyOfficer} {
		d.staff(role.String(), role).get("/nodtilgang").is(http.StatusNotFound)
	}
}
