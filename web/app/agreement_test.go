package app_test

import (
	"net/http"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

func TestTheAgreementGoesFromProposalToYesAndVersionsAreCompared(t *testing.T) {
	b := openTable(t)
	b.post(b.at + "/avtale").is(http.StatusUnprocessableEntity).shows("Skriv ned noe som fungerer")
	b.strength("Elva tegner")
	goal := b.goal("Trygg på skolen", "")
	b.measure(goal, plan.MeasureInput{What: "Følge til skolen"})
	b.post(b.at+"/avtale", "children", b.family.Child.String()).is(http.StatusSeeOther)
	page := b.get(b.at+"/avtale").is(http.StatusOK).shows("Mona", "Elva", "Har ikke svart ennå")
	answer := page.link(b.at + "/avtale/1/" + b.family.Caregiver.String())
	b.post(answer, "answer", "missing").is(http.StatusUnprocessableEntity).shows("Velg om svaret ble gitt muntlig eller skriftlig")
	b.post(answer, "answer", "yes", "how", "oral").is(http.StatusSeeOther)
	b.post(b.at+"/avtale/1/"+b.family.Child.String(), "answer", "yes", "how", "oral").is(http.StatusSeeOther)
	b.get(b.at).shows("Familien har sagt ja")

	b.must(plan.ChangeGoal(t.Context(), b.by, b.family.ID, goal, 1, plan.GoalInput{Area: plan.AreaSchool, Title: "Trygg hele dagen"}))
	b.get(b.at+"/versjoner").is(http.StatusOK).shows("Versjon 1", "avtalt 3. november 2026")
	b.get(b.at + "/versjoner/1").is(http.StatusOK).shows("Trygg på skolen").hides("Trygg hele dagen")
	b.get(b.at+"/versjoner/sammenlign?fra=1&til=naa").is(http.StatusOK).shows("Endret", "Trygg på skolen", "Trygg hele dagen")
	b.get(b.at + "/versjoner/sammenlign?fra=9&til=naa").is(http.StatusNotFound)
}

func TestAnAgreedLineBecomesAMeasureAtTheTable(t *testing.T) {
	b := openTable(t)
	goal := b.goal("Trygg på skolen", "")
	start := b.house.Clock.Now()
	id, err := journal.PlanMeeting(t.Context(), b.by, b.family.ID, journal.Call{StartsAt: start, Minutes: 60})
	b.must(err)
	_, err = journal.HoldMeeting(t.Context(), b.by, b.family.ID, id, 1, journal.Held{Agreed: []string{"Mormor følger til skolen", "Vi møtes igjen"}})
	b.must(err)
	at := b.at + "/fra-mote/" + id.String()
	b.get(at).is(http.StatusOK).shows("Mormor følger til skolen", "Vi møtes igjen", "Trygg på skolen")
	b.post(at+"/1", "what_1", "Mormor følger til skolen").is(http.StatusUnprocessableEntity).shows("Velg hvilket mål det hører til")
	b.post(at+"/1", "what_1", "Mormor følger til skolen", "goal_1", goal.String(), "responsible_name_1", "Mormor", "due_1", "1.12.2026").
		is(http.StatusSeeOther)
	b.post(at+"/3", "what_3", "Noe", "goal_3", goal.String()).is(http.StatusNotFound)
	b.get(at).is(http.StatusOK).shows("Er i planen")
	if list := b.read().Measures(); len(list) != 1 || list[0].Meeting == nil || *list[0].Meeting != id {
		t.Errorf("measures after the meeting: %+v", list)
	}
}
