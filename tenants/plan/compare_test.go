package plan_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

func TestComparisonTellsExactlyWhatIsDifferent(t *testing.T) {
	atTables(t, func(t table) {
		goal, measure := t.whole()
		gone := t.strength("Liker å tegne")
		first := t.propose()
		t.must(plan.ChangeMeasure(ctx, t.by, t.ID, measure, 1, plan.MeasureInput{
			What: "Følge helt fram", Level: plan.LevelIndicated, Due: "2026-12-01",
		}, nil))
		t.must(plan.RemoveObservation(ctx, t.by, t.ID, plan.Strength, gone))
		added := t.goal("Sove hele natten")
		t.measure(added, "Lese på sengen")
		second := t.propose()
		before, err := plan.ReadVersion(ctx, t.enter(t.by), first)
		t.must(err)
		after, err := plan.ReadVersion(ctx, t.enter(t.by), second)
		t.must(err)
		changes := plan.Compare(before, after)
		var told []string
		for _, change := range changes {
			told = append(told, string(change.Part)+" "+string(change.Kind)+" "+change.Title)
		}
		want := []string{
			"strength removed Liker å tegne", "measure changed Følge helt fram",
			"goal added Sove hele natten", "measure added Lese på sengen",
		}
		if !slices.Equal(told, want) {
			t.Errorf("told %q, want %q", told, want)
		}
		fields := []plan.FieldChange{
			{Field: plan.FieldWhat, Before: "Følge til skolen", After: "Følge helt fram"},
			{Field: plan.FieldLevel, Before: "", After: "indicated"},
			{Field: plan.FieldDue, Before: "", After: "2026-12-01"},
		}
		if len(changes) == 4 && (!slices.Equal(changes[1].Fields, fields) || changes[1].Under != "Trygg skolevei") {
			t.Errorf("the measure's changes are %+v", changes[1])
		}
		if goal == added {
			t.Error("two goals have one id")
		}
	})
}

// snapshots draws a version from few ids and few texts, so that two drawn
// versions have much in common.
func snapshots(t *rapid.T, name string) plan.Snapshot {
	word := rapid.SampledFrom([]string{"a", "b", ""})
	ids := func(label string, kind byte) []uuid.UUID {
		var drawn []uuid.UUID
		for n := range 3 {
			if rapid.Bool().Draw(t, label) {
				drawn = append(drawn, uuid.UUID{kind, byte(n)})
			}
		}
		return drawn
	}
	var s plan.Snapshot
	for _, id := range ids(name+"strength", 1) {
		s.Strengths = append(s.Strengths, plan.SnapshotNoted{ID: id, Text: word.Draw(t, "text"), SaidBy: word.Draw(t, "by")})
	}
	for n, id := range ids(name+"goal", 2) {
		goal := plan.SnapshotGoal{ID: id, Title: word.Draw(t, "title")}
		for _, measure := range ids(name+"measure", byte(3+n)) {
			goal.Measures = append(goal.Measures, plan.SnapshotMeasure{ID: measure, What: word.Draw(t, "what"), Who: word.Draw(t, "who")})
		}
		s.Goals = append(s.Goals, goal)
	}
	return s
}

// texts is what a version says, by id and field.
func texts(s plan.Snapshot) map[uuid.UUID]map[plan.Field]string {
	all := map[uuid.UUID]map[plan.Field]string{}
	for _, one := range s.Strengths {
		all[one.ID] = map[plan.Field]string{plan.FieldText: one.Text, plan.FieldSaidBy: one.SaidBy}
	}
	for _, goal := range s.Goals {
		all[goal.ID] = map[plan.Field]string{plan.FieldTitle: goal.Title}
		for _, one := range goal.Measures {
			all[one.ID] = map[plan.Field]string{plan.FieldWhat: one.What, plan.FieldWho: one.Who}
		}
	}
	return all
}

func TestWhatComparisonTellsLeadsFromOneVersionToTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := snapshots(t, "before "), snapshots(t, "after ")
		was, is := texts(before), texts(after)
		for _, change := range plan.Compare(before, after) {
			switch change.Kind {
			case plan.ChangeRemoved:
				if was[change.ID] == nil {
					t.Fatalf("removed what was not there: %+v", change)
				}
				delete(was, change.ID)
			case plan.ChangeAdded:
				if was[change.ID] != nil {
					t.Fatalf("added what was there: %+v", change)
				}
				was[change.ID] = is[change.ID]
			default:
				for _, field := range change.Fields {
					if was[change.ID][field.Field] != field.Before || field.Before == field.After {
						t.Fatalf("changed from what it was not: %+v", change)
					}
					was[change.ID][field.Field] = field.After
				}
			}
		}
		if len(was) != len(is) {
			t.Fatalf("leads to %v, want %v", was, is)
		}
		for id, fields := range is {
			for field, text := range fields {
				if was[id][field] != text {
					t.Fatalf("%s of %s is %q, want %q", field, id, was[id][field], text)
				}
			}
		}
	})
}
