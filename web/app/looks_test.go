package app_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// caregiver is the caregiver of the desk's family in a browser of their own.
func (d desk) caregiver() *visitor {
	d.t.Helper()
	d.house.Caregiver(d.family)
	token, _, err := directory.SignIn(d.t.Context(), d.house.Scope, directory.Identity{
		Issuer: tenanttest.Issuer, Subject: d.family.ID.String(), Kind: directory.KindFamily,
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return &visitor{office: d.office, cookies: map[string]string{"hverdag": token}}
}

func TestALookIsToldWithWhoWhatWhenAndWhy(t *testing.T) {
	d := openDesk(t)
	d.caregiver().get("/sett").is(http.StatusOK)
	d.house.Clock.Advance(2 * time.Hour)
	later := d.again()
	later.get(d.base + "/bakgrunn").is(http.StatusOK)
	later.get(d.base+"/sett").is(http.StatusOK).shows("I dag, tirsdag 3. november",
		"Prøve koordinator", "bakgrunnen", "kl.\u00a011.00", "fordi familien sa ja søndag 1. november",
		"Mona Lia så hvem som har sett", "fordi personen har omsorg for barna")
}

func TestACaregiverSeesWhoHasLookedAndNotWhatIsKeptForTheCoordinator(t *testing.T) {
	d := openDesk(t)
	d.get(d.base + "/bakgrunn").is(http.StatusOK)
	d.get(d.base + "/personer").is(http.StatusOK)
	d.caregiver().get("/sett").is(http.StatusOK).
		shows("Prøve koordinator så", "hvem som er i familien", "annet som bare koordinatoren kan se", "fordi dere sa ja søndag 1. november").
		hides("bakgrunnen", "stengt ute", "adresse og skole", "Lia</p>")
}

func TestTheLogOfLooksIsPagedAndToldByDay(t *testing.T) {
	d := openDesk(t)
	for range 35 {
		d.house.Clock.Advance(26 * time.Hour)
		d.again().get(d.base + "/bakgrunn").is(http.StatusOK)
	}
	reader := d.again()
	first := reader.get(d.base+"/sett").is(http.StatusOK).shows("Vis eldre").hides("Vis de nyeste", "onsdag 4. november")
	older := reader.get(first.link(d.base+`/sett\?eldre=\d+`)).is(http.StatusOK).shows("Onsdag 4. november", "Vis de nyeste")
	older.hides("Vis eldre")
	reader.get(d.base + "/sett?eldre=tull").is(http.StatusOK).shows("Vis eldre")
}

func TestTheLooksOfAnotherFamilyAreNotFound(t *testing.T) {
	d := openDesk(t)
	other := d.house.FamilyOf(d.house.Colleague(), d.house.Intake("Vik"))
	d.get("/f/" + other.ID.String() + "/sett").is(http.StatusNotFound)
	d.caregiver().get("/f/" + other.ID.String() + "/sett").is(http.StatusNotFound)
	d.get("/sett").is(http.StatusNotFound) // a coordinator has no family of their own here
}

func TestAnEmergencyIsToldInPlainWordsInBothLanguages(t *testing.T) {
	d := openDesk(t)
	colleague := d.house.Colleague()
	err := d.house.Scope.InTx(t.Context(), func(tx *tenants.Tx) error {
		return casefile.Let(t.Context(), colleague, tx, d.family.ID, casefile.Grant{
			User: colleague.Viewer.ID, Relation: policy.RelationEmergency, Basis: policy.BasisEmergency,
			Until: d.house.Clock.Now().Add(3 * time.Hour), Reason: "Kunne ikke vente",
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	access, err := casefile.Enter(t.Context(), colleague, d.family.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := casefile.ReadOverview(t.Context(), access); err != nil {
		t.Fatal(err)
	}
	if err := colleague.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	caregiver := d.caregiver()
	caregiver.get("/sett").is(http.StatusOK).shows("Prøve kollega så", "i en nødssituasjon, uten ja. Grunnen ble skrevet ned.",
		"Hva er gjort", "begynte oppfølgingen", casefile.Code(d.family.ID)).hides("Kunne ikke vente")
	caregiver.post("/meg", "language", "nn", "text_size", "", "colour_scheme", "")
	caregiver.get("/sett").is(http.StatusOK).shows("Prøve kollega såg", "i ein naudsituasjon, utan ja. Grunnen vart skriven ned.",
		"Kva er gjort", "byrja oppfølginga")
}

func TestTheCoordinatorDecidesWithAReasonThatStaffAreToldByRole(t *testing.T) {
	d := openDesk(t)
	d.get(d.base+"/sett").is(http.StatusOK).shows("Navn eller rolle for familien", casefile.Code(d.family.ID))
	d.get(d.base + "/sett/navn").is(http.StatusOK).shows("Rollen til den som har sett")
	d.post(d.base+"/sett/navn", "told", "role", "reason", "").is(http.StatusUnprocessableEntity).shows("Skriv hvorfor")
	d.post(d.base+"/sett/navn", "told", "role", "reason", "En ansatt er truet").is(http.StatusSeeOther)
	d.get(d.base + "/sett/navn").is(http.StatusOK).shows("En ansatt er truet")
	caregiver := d.caregiver()
	caregiver.get("/sett").is(http.StatusOK).shows("Her ser du rollen til dem som har sett", "Koordinator så").
		hides("Prøve koordinator", "En ansatt er truet", "Navn eller rolle for familien")
	caregiver.get(d.base + "/sett/navn").is(http.StatusNotFound)
	d.get(d.base + "/sett").is(http.StatusOK).shows("Du så")
}
