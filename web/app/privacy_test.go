package app_test

import (
	"html"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

func (o *office) officer() *visitor { return o.staff("personvernombud", policy.RolePrivacyOfficer) }

func TestThePrivacyOfficerSeesLinesByCodeAndNothingOfTheFamily(t *testing.T) {
	d := openDesk(t)
	code := casefile.Code(d.family.ID)
	d.get(d.base + "/bakgrunn").is(http.StatusOK)
	d.caregiver().get("/sett").is(http.StatusOK)
	officer := d.officer()
	officer.get("/").is(http.StatusSeeOther)
	officer.get("/personvernombud/logg").is(http.StatusOK).
		shows("Loggen", code, "Prøve koordinator", "bakgrunnen", "Omsorgsperson", "koordinator for familien, samtykke").
		hides("Mona", "Elva", "Lia", d.family.ID.String())
	officer.get("/personvernombud/logg").shows("Handling: ", "privacy.read", "Prøve personvernombud") // their own look
	officer.get("/personvernombud/logg?familie="+url.QueryEscape(" "+code[:3]+"-"+code[3:])+"&type=look&rolle=caregiver").is(http.StatusOK).
		shows("omsorgsperson").hides("Så bakgrunnen", "privacy.read")
	officer.get("/personvernombud/logg?familie=BCDFGH").is(http.StatusOK).shows("Ingen linjer passer")
	officer.get("/personvernombud/logg?familie=tull&fra=igjen").is(http.StatusUnprocessableEntity).
		shows("Koden har seks tegn", "tull").hides("Prøve koordinator så")
	officer.get(d.base).is(http.StatusNotFound)
}

func TestWhatStandsOutIsToldWithWhyAndLeadsToItsLines(t *testing.T) {
	d := openDesk(t)
	officer := d.officer()
	officer.get("/personvernombud").is(http.StatusOK).shows("Ingenting skiller seg ut")
	d.house.Clock.Advance(15 * time.Hour) // one o'clock at night
	d.again().get(d.base + "/bakgrunn").is(http.StatusOK)
	officer = d.officer()
	found := officer.get("/personvernombud").is(http.StatusOK).shows("Om natten", "Spør om det var en vakt", casefile.Code(d.family.ID),
		"Prøve koordinator", "så én gang", "Natt er fra klokka 22 til klokka 6").hides("Mona", "Elva")
	lines := officer.get(unescaped(found.link(`/personvernombud/logg\?[^"]*monster=night[^"]*`))).is(http.StatusOK)
	lines.shows("Så bakgrunnen").hides("privacy.read", "Ingen linjer passer")
}

func TestTheAccessMatrixIsAPage(t *testing.T) {
	o := openOffice(t)
	o.officer().get("/personvernombud/matrise").is(http.StatusOK).
		shows("Hvem kan hva", "Role: privacy_officer", "Innsynslogg", "<table").hides("**", "|---|")
}

func TestThePrivacyOfficersRoomIsThereForNobodyElse(t *testing.T) {
	d := openDesk(t)
	for _, path := range []string{"/personvernombud", "/personvernombud/logg", "/personvernombud/matrise"} {
		d.get(path).is(http.StatusNotFound)
		d.caregiver().get(path).is(http.StatusNotFound)
		d.administrator().get(path).is(http.StatusNotFound)
		d.staff("leder", policy.RoleLeader).get(path).is(http.StatusNotFound)
	}
}

// unescaped is an address as a browser reads it out of a page.
func unescaped(address string) string { return html.UnescapeString(address) }
