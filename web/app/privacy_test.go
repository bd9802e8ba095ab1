package app_test

import (
	"archive/zip"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/insight"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/spreadsheet"
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

func TestTheLogIsTurnedByDaysAndPagesAndKeepsWhatItIsNarrowedBy(t *testing.T) {
	d := openDesk(t)
	for range insight.PageSize + 5 {
		d.house.Clock.Advance(time.Hour) // a look after a pause is a line of its own
		d.again().get(d.base + "/bakgrunn").is(http.StatusOK)
	}
	officer := d.officer()
	narrowed := "/personvernombud/logg?type=look&rolle=coordinator&familie=" + casefile.Code(d.family.ID)
	number := regexp.MustCompile(`linje [0-9\x{202f}\x{a0} ]+`)
	first := officer.get(narrowed).is(http.StatusOK).shows("I dag, ", "I går, ", "Vis eldre").hides("Vis nyere", "Vis de nyeste")
	older := unescaped(first.link(`/personvernombud/logg\?[^"]*eldre=[^"]*`))
	d.house.Clock.Advance(time.Hour)
	d.again().get(d.base + "/bakgrunn").is(http.StatusOK) // meanwhile
	officer = d.officer()
	second := officer.get(older).is(http.StatusOK).shows("Vis nyere", "Vis de nyeste").hides("Vis eldre")
	newer := unescaped(second.link(`/personvernombud/logg\?[^"]*nyere=[^"]*`))
	for _, address := range []string{older, newer} {
		asked, err := url.Parse(address)
		if q := asked.Query(); err != nil || q.Get("type") != "look" || q.Get("rolle") != "coordinator" || q.Get("familie") != casefile.Code(d.family.ID) {
			t.Errorf("%s does not keep what the lines are narrowed by", address)
		}
	}
	back := number.FindAllString(officer.get(newer).is(http.StatusOK).body, -1)
	if want := number.FindAllString(first.body, -1); !slices.Equal(back, want) {
		t.Errorf("turned back the page has %v, and had %v", back, want)
	}
	both := slices.Concat(back, number.FindAllString(second.body, -1))
	slices.Sort(both)
	if n := len(slices.Compact(slices.Clone(both))); n != len(both) || n < insight.PageSize+5 {
		t.Errorf("the two pages have %d lines, %d of them only once", len(both), n)
	}
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
		shows("Hvem kan hva", "Personvernombud", "Trekke tilbake", "<table").
		hides("Role", "role:", "privacy_officer", "relation", "consent,", "statute", "matrix.")
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

func TestAnExtractIsTwoFilesNamedForNobodyThatProveThemselves(t *testing.T) {
	d := openDesk(t)
	d.get(d.base + "/bakgrunn").is(http.StatusOK)
	officer := d.officer()
	answer := officer.post("/personvernombud/utdrag", "type", "look", "familie", casefile.Code(d.family.ID)).is(http.StatusOK)
	archive, err := zip.NewReader(strings.NewReader(answer.body), int64(len(answer.body)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, file := range archive.File {
		opened, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[file.Name], err = io.ReadAll(opened); err != nil {
			t.Fatal(err)
		}
	}
	sheet, proof := files["utdrag.csv"], files["bevis.json"]
	rows, err := spreadsheet.Read(sheet)
	if err != nil || len(rows) < 2 || len(files) != 2 || !slices.Contains(rows[1], "Prøve koordinator") {
		t.Fatalf("the extract has %d files and rows %v (%v)", len(files), rows, err)
	}
	key, err := d.house.Scope.Keys().LogVerifier()
	if err != nil {
		t.Fatal(err)
	}
	found, err := insight.Verify(sheet, proof, note.VerifierList(key))
	if err != nil || len(found.Faults) != 0 || found.Lines != len(rows)-1 {
		t.Errorf("the extract is checked as %+v, %v", found, err)
	}
	for _, secret := range []string{"Mona", "Elva", "Lia"} {
		if strings.Contains(string(sheet)+string(proof), secret) {
			t.Errorf("the extract tells %q", secret)
		}
	}
	officer.get("/personvernombud/logg").shows("privacy.extract")
	officer.post("/personvernombud/utdrag", "familie", "tull").is(http.StatusUnprocessableEntity).shows("Koden har seks tegn")
	d.post("/personvernombud/utdrag").is(http.StatusNotFound)
}

func TestThePrivacyOfficersRoomSpeaksNynorskToo(t *testing.T) {
	d := openDesk(t)
	officer := d.officer()
	officer.post("/meg", "language", "nn", "text_size", "", "colour_scheme", "")
	officer.get("/personvernombud").is(http.StatusOK).shows("Det som skil seg ut", "Ingenting skil seg ut")
	officer.get("/personvernombud/logg").is(http.StatusOK).shows("Kven", "nyaste først", "Last ned utdrag")
	officer.get("/personvernombud/matrise").is(http.StatusOK).shows("Kven kan kva", "Trekkje tilbake", "Den som er stengd ute").
		hides("privacy_officer", "Hvem", "ikke", "matrix.")
}
