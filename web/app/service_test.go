package app_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
)

// addOffers has an administrator write some offers down.
func addOffers(admin *visitor) {
	admin.post("/admin/tilbud", "title", "Søvnskolen", "about", "Kurs når nettene er korte.", "level", "selective", "areas", "1.1",
		"age_from", "1", "age_to", "6", "phone", "75000001", "how", "Ring helsestasjonen").is(303)
	admin.post("/admin/tilbud", "title", "Leksehjelp", "about", "Etter skoletid.", "level", "universal", "areas", "1.2").is(303)
}

func TestEverybodySeeksHelpInOwnWords(t *testing.T) {
	office := openOffice(t)
	addOffers(office.administrator())
	for _, who := range []*visitor{office.staff("koordinator", policy.RoleCoordinator), office.staff("laerer", policy.RoleProfessional)} {
		who.get("/tilbud").is(200).shows(`method="post" action="/tilbud/sok"`, "Hva trenger du hjelp med?", "116 111").hides("Søvnskolen")
		found := who.post("/tilbud/sok", "sok", "ungen vil ikke sove").is(200).
			shows("1 tilbud", "Søvnskolen", "Du skrev «sove»", "1–6 år", `href="tel:75000001"`, "Ring 75 00 00 01", `value="ungen vil ikke sove"`).hides("Leksehjelp")
		who.get(found.link("/tilbud/"+anID)).is(200).shows("Slik tar du kontakt", "Ring helsestasjonen", `href="tel:75000001">75 00 00 01</a>`, "For noen som trenger litt mer").hides("Endre tilbudet")
		who.post("/tilbud/sok", "sok", "romskip").is(200).shows("Vi fant ikke noe", "116 111")
		who.post("/tilbud/sok", "sok", "sove", "age", "14").is(200).shows("Vi fant ikke noe")
		who.post("/tilbud/sok", "sok", "sove", "age", "mange").is(422).shows(`value="sove"`, `href="#f-age"`)
		who.post("/tilbud/sok", "area", "1.2").is(200).shows("Leksehjelp").hides("Søvnskolen")
		who.get("/tilbud?sok=sove").is(200).hides("Søvnskolen") // an address cannot search
		who.get("/admin/tilbud").is(404)
	}
	office.stranger().get("/tilbud").is(303)
}

func TestWhoAnswersForAnOfferWithoutATelephoneIsItsUnit(t *testing.T) {
	office := openOffice(t)
	admin := office.administrator()
	admin.post("/admin/tjenester", "name", "Prøvebakken helsestasjon", "kind", "health_centre", "phone", "75000000").is(303)
	unit := strings.TrimPrefix(admin.get("/admin/tjenester").link("/admin/tjenester/"+anID), "/admin/tjenester/")
	admin.post("/admin/tilbud", "title", "Søvnskolen", "unit", unit).is(303)
	found := admin.post("/tilbud/sok", "sok", "søvn").is(200)
	admin.get(found.link("/tilbud/" + anID)).is(200).shows(`Prøvebakken helsestasjon svarer på <a class="ds-link" href="tel:75000000">75 00 00 00</a>`)
}

func TestAFamilySeeksHelpAndHearsWhomToAsk(t *testing.T) {
	h := openHome(t)
	addOffers(h.office.administrator())
	h.phone.get("/tilbud").is(http.StatusOK).shows("Ingen ser hva du søker etter", "Skriv en melding", "Forlat siden nå", "hverdagskoordinatoren")
	h.phone.post("/tilbud/sok", "sok", "legge seg").is(http.StatusOK).shows("Søvnskolen")
}

func TestAnAdministratorKeepsOffersInOrder(t *testing.T) {
	office := openOffice(t)
	admin := office.administrator()
	admin.get("/admin/tilbud").is(200).shows("Ingen tilbud her ennå", "Ingen registre er koblet til")
	admin.post("/admin/tilbud", "title", "", "phone", "abc", "age_from", "9", "age_to", "3").is(422).
		shows("Skriv hva tilbudet heter.", `value="abc"`, `href="#f-age_to"`)
	addOffers(admin)
	offer := admin.get("/admin/tilbud?sok=Leksehjelp").is(200).shows("Leksehjelp").hides("Søvnskolen").link("/admin/tilbud/" + anID)
	admin.post(offer, "version", "1", "title", "Leksehjelp på biblioteket").is(303)
	admin.post(offer, "version", "1", "title", "Leksekafé").is(422).shows("Noen andre lagret først", "Leksehjelp på biblioteket", `name="version" value="2"`)
	admin.post(offer, "version", "2", "title", "Leksekafé", "closed", "ja").is(303)
	admin.get("/admin/tilbud").shows("Leksekafé", "Avsluttet")
	coordinator := office.staff("koordinator", policy.RoleCoordinator)
	coordinator.post("/tilbud/sok", "sok", "lekser").is(200).hides("Leksekafé")
	coordinator.get(strings.TrimPrefix(offer, "/admin")).is(404)
	admin.post(offer + "/fjern").is(303)
	list := admin.get("/admin/tilbud").is(200).shows("Angre").hides("Leksekafé")
	admin.post(list.link(offer + "/tilbake")).is(303)
	admin.get("/admin/tilbud").shows("Leksekafé")
}

// pages is a register that also reads files and writes the directory.
type pages struct {
	units []registry.Unit
	fails error
}

func (p *pages) Describe() sdk.Description {
	return sdk.Description{Name: "registry-pages", Version: "1.0.0", Receives: []sdk.DataClass{{Name: manifest.ClassDirectory}}}
}

func (p *pages) Configure(context.Context, sdk.Setup) error { return nil }

func (p *pages) Check(context.Context) (sdk.Health, error) { return sdk.Health{OK: true}, nil }

func (p *pages) List(_ context.Context, _ registry.Query, out *registry.Writer) (registry.End, error) {
	err := errors.Join(out.Units(p.units...), out.Remark(registry.Remark{Place: "rad 7", NB: "Raden er tom.", NN: "Rada er tom."}))
	if err == nil {
		err = p.fails
	}
	return registry.End{Complete: true}, err
}

// sheets is pages with files.
type sheets struct{ pages }

func (s *sheets) Describe() sdk.Description {
	described := s.pages.Describe()
	described.Name = "registry-sheets"
	return described
}

func (s *sheets) Inspect(_ context.Context, file registry.File) (registry.Inspection, error) {
	if !strings.Contains(string(file.Content), "navn") {
		return registry.Inspection{}, &sdk.Fault{Source: sdk.FromSettings, Code: "file.empty", Message: sdk.Words{NB: "Filen har ingen rader.", NN: "Fila har ingen rader."}}
	}
	return registry.Inspection{Rows: 1, Columns: []registry.Column{
		{Heading: "navn", Field: "name", Samples: []string{"Prøvebakken"}}, {Heading: "ring her", Samples: []string{"75 00 00 01"}},
	}}, nil
}

func (s *sheets) Publish(context.Context, registry.Directory) ([]registry.File, error) {
	return []registry.File{{Name: "../katalog.jsonld", Content: []byte("{}")}}, nil
}

// filled is an office with a register in use.
func filled(t *testing.T, plugin sdk.Plugin) *office {
	t.Helper()
	office := openOffice(t)
	ctx, admin := t.Context(), office.house.Administrator()
	office.house.UsePlugins(plugintest.InProcess(t, nil, func() sdk.Plugin { return plugin }))
	digest := office.house.PublishPlugin(plugin)
	id, err := connection.Install(ctx, admin, digest)
	if err == nil {
		err = connection.Grant(ctx, admin, id, digest, func(manifest.Ask) bool { return true })
	}
	if err != nil {
		t.Fatal(err)
	}
	return office
}

func TestARegisterIsFetchedQuestionsAreAnsweredAndCorrectionsStay(t *testing.T) {
	register := &pages{units: []registry.Unit{
		{ID: "1", Name: "Lia skole", Kind: "school", Phone: "75000001"}, {ID: "2", Name: "Prøvebakken skole", Kind: "school", Phone: "75 00 00 02"},
	}}
	admin := filled(t, register).administrator()
	admin.post("/admin/tjenester", "name", "Lia skole", "kind", "school", "phone", "75000099").is(303)
	fetch := admin.get("/admin/tilbud").is(200).shows("Hent nå").link("/admin/tilbud/hent/" + anID)
	admin.post(fetch).is(303)
	admin.get("/admin/tilbud").is(200).shows("Registeret er lest.", "1 fra registrene kan være det samme som dere har")
	question := admin.get("/admin/tilbud/sporsmal").is(200).shows("Er det det samme?", "Dere har: Lia skole", "75 00 00 99")
	answer := question.link("/admin/tilbud/sporsmal/" + anID)
	same := between(question.body, `name="same" value="`, `"`)
	admin.post(answer, "same", same).is(303)
	admin.get("/admin/tilbud/sporsmal").is(200).shows("Ingenting å svare på")
	unit := admin.get("/admin/tjenester/"+same).is(200).shows("Registeret sier", "75 00 00 01", "Dere har: 75 00 00 99")
	for field, said := range map[string]string{"phone": "Nå følger feltet registeret igjen.", "romskip": "Feltet kunne ikke overtas."} {
		if back := admin.post(unit.link("/admin/tilbud/register/"+anID), "field", field).is(303).location; back != "/admin/tjenester/"+same {
			t.Errorf("%s leads to %s", field, back)
		}
		admin.get("/admin/tjenester/" + same).is(200).shows(said)
	}
	admin.get("/admin/tjenester/" + same).is(200).shows(`value="75000001"`).hides("75 00 00 99")
	register.units = register.units[:1]
	admin.post(fetch).is(303)
	gone := admin.get("/admin/tilbud/borte").is(200).shows("Prøvebakken skole", "Enhet")
	admin.get(gone.link("/admin/tjenester/" + anID)).is(200).shows("Står ikke lenger i registeret")
	register.fails = sdk.SystemFault("system.down", errors.New("down"))
	if to := admin.post(fetch).is(303).location; !strings.HasPrefix(to, "/admin/koblinger/") {
		t.Errorf("sent to %s", to)
	}
}

func between(text, from, to string) string {
	_, text, _ = strings.Cut(text, from)
	text, _, _ = strings.Cut(text, to)
	return text
}

func TestAFileIsShownMappedAndTakenIn(t *testing.T) {
	reader := &sheets{pages{units: []registry.Unit{{ID: "1", Name: "Prøvebakken skole"}}}}
	office := filled(t, reader)
	admin := office.administrator()
	if to := admin.get("/admin/tjenester/fil").is(303).location; to != "/admin/tilbud/fil" { // one way to read a file, not two
		t.Errorf("the list of units leads to %s", to)
	}
	admin.post("/admin/tilbud/fil").is(422).shows("Velg en fil først.")
	admin.upload("/admin/tilbud/fil", "navn\n"+strings.Repeat("a", services.MostFile)).is(422).
		shows("Filen er for stor. Den kan være på 4 MB.", `href="#f-file"`)
	admin.upload("/admin/tilbud/fil", "tom").is(422).shows("Filen har ingen rader.")
	at := admin.upload("/admin/tilbud/fil", "navn;ring her\nPrøvebakken;75 00 00 01\n").is(303).location
	admin.get(at).is(200).shows("Dette vil skje", "Prøvebakken skole", "Rad 7: Raden er tom.", "ring her", "75 00 00 01", `<option value="">Ikke med</option>`)
	admin.post(at+"/kolonner", "c0", "name", "c1", "name").is(422).shows("En annen kolonne er allerede dette")
	admin.post(at+"/kolonner", "c1", "phone").is(422).shows("Velg hvilken kolonne som har navnet")
	admin.post(at+"/kolonner", "c0", "name", "c1", "phone", "whole", "ja").is(303)
	admin.get(at).is(200).shows(`value="phone" selected`)
	office.staff("annen", policy.RoleAdministrator).get(at).is(404)
	admin.post(at).is(303)
	admin.get("/admin/tilbud").shows("Filen er lest inn.")
	admin.get("/admin/tjenester").shows("Prøvebakken skole")
	admin.post(at).is(303)
	admin.get(at).is(404)
	archive := admin.post("/admin/tilbud/publiser").is(200)
	if !strings.HasPrefix(archive.body, "PK") || strings.Contains(archive.body, "../") {
		t.Errorf("%.60q", archive.body)
	}
}

func TestWithoutAConnectionFilesAreNotRead(t *testing.T) {
	admin := openOffice(t).administrator()
	admin.get("/admin/tilbud/fil").is(200).shows("Ingen kobling kan lese regneark", "/admin/tjenester/fil")
	admin.upload("/admin/tilbud/fil", "navn\nx").is(404)
	admin.post("/admin/tilbud/publiser").is(404)
}
