package app_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// familyPages are the pages a coordinator opens about a family.
var familyPages = []string{
	"", "/navn", "/bakgrunn", "/bakgrunn/endre", "/avslutt", "/personer", "/personer/ny?slag=barn", "/personer/ny?slag=omsorgsperson",
	"/personer/ny?slag=andre", "/sperret/ny", "/sett",
}

func TestACoordinatorOpensEveryPageOfTheirFamily(t *testing.T) {
	d := openDesk(t)
	for _, path := range familyPages {
		page := d.get(d.base + path).is(http.StatusOK)
		if strings.Count(page.body, "<h1") != 1 {
			t.Errorf("%s has not one h1", path)
		}
		title, _, _ := strings.Cut(page.body[strings.Index(page.body, "<title>"):], "</title>")
		if strings.Contains(title, "Lia") || strings.Contains(title, "Mona") {
			t.Errorf("%s has a name in its title: %s", path, title)
		}
	}
}

func TestAnotherFamilysPagesAreNotFound(t *testing.T) {
	d := openDesk(t)
	other := d.house.FamilyOf(d.house.Colleague(), d.house.Intake("Vik"))
	for _, path := range append(familyPages, "/personer/"+other.Child.String()) {
		d.get("/f/"+other.ID.String()+path).is(http.StatusNotFound).hides("Vik", "Elva")
		d.get("/f/" + uuid.NewString() + path).is(http.StatusNotFound)
	}
	d.post("/f/"+other.ID.String()+"/navn", "short_name", "Tatt").is(http.StatusNotFound)
	d.post("/f/"+other.ID.String()+"/avslutt", "outcome", "moved", "on", "3.11.2026", "sure", "ja").is(http.StatusNotFound)
}

func TestAnotherFamilysMemberIsNotFoundThroughOnesOwn(t *testing.T) {
	d := openDesk(t)
	other := d.house.FamilyOf(d.house.Colleague(), d.house.Intake("Vik"))
	address := d.base + "/personer/" + other.Child.String()
	d.get(address).is(http.StatusNotFound)
	d.post(address, "name", "Ny", "born_on", "1.1.2020", "grade", "ugradert").is(http.StatusNotFound)
	d.post(address + "/fjern").is(http.StatusNotFound)
	d.get(d.base + "/personer/" + other.Caregiver.String() + "/innlogging").is(http.StatusNotFound)
	d.post(d.base+"/personer/"+other.Caregiver.String()+"/innlogging", "pid", tenanttest.PID(1), "sure", "ja").is(http.StatusNotFound)
}

func TestASearchNeverStandsInAnAddress(t *testing.T) {
	d := openDesk(t)
	d.get("/familier").is(http.StatusOK).shows(`method="post" action="/familier/sok"`, "Lia", "1 barn", "Ikke begynt", "Ingen kontakt ennå")
	found := d.post("/familier/sok", "sok", "Mona Lia").is(http.StatusOK).shows("1 av familiene dine passer", d.base)
	if found.location != "" {
		t.Errorf("a search leads to %s", found.location)
	}
	for _, attribute := range []string{"href=", "action="} {
		for _, part := range strings.Split(found.body, attribute)[1:] {
			if address, _, _ := strings.Cut(strings.TrimPrefix(part, `"`), `"`); strings.Contains(address, "Mona") {
				t.Errorf("the name stands in %s", address)
			}
		}
	}
	d.get("/familier?sok=Ukjent").is(http.StatusOK).shows("Lia") // an address cannot search
	d.post("/familier/sok", "sok", "00000012").is(http.StatusOK).shows(d.base)
	d.post("/familier/sok", "sok", "Ingen Slik").is(http.StatusOK).shows("Ingen av familiene dine passer").hides(d.base)
	d.post("/familier/sok", "sok", "").is(http.StatusUnprocessableEntity).shows("Skriv et navn eller et telefonnummer")
}

func TestARemovedMemberComesBackWithOneClick(t *testing.T) {
	d := openDesk(t)
	address := d.base + "/personer/" + d.family.Child.String()
	d.follow(d.post(address+"/fjern")).shows("Personen er tatt bort.", `action="`+address+`/tilbake"`).hides("Elva Lia")
	d.follow(d.post(address+"/tilbake")).shows("Elva Lia", "10 år")
	d.post(address + "/tilbake").is(http.StatusNotFound)
}

func TestTwoWhoChangeAMemberBothKeepTheirText(t *testing.T) {
	d := openDesk(t)
	address := d.base + "/personer/" + d.family.Caregiver.String()
	change := func(version, phone string) page {
		return d.post(address, "version", version, "name", "Mona Lia", "relation", "mor", "phone", phone, "grade", "ugradert")
	}
	version := d.get(address).is(http.StatusOK).hidden("version")
	change(version, "000 00 111").is(http.StatusSeeOther)
	both := change(version, "000 00 222").is(http.StatusConflict).shows("000 00 111", `value="000 00 222"`)
	change(both.hidden("version"), "000 00 222").is(http.StatusSeeOther)
	d.get(d.base + "/personer").is(http.StatusOK).shows("000 00 222").hides("000 00 111")
}

func TestWhatIsWrongAboutAMemberIsSaidAndWhatWasTypedIsKept(t *testing.T) {
	d := openDesk(t)
	d.post(d.base+"/personer", "slag", "omsorgsperson", "relation", "bestemor", "email", strings.Repeat("a", 301)).
		is(http.StatusUnprocessableEntity).shows("Skriv hva personen heter", "Velg om adressen er beskyttet", "Skriv høyst 300 tegn", `value="bestemor"`)
	d.post(d.base+"/personer", "slag", "barn", "name", "Fremtid", "born_on", "4.11.2026", "grade", "ugradert", "school", uuid.NewString()).
		is(http.StatusUnprocessableEntity).shows("Skriv en dato som er i dag eller tidligere", "Velg noe i listen")
	d.follow(d.post(d.base+"/personer", "slag", "andre", "name", "Besta Lia", "relation", "bestemor", "grade", "fortrolig")).
		shows("Besta Lia", "Fortrolig adresse")
}

func TestALoginIsGivenAndEnded(t *testing.T) {
	d := openDesk(t)
	address := d.base + "/personer/" + d.family.Caregiver.String() + "/innlogging"
	d.post(address, "pid", "12345678901", "sure", "ja").is(http.StatusUnprocessableEntity).shows("elleve siffer")
	d.post(address, "pid", tenanttest.PID(7)).is(http.StatusUnprocessableEntity).shows("Kryss av når du har spurt")
	d.follow(d.post(address, "pid", tenanttest.PID(7), "sure", "ja", "language", "nn")).shows("Kan logge inn, siden 3. november 2026")
	_, _, err := directory.SignIn(t.Context(), d.house.Scope, directory.Identity{
		Issuer: tenanttest.Issuer, Subject: "mona", Kind: directory.KindFamily, PID: tenanttest.PID(7),
	})
	if err != nil {
		t.Fatalf("the caregiver cannot sign in: %v", err)
	}
	d.get(address + "/slutt").is(http.StatusOK).shows("Skal Mona ikke lenger kunne logge inn?")
	d.follow(d.post(address+"/slutt")).shows("Kan ikke logge inn ennå", address).hides("Kan logge inn, siden")
	d.get(d.base + "/personer/" + d.family.Child.String() + "/innlogging").is(http.StatusNotFound)
}

func TestWhoIsBarredCannotBeGivenALogin(t *testing.T) {
	d := openDesk(t)
	d.post(d.base+"/sperret", "reason", "besøksforbud").is(http.StatusUnprocessableEntity).shows("Skriv hva personen heter", `value="besøksforbud"`)
	list := d.follow(d.post(d.base+"/sperret", "name", "Mona Lia", "relation", "mor", "reason", "besøksforbud")).shows("Personen er stengt ute.", "besøksforbud")
	address := d.base + "/personer/" + d.family.Caregiver.String() + "/innlogging"
	d.post(address, "pid", tenanttest.PID(7), "sure", "ja").is(http.StatusUnprocessableEntity).shows("Ta personen av listen først")
	off := list.link(d.base + "/sperret/" + anID + "/fjern")
	d.get(off).is(http.StatusOK).shows("Skal Mona Lia tas av listen?")
	d.follow(d.post(off)).hides("besøksforbud")
	d.post(off).is(http.StatusNotFound)
}

func TestAFollowUpIsClosedAndTakenUpAgain(t *testing.T) {
	d := openDesk(t)
	d.post(d.base+"/avslutt", "reason", "Alt er bra", "on", "3.11.2026").is(http.StatusUnprocessableEntity).
		shows("Velg hvordan oppfølgingen endte", "Kryss av for at du vil avslutte", "Alt er bra")
	d.follow(d.post(d.base+"/avslutt", "outcome", "goals_reached", "reason", "Alt er bra", "on", "3.11.2026", "sure", "ja")).
		shows("Oppfølgingen er avsluttet.", `action="`+d.base+`/gjenapne"`, "Målene er nådd", "Alt er bra").hides("Neste steg")
	d.get("/familier").is(http.StatusOK).shows("Her kommer familiene dine").hides(d.base)
	d.get("/familier?vis=avsluttet").is(http.StatusOK).shows(d.base)
	d.get(d.base+"/personer").is(http.StatusOK).shows("Elva Lia").hides("Legg til et barn", "Ta bort")
	d.post(d.base + "/personer/" + d.family.Child.String() + "/fjern").is(http.StatusConflict)
	d.post(d.base+"/avslutt", "outcome", "moved", "on", "3.11.2026", "sure", "ja").is(http.StatusSeeOther)
	d.follow(d.post(d.base+"/gjenapne")).shows("Oppfølgingen er i gang igjen.", "Neste steg").hides("Målene er nådd")
}

func TestTheBackgroundIsShownAndCorrected(t *testing.T) {
	d := openDesk(t)
	d.get(d.base+"/bakgrunn").is(http.StatusOK).shows("Statens barnehus", "Vitne til vold i nære relasjoner", "Ikke noe opphold")
	d.post(d.base+"/bakgrunn", "referrer", "politi", "referred_on", "1.10.2026", "crisis_on", "feil").
		is(http.StatusUnprocessableEntity).shows("Skriv datoen slik", `value="feil"`, `value="politi" selected`)
	d.follow(d.post(d.base+"/bakgrunn", "referrer", "politi", "referred_on", "1.10.2026", "grounds", "physical_violence",
		"centre_from", "5.10.2026", "centre_to", "9.10.2026")).
		shows("Politiet", "Fysisk vold", "5. oktober 2026 til 9. oktober 2026", "Ikke kjent").hides("Vitne til vold")
	d.get(d.base).is(http.StatusOK).shows("Opphold på Stine Sofie Senteret")
}

func TestAFamilyIsRenamed(t *testing.T) {
	d := openDesk(t)
	d.post(d.base+"/navn", "short_name", " ").is(http.StatusUnprocessableEntity).shows("Skriv et kort navn")
	d.follow(d.post(d.base+"/navn", "short_name", "Bølgen")).shows("Bølgen")
}

func TestProtectedAddressesAreSaidFirst(t *testing.T) {
	d := openDesk(t)
	intake := d.house.Intake("Skjul")
	intake.Members[0].Grade = casefile.GradeStrict
	hidden := d.house.FamilyOf(d.house.Coordinator(), intake)
	d.get("/f/" + hidden.ID.String()).is(http.StatusOK).shows("Noen i familien har beskyttet adresse")
	d.get("/familier").is(http.StatusOK).shows("Beskyttet adresse")
}
