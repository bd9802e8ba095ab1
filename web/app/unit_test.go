package app_test

import (
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

const someUnits = "navn;type;telefon;rektor\n" +
	"Prøvebakken skole;skole;75 00 00 00;x\n" +
	"Ukjent;romskip;;\n" +
	";barnehage;;\n" +
	"Lia barnehage;barnehage;abc;\n"

func TestAFaultyUnitKeepsWhatWasTypedAndIsNotAdded(t *testing.T) {
	admin := openOffice(t).administrator()
	admin.post("/admin/tjenester", "name", "Prøvebakken skole", "kind", "school", "phone", "abc", "about", "Ring oss\nhelst før ti").
		is(422).shows(`value="Prøvebakken skole"`, `value="abc"`, `value="school" selected`, "Ring oss\nhelst før ti", `href="#f-phone"`)
	admin.get("/admin/tjenester").is(200).shows("Ingen enheter ennå")
}

func TestACoordinatorReadsTheUnitsAndChangesNone(t *testing.T) {
	office := openOffice(t)
	admin, coordinator := office.administrator(), office.staff("koordinator", policy.RoleCoordinator)
	coordinator.get("/tjenester").is(200).shows("Ingen enheter ennå")
	admin.post("/admin/tjenester", "name", "Prøvebakken skole", "kind", "school", "phone", "75000000",
		"website", "skole.example/prove", "address", "Prøveveien 1").is(303)
	admin.post("/admin/tjenester", "name", "Lia barnehage", "kind", "kindergarten").is(303)
	coordinator.get("/tjenester").is(200).shows("Prøvebakken skole", "Lia barnehage", `href="tel:75000000">75 00 00 00</a>`,
		`href="https://skole.example/prove"`, "2 enheter")
	coordinator.get("/tjenester?type=school").is(200).shows("Prøvebakken skole").hides("Lia barnehage")
	coordinator.get("/tjenester?sok=pr%C3%B8veveien").is(200).shows("Prøvebakken skole").hides("Lia barnehage")
	coordinator.get("/tjenester?sok=finnesikke").is(200).shows("Ingen enheter passer")
	unit := admin.get("/admin/tjenester?type=school").is(200).shows(`<span class="cell">75 00 00 00</span>`).link("/admin/tjenester/" + anID)
	admin.get(unit).is(200).shows(`value="75000000"`) // what is stored stays as it came
	coordinator.get(unit).is(404)
	coordinator.post(unit + "/fjern").is(404)
	office.staff("laerer", policy.RoleProfessional).get("/tjenester").is(404)
}

func TestTwoWhoChangeOneUnitSeeBothVersions(t *testing.T) {
	admin := openOffice(t).administrator()
	admin.post("/admin/tjenester", "name", "Prøvebakken skole", "kind", "school").is(303)
	unit := admin.get("/admin/tjenester").link("/admin/tjenester/" + anID)
	admin.post(unit, "version", "1", "name", "Nybakken skole", "kind", "school").is(303)
	admin.post(unit, "version", "1", "name", "Prøvebakken oppvekstsenter", "kind", "school").is(422).
		shows("Noen andre lagret først", "Nybakken skole", `value="Prøvebakken oppvekstsenter"`, `name="version" value="2"`)
	admin.get("/admin/tjenester").shows("Nybakken skole")
	admin.post(unit, "version", "2", "name", "Prøvebakken oppvekstsenter", "kind", "school").is(303)
	admin.get("/admin/tjenester").shows("Prøvebakken oppvekstsenter").hides("Nybakken skole")
}

func TestARemovedUnitCanBePutBackAtOnce(t *testing.T) {
	admin := openOffice(t).administrator()
	admin.post("/admin/tjenester", "name", "Prøvebakken skole", "kind", "school").is(303)
	unit := admin.get("/admin/tjenester").link("/admin/tjenester/" + anID)
	admin.post(unit + "/fjern").is(303)
	list := admin.get("/admin/tjenester").is(200).shows("Enheten er fjernet fra listene.", "Angre").hides("Prøvebakken skole")
	admin.get(unit).is(404)
	admin.post(list.link(unit + "/tilbake")).is(303)
	admin.get("/admin/tjenester").shows("Prøvebakken skole")
}

func TestReadingAFileImportsNothingUntilItIsConfirmed(t *testing.T) {
	office := openOffice(t)
	admin := office.administrator()
	read := admin.upload("/admin/tjenester/fil", someUnits).is(303)
	preview := admin.get(read.location).is(200).shows("Linje 3", "Vi kjenner ikke denne typen.", "Linje 4", "Skriv hva enheten heter.",
		"Linje 5", "Skriv telefonnummeret med siffer", "«rektor»", "Les inn 1 enhet")
	admin.get("/admin/tjenester").shows("Ingen enheter ennå")
	office.staff("annen", policy.RoleAdministrator).get(read.location).is(404)
	confirm := preview.link(strings.ReplaceAll(read.location, ".", `\.`))
	admin.post(confirm).is(303)
	admin.get("/admin/tjenester").shows("Prøvebakken skole", "1 enhet", "Resten må rettes i filen.").hides("Ukjent", "Lia barnehage")
	admin.post(confirm).is(303)
	admin.get("/admin/tjenester").shows("1 enhet")
}

func TestADroppedFileImportsNothing(t *testing.T) {
	admin := openOffice(t).administrator()
	read := admin.upload("/admin/tjenester/fil", someUnits).is(303)
	admin.post(read.location + "/dropp").is(303)
	admin.get(read.location).is(404)
	admin.post(read.location).is(404)
	admin.get("/admin/tjenester").shows("Ingen enheter ennå")
}

func TestAFileThatCannotBeReadSaysWhichLineAndWhy(t *testing.T) {
	admin := openOffice(t).administrator()
	for content, why := range map[string]string{
		"navn;type\nSolbakken;skole\n\xe5sen;skole\n": "Linje 3 har tegn vi ikke kan lese.",
		"navn\nSolbakken\n":                           "Filen mangler kolonnen «type». Skriv den i linje 1",
		"navn;type\n":                                 "ingen enheter under dem",
		"":                                            "Filen er tom.",
		"navn;type\n\"Solbakken;skole\n":              "anførselstegn i linje 2",
	} {
		admin.upload("/admin/tjenester/fil", content).is(422).shows(why, `href="#f-file"`, `aria-describedby="f-file-hint f-file-error"`)
	}
	admin.post("/admin/tjenester/fil").is(422).shows("Velg en fil først.")
	admin.get("/admin/tjenester").shows("Ingen enheter ennå")
}

func TestAFileAboveOneMegabyteIsRefused(t *testing.T) {
	admin := openOffice(t).administrator()
	admin.upload("/admin/tjenester/fil", "navn;type\n"+strings.Repeat("a", 1<<20)).is(413).shows("Dette ble for stort")
}

func TestTheTemplateIsAFileThatCanBeReadBack(t *testing.T) {
	admin := openOffice(t).administrator()
	template := admin.get("/admin/tjenester/fil/mal").is(200)
	if want := "\ufeffnavn;type;orgnr;telefon;epost;nettside;adresse;om\r\n"; template.body != want {
		t.Errorf("template %q, want %q", template.body, want)
	}
	admin.upload("/admin/tjenester/fil", template.body+"Prøvebakken skole;skole;;;;;;\r\n").is(303)
}

func TestALongListIsReadPageByPage(t *testing.T) {
	admin := openOffice(t).administrator()
	var file strings.Builder
	file.WriteString("navn;type\n")
	for i := range 60 {
		file.WriteString("Skole " + strings.Repeat("i", i+1) + ";skole\n")
	}
	read := admin.upload("/admin/tjenester/fil", file.String()).is(303)
	admin.post(read.location).is(303)
	first := admin.get("/admin/tjenester?type=school").is(200).shows("60 enheter", "Side 1 av 2")
	next := first.link(`/admin/tjenester\?side=2&amp;type=school`)
	admin.get(strings.ReplaceAll(next, "&amp;", "&")).is(200).shows("Side 2 av 2")
}
