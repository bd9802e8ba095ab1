package app_test

import (
	"testing"
	"time"
)

func TestAWordWithAFaultKeepsNone(t *testing.T) {
	admin := openOffice(t).administrator()
	admin.post("/admin/ord/nb", "nb-coordinator", "familieveileder", "nb-plan", "Plan nr. 1").is(422).
		shows(`value="familieveileder"`, `value="Plan nr. 1"`, `href="#f-nb-plan"`, "Skriv ordet med bare bokstaver")
	admin.get("/admin/ord").is(200).hides("familieveileder")
	admin.post("/admin/ord/nb", "nb-coordinator", "familieveileder", "nb-plan", "Familieplan").is(303)
	admin.get("/admin/ord").shows(`value="familieveileder"`, `value="Familieplan"`)
	admin.get("/admin/brukere/ny").shows("Familieveileder", "lager Familieplan sammen").hides("Hverdagskoordinator")
	admin.post("/admin/ord/nb", "nb-coordinator", "").is(303)
	admin.get("/admin/brukere/ny").shows("Hverdagskoordinator")
	admin.post("/admin/ord/sv", "sv-plan", "Plan").is(404)
}

func TestTheMunicipalitysLanguageIsThatOfThoseWhoHaveNotChosen(t *testing.T) {
	office := openOffice(t)
	admin := office.administrator()
	office.stranger().get("/logg-inn").is(200).shows(`lang="nb"`, "Jeg jobber i kommunen")
	admin.post("/admin/ord/sprak", "language", "nn").is(303)
	office.stranger().get("/logg-inn").is(200).shows(`lang="nn"`, "Eg jobbar i kommunen")
	admin.post("/meg", "language", "nb").is(303)
	admin.get("/admin/ord").shows(`lang="nb"`)
	admin.post("/admin/ord/sprak").is(422)
	admin.post("/admin/ord/sprak", "language", "sv").is(422)
}

func TestTheMunicipalitysOwnWordsAreReadWhereverThePlanIs(t *testing.T) {
	home := openHome(t)
	home.administrator().post("/admin/ord/nb", "nb-the_plan", "familieplanen", "nb-coordinator", "familieveileder",
		"nb-the_coordinator", "familieveilederen").is(303)
	home.get(home.at).is(200).shows(">Familieplanen</h1>").hides("Hverdagsplanen")
	home.get(home.at+"/utskrift").is(200).shows("Familieplanen slik den er nå", "Prøve koordinator, familieveileder",
		"Familieveilederen holder i samarbeidet").hides("Hverdagsplanen", "Hverdagskoordinator")
	home.phone.get("/rettigheter").is(200).shows("Spør familieveilederen eller personvernombudet", "sier dere fra til familieveilederen").
		hides("hverdagskoordinatoren", "{{")
	home.phone.get("/velkommen").is(200).shows("på biblioteket eller hos familieveilederen")
	home.phone.get("/sett").is(200).shows("kan du spørre familieveilederen")
}

func TestAnotherReplicaSpeaksWithNewWordsWithinSeconds(t *testing.T) {
	first := openOffice(t)
	admin, second := first.administrator(), openReplica(t, first.house)
	second.stranger().get("/logg-inn").is(200).shows(`lang="nb"`)
	admin.post("/admin/ord/sprak", "language", "nn").is(303)
	first.house.Clock.Advance(3 * time.Second)
	second.stranger().get("/logg-inn").is(200).shows(`lang="nn"`)
}
