package app_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestAConsentIsWrittenDownInStepsAndNothingIsLostOnTheWay(t *testing.T) {
	s := openSharing(t)
	at := "/f/" + s.family.ID.String() + "/samtykker/nytt"
	s.coordinator.get(at).is(http.StatusOK).shows("Steg 1 av 4", "Hvem svarer, og til hvem?").hides(`name="asked" value="goals"`)
	s.coordinator.post(at, "step", "1").is(http.StatusUnprocessableEntity).shows("Steg 1 av 4", "Velg hvilken tjeneste")
	whom := []string{"given_by", s.family.Caregiver.String(), "unit", s.school.String(), "purpose", "cooperation"}
	next := func(to string, fields ...string) page {
		t.Helper()
		answer := s.coordinator.post(at, fields...).is(http.StatusSeeOther)
		if answer.location != at+"?steg="+to {
			t.Fatalf("goes on to %s", answer.location)
		}
		return s.coordinator.get(answer.location).is(http.StatusOK)
	}
	next("2", append(whom, "step", "1")...).shows("Steg 2 av 4", `name="unit" value="`+s.school.String())
	s.coordinator.post(at, append(whom, "step", "2", "members", s.family.Child.String())...).is(http.StatusUnprocessableEntity)
	what := append(whom, "asked", "goals", "asked", "needs", "members", s.family.Child.String())
	next("3", append(what, "step", "2")...).shows("Steg 3 av 4").hides(`value="strengths"`)
	s.coordinator.get(at + "?steg=1").is(http.StatusOK).shows("checked") // back, with what was typed
	s.coordinator.post(at, append(what, "step", "3", "answer", "yes", "how", "oral")...).is(http.StatusUnprocessableEntity)
	all := append(what, "answer", "partial", "sections", "needs", "how", "oral", "how_told", "På møtet", "until", "24.12.2026")
	summary := next("4", append(all, "step", "3")...)
	summary.shows("Stemmer dette?", "Mona sier ja til at Blåbærskogen skole får se behovene om Elva.", "Torsdag 24. desember")
	s.coordinator.get("/f/" + s.family.ID.String() + "/samtykker").hides("ehovene")
	s.coordinator.post(at, all...).is(http.StatusSeeOther)
	s.coordinator.get("/f/" + s.family.ID.String() + "/samtykker").shows("Behovene")
	if body := s.coordinator.get(at).is(http.StatusOK).body; strings.Contains(body, s.family.Caregiver.String()+`" checked`) {
		t.Error("what was written down is still being typed")
	}
}
