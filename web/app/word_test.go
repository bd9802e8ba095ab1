package app_test

import "testing"

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
