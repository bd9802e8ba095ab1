package app_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
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

func TestAYoungPersonOfAgeIsNamedWhereTheyAreChosenAndNotAtTheEnd(t *testing.T) {
	s := openSharing(t)
	intake := s.house.Intake("Nes")
	for name, born := range map[string]string{"Noa Nes": "2008-05-04", "Ylva Nes": "2009-02-01"} {
		intake.Members = append(intake.Members, casefile.Person{Kind: casefile.Child, Name: name, BornOn: clock.Date(born), Grade: casefile.GradeOpen})
	}
	family := s.house.FamilyOf(s.house.Coordinator(), intake)
	access, err := casefile.Enter(t.Context(), s.house.Coordinator(), family.ID)
	s.must(err)
	members, err := casefile.Members(t.Context(), access)
	s.must(err)
	ids := map[string]string{}
	for _, one := range members {
		ids[one.FirstName()] = one.ID.String()
	}
	at := "/f/" + family.ID.String() + "/samtykker/nytt"
	send := func(step, by string, about ...string) page {
		t.Helper()
		fields := []string{"step", step, "given_by", ids[by], "unit", s.school.String(), "purpose", "cooperation", "asked", "goals"}
		for _, one := range about {
			fields = append(fields, "members", ids[one])
		}
		return s.coordinator.post(at, fields...)
	}
	for _, language := range []struct{ code, hint, one, both, young, sibling string }{
		{
			"nb", "Er gammel nok til å svare selv. Velg Noa som den som svarer.",
			"Noa er gammel nok til å svare selv. Snakk med Noa, og skriv et eget samtykke der Noa er den som svarer.",
			"er gamle nok til å svare selv. Snakk med dem", "Barnet er for ungt til å svare alene", "Den unge svarer bare for seg selv",
		}, {
			"nn", "Er gammal nok til å svare sjølv. Vel Noa som den som svarer.",
			"Noa er gammal nok til å svare sjølv. Snakk med Noa, og skriv eit eige samtykke der Noa er den som svarer.",
			"er gamle nok til å svare sjølve. Snakk med dei", "Barnet er for ungt til å svare åleine", "Den unge svarer berre for seg sjølv",
		},
	} {
		s.coordinator.post("/meg", "language", language.code, "text_size", "", "colour_scheme", "")
		send("1", "Mona").is(http.StatusSeeOther)
		s.coordinator.get(at + "?steg=2").is(http.StatusOK).shows(language.hint)
		send("2", "Mona", "Elva", "Noa").is(http.StatusUnprocessableEntity).shows("Steg 2 av 4", language.one)
		send("2", "Mona", "Ylva", "Noa").is(http.StatusUnprocessableEntity).shows("Steg 2 av 4", language.both)
		send("2", "Mona", "Elva").is(http.StatusSeeOther)
		send("2", "Noa", "Noa").is(http.StatusSeeOther)
		send("2", "Noa", "Elva", "Ylva").is(http.StatusUnprocessableEntity).shows("Steg 2 av 4", language.sibling).hides(language.one)
		send("1", "Elva").is(http.StatusUnprocessableEntity).shows("Steg 1 av 4", language.young)
	}
}
