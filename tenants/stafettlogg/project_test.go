package stafettlogg

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

func words(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Each class alone opens what it is for, and nothing of any other.
func TestAClassOpensWhatItIsForAndNothingElse(t *testing.T) {
	begin := beginning{reference: "REFERANSE", age: 14, level: "NIVÅ", step: "TRINN", unit: "999999902", since: "2026-11-01"}
	part := Part{Text: "TEKST", Area: "1.2", State: "active", Responsible: "ROLLE", Due: "2026-12-01"}
	for class, want := range map[string][]string{
		manifest.ClassChildReference: {"REFERANSE"},
		manifest.ClassAgeGroup:       {"13-15"},
		manifest.ClassLevel:          {"NIVÅ", "TRINN"},
		manifest.ClassParticipants:   {"999999902", "caregiver"},
		manifest.ClassBaton:          {"hverdagskoordinator", "2026-11-01"},
		manifest.ClassGoals:          {"GOAL"},
		manifest.ClassMeasures:       {"MEASURE", "ROLLE", "2026-12-01"},
		manifest.ClassMeetings:       nil,
		manifest.ClassPlanDocument:   nil,
		manifest.ClassDirectory:      nil,
	} {
		may := Allowed{Classes: []string{class}}
		said := words(t, begin.start(may))
		part.Text = "GOAL"
		if goal, ok := sendGoal(may, "x", part); ok {
			said += words(t, goal)
		}
		part.Text = "MEASURE"
		if measure, ok := sendMeasure(may, "x", part); ok {
			said += words(t, measure)
		}
		for _, one := range []string{
			"REFERANSE", "13-15", "NIVÅ", "TRINN", "999999902", "caregiver", "hverdagskoordinator", "2026-11-01", "GOAL", "MEASURE",
			"ROLLE", "2026-12-01",
		} {
			if strings.Contains(said, one) != slices.Contains(want, one) {
				t.Errorf("%s: %q is there: %v", class, one, strings.Contains(said, one))
			}
		}
	}
	if said := words(t, begin.start(Allowed{Stop: StopStrict, Classes: manifest.Classes})); strings.Contains(said, "REFERANSE") {
		t.Errorf("something left where nothing may: %s", said)
	}
}

func TestWhatMayLeaveIsBothGrantedAndConsentedTo(t *testing.T) {
	every := policy.Sections(policy.Shareable()...)
	for _, class := range manifest.Classes {
		section, known := opens[class]
		if got := intersect([]string{class}, every); slices.Contains(got, class) != known {
			t.Errorf("%s granted and consented to gives %v", class, got)
		}
		if got := intersect(nil, every); len(got) != 0 {
			t.Errorf("%s without a grant gives %v", class, got)
		}
		if got := intersect(manifest.Classes, every&^policy.Sections(section)); known && slices.Contains(got, class) {
			t.Errorf("%s without a yes to %s leaves all the same", class, section)
		}
	}
}

func TestNobodyIsNamedAndWhatIsTheFamilysOwnStays(t *testing.T) {
	who := uuid.New()
	for _, measure := range []plan.Measure{
		{MeasureInput: plan.MeasureInput{What: "Turer", Why: "GRUNN", ResponsibleName: "NAVN"}, Who: "NAVN", UnitName: ""},
		{MeasureInput: plan.MeasureInput{What: "Turer", Why: "GRUNN", Responsible: &who}, Who: "NAVN", WhoTitle: "kontaktlærer", UnitName: "Skolen"},
	} {
		said := words(t, ourMeasure(measure, "g"))
		if strings.Contains(said, "NAVN") || strings.Contains(said, "GRUNN") {
			t.Errorf("%s", said)
		}
		if measure.WhoTitle != "" && !strings.Contains(said, "kontaktlærer") {
			t.Errorf("the role is not told: %s", said)
		}
	}
	goal := plan.Goal{GoalInput: plan.GoalInput{Title: "Trygg", ChildWords: "BARNETS"}, Whom: "NAVN", State: plan.GoalStopped}
	if said := words(t, ourGoal(goal)); strings.Contains(said, "BARNETS") || strings.Contains(said, "NAVN") || !strings.Contains(said, "ended") {
		t.Error(said)
	}
	for age, want := range map[int]string{-1: "", 0: "0-5", 5: "0-5", 6: "6-12", 12: "6-12", 13: "13-15", 15: "13-15", 16: "16-18", 18: "16-18", 19: "19-23", 23: "19-23", 24: ""} {
		if got := ageGroup(age); got != want {
			t.Errorf("%d years is in %q", age, got)
		}
	}
}
