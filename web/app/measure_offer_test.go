package app_test

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
)

// addSleep has the municipality offer a course at a unit.
func (h *atHome) addSleep() services.Service {
	h.t.Helper()
	unit, err := directory.AddUnit(h.t.Context(), h.house.Administrator(), directory.Unit{Name: "Helsestasjonen", Kind: directory.UnitHealthCentre, Phone: "75 00 00 09"})
	h.must(err)
	offer, err := services.Add(h.t.Context(), h.house.Administrator(), services.Service{
		Title: "Søvnskolen", UnitID: unit.ID, About: "Kurs når nettene er korte.", Level: "selective", AgeFrom: 1, AgeTo: 6, Phone: "75000001",
		How: "Ring Sissel.\nHun svarer før lunsj", Referral: true,
	})
	h.must(err)
	return offer
}

func TestAnOfferIsChosenForAMeasureAndWhatWasWrittenIsKept(t *testing.T) {
	h := openHome(t)
	offer := h.addSleep()
	goal := h.at + "/m/" + h.goal("Sove bedre", "").String()
	h.get(goal + "/tiltak").is(http.StatusOK).shows(`formaction="` + goal + `/tiltak/tilbud"`)
	to := h.post(goal+"/tiltak/tilbud", "what", "", "why", "Hun sover lite.", "responsible_name", "Mona", "due", "1.12.2026", "version", "").
		is(http.StatusSeeOther).location
	if to != goal+"/tiltak/tilbud" {
		t.Fatalf("the search is at %s", to)
	}
	h.get(to).is(http.StatusOK).shows("Under målet: Sove bedre", `value="Sove bedre"`, "Søvnskolen", "Velg") // sought by the goal's own words
	h.post(to+"/sok", "sok", "romskip").is(http.StatusOK).shows("Vi fant ikke noe").hides("Søvnskolen")
	h.post(to+"/sok", "sok", "legge seg", "age", "14").is(http.StatusOK).hides("Søvnskolen")
	h.post(to+"/sok", "sok", "legge seg", "age", "mange").is(http.StatusUnprocessableEntity).shows(`href="#f-age"`)
	h.post(to+"/sok", "sok", "legge seg", "age", "3", "level", "selective").is(http.StatusOK).shows("Søvnskolen", `value="`+offer.ID.String()+`"`)
	for _, none := range []string{"", "noe", goal[len(goal)-36:]} {
		if back := h.post(to+"/velg", "offer", none).is(http.StatusSeeOther).location; back != to {
			t.Errorf("choosing nothing leads to %s", back)
		}
		h.get(to).is(http.StatusOK).shows("Velg et annet.")
	}
	if back := h.post(to+"/velg", "offer", offer.ID.String()).is(http.StatusSeeOther).location; back != goal+"/tiltak" {
		t.Fatalf("choosing leads to %s", back)
	}
	const words = "Hun sover lite.\n\nTilbud: «Søvnskolen» hos Helsestasjonen.\n" +
		"Slik tar dere kontakt: Ring Sissel. Hun svarer før lunsj. Telefon 75 00 00 01.\nNoen må henvise dere. Koordinatoren hjelper dere med det."
	h.get(goal+"/tiltak").is(http.StatusOK).shows(`value="Søvnskolen"`, words, `value="Mona"`, `value="1.12.2026"`, "Tiltaket gjelder tilbudet",
		`<option value="`+offer.UnitID.String()+`" selected>`, "Se over, og lagre tiltaket.")
	if len(h.read().Measures()) != 0 {
		t.Error("a measure was saved by choosing an offer")
	}
	h.post(goal+"/tiltak", "what", "Gå på Søvnskolen", "why", words, "unit", offer.UnitID.String(), "level", "selective").is(http.StatusSeeOther)
	saved := h.read().Measures()[0]
	if saved.Why != words || saved.UnitName != "Helsestasjonen" || saved.Level != plan.Level("selective") {
		t.Errorf("%+v", saved)
	}
}

func TestAnotherOfferTakesThePlaceOfTheFirst(t *testing.T) {
	h := openHome(t)
	h.addSleep()
	other, err := services.Add(t.Context(), h.house.Administrator(), services.Service{Title: "Nattero", Level: "indicated"})
	h.must(err)
	measure := h.at + "/t/" + h.measure(h.goal("Sove bedre", ""), plan.MeasureInput{
		What: "Søvnskolen", Why: "Hun sover lite.\n\nTilbud: «Søvnskolen» hos Helsestasjonen.\nRing.", ResponsibleName: "Mona",
	}).String()
	h.get(measure).is(http.StatusOK).shows("Velg et annet tilbud")
	if back := h.post(measure+"/tilbud/velg", "offer", other.ID.String()).is(http.StatusSeeOther).location; back != measure {
		t.Fatalf("choosing leads to %s", back)
	}
	form := h.get(measure).is(http.StatusOK).shows(`value="Nattero"`, "Hun sover lite.\n\nTilbud: «Nattero».", `value="Mona"`, `name="version" value="1"`)
	if strings.Contains(form.body, "Helsestasjonen.\nRing.") {
		t.Error("the words about the first offer stand")
	}
}

func TestTheFamilyReadsHowToGetInTouchAndWhenTheOfferIsOver(t *testing.T) {
	h := openHome(t).welcomed()
	offer := h.addSleep()
	h.strength("Elva tegner hver dag")
	goal := h.goal("Sove bedre", "")
	h.measure(goal, plan.MeasureInput{
		What: "Søvnskolen", Why: "Tilbud: «Søvnskolen» hos Helsestasjonen.\nSlik tar dere kontakt: Telefon 75 00 00 01.", Unit: &offer.UnitID, EvaluateOn: "2026-12-10",
		ResponsibleName: "Mona", Due: "2026-12-01",
	})
	h.propose()
	h.phone.get("/").is(http.StatusOK).shows("Slik tar dere kontakt: Telefon 75 00 00 01.", `href="/tilbud/`+offer.ID.String()+`"`, "Les mer om Søvnskolen").
		hides("ikke lenger blant tilbudene")
	h.must(services.Remove(t.Context(), h.house.Administrator(), offer.ID))
	h.phone.get("/").is(http.StatusOK).shows("Slik tar dere kontakt: Telefon 75 00 00 01.", "«Søvnskolen» er ikke lenger blant tilbudene i kommunen.").
		hides("Les mer om Søvnskolen")
	h.get(h.at + "/m/" + goal.String()).is(http.StatusOK).shows("«Søvnskolen» er ikke lenger blant tilbudene")
	h.get(h.at+"/t/"+h.read().Measures()[0].ID.String()).is(http.StatusOK).shows("«Søvnskolen» er ikke lenger blant tilbudene", "Telefon 75 00 00 01.")
}

func TestAnOfferSaysNothingThatTellsWhereAStrictlyProtectedFamilyIs(t *testing.T) {
	h := openHome(t)
	offer := h.addSleep()
	hidden := h.house.FamilyOfGrade(h.by, casefile.GradeStrict)
	goal, err := plan.AddGoal(t.Context(), h.by, hidden, plan.GoalInput{Area: plan.AreaSchool, Title: "Sove bedre"})
	h.must(err)
	at := "/f/" + hidden.String() + "/plan/m/" + goal.String() + "/tiltak"
	h.post(at+"/tilbud/velg", "offer", offer.ID.String()).is(http.StatusSeeOther)
	form := h.get(at).is(http.StatusOK).shows("Tilbud: «Søvnskolen».", "Koordinatoren vet hvordan dere tar kontakt.")
	why := between(form.body, `name="why"`, "</textarea>")
	for _, telling := range []string{"Helsestasjonen", "75 00 00", "Sissel"} {
		if strings.Contains(why, telling) {
			t.Errorf("%q stands in %q", telling, why)
		}
	}
}

// The words about an offer are read again in whichever language they were
// written.
func TestTheWordsAboutAnOfferAreReadAgain(t *testing.T) {
	for _, language := range []string{"nb", "nn"} {
		raw, err := os.ReadFile("../locale/" + language + "/measure.json")
		texts := map[string]any{}
		if err == nil {
			err = json.Unmarshal(raw, &texts)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"measure.offer.line", "measure.offer.line.unit", "measure.offer.strict"} {
			if text, _ := texts[key].(string); services.Mentioned(text) != "{{.Title}}" {
				t.Errorf("%s: %s is not read again: %q", language, key, text)
			}
		}
	}
}
