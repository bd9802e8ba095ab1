package plan_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

func TestTwoWhoChangeTheSameGoalBothKeepTheirText(t *testing.T) {
	atTables(t, func(t table) {
		id := t.goal("Sove hele natten")
		read := t.read(t.by).Goals[0]
		theirs, mine := read.GoalInput, read.GoalInput
		theirs.Title, mine.Title = "Sove uten lys", "Sove i egen seng"
		t.must(plan.ChangeGoal(ctx, t.by, t.ID, id, read.Version, theirs))
		t.wants(plan.ChangeGoal(ctx, t.by, t.ID, id, read.Version, mine), tenants.ErrConflict)
		now, err := plan.ReadGoal(ctx, t.enter(t.by), id)
		t.must(err)
		if now.Title != theirs.Title || mine.Title != "Sove i egen seng" {
			t.Errorf("the goal is %q and what was typed %q: a text is lost", now.Title, mine.Title)
		}
		t.must(plan.ChangeGoal(ctx, t.by, t.ID, id, now.Version, mine))
	})
}

func TestTwoWhoChangeTheSameStrengthOrMeasureDoNotOverwriteEachOther(t *testing.T) {
	atTables(t, func(t table) {
		strength := t.strength("Har en god venn")
		o := plan.Observation{Area: plan.AreaLeisure, Text: "Har to gode venner"}
		t.must(plan.ChangeObservation(ctx, t.by, t.ID, plan.Strength, strength, 1, o))
		t.wants(plan.ChangeObservation(ctx, t.by, t.ID, plan.Strength, strength, 1, o), tenants.ErrConflict)
		now, err := plan.ReadObservation(ctx, t.enter(t.by), plan.Strength, strength)
		t.must(err)
		if now.Text != o.Text || now.Version != 2 {
			t.Errorf("the strength is %+v", now)
		}
		measure := t.measure(t.goal("Være med på fotball"), "Ringe treneren")
		in := plan.MeasureInput{What: "Besøke treneren"}
		t.must(plan.ChangeMeasure(ctx, t.by, t.ID, measure, 1, in, nil))
		t.wants(plan.ChangeMeasure(ctx, t.by, t.ID, measure, 1, in, nil), tenants.ErrConflict)
	})
}

func TestARemovedGoalComesBackWithTheMeasuresItHad(t *testing.T) {
	atTables(t, func(t table) {
		goal := t.goal("Trygg skolevei")
		kept, dropped := t.measure(goal, "Følge til skolen"), t.measure(goal, "Låne sykkel")
		t.must(plan.RemoveMeasure(ctx, t.by, t.ID, dropped))
		t.must(plan.RemoveGoal(ctx, t.by, t.ID, goal))
		if view := t.read(t.by); len(view.Goals) != 0 {
			t.Errorf("the goal is still in the plan: %+v", view.Goals)
		}
		_, err := plan.ReadMeasure(ctx, t.enter(t.by), kept)
		t.wants(err, tenants.ErrNotFound)
		t.wants(plan.SetStatus(ctx, t.by, t.ID, kept, plan.StatusDone), tenants.ErrNotFound)
		t.must(plan.RestoreGoal(ctx, t.by, t.ID, goal))
		back := t.read(t.by).Goals
		if len(back) != 1 || len(back[0].Measures) != 1 || back[0].Measures[0].ID != kept {
			t.Errorf("came back as %+v, want the goal with the one measure it had", back)
		}
		t.wants(plan.RestoreGoal(ctx, t.by, t.ID, goal), tenants.ErrNotFound)
	})
}

func TestGoalsKeepTheOrderTheyAreMovedTo(t *testing.T) {
	atTables(t, func(t table) {
		first, second, third := t.goal("a"), t.goal("b"), t.goal("c")
		t.must(plan.MoveGoal(ctx, t.by, t.ID, third, -5))
		t.must(plan.MoveGoal(ctx, t.by, t.ID, first, 1))
		want := []uuid.UUID{third, second, first}
		for n, goal := range t.read(t.by).Goals {
			if goal.ID != want[n] {
				t.Errorf("goal %d is %q", n, goal.Title)
			}
		}
	})
}

func TestFaultyTextsAreRefusedWithAllTheirFaultsAndNothingIsStored(t *testing.T) {
	atTables(t, func(t table) {
		_, err := plan.AddGoal(ctx, t.by, t.ID, plan.GoalInput{Area: plan.AreaSchool})
		t.refuses(err, "goal.title.missing")
		stranger := uuid.Must(uuid.NewV7())
		_, err = plan.AddGoal(ctx, t.by, t.ID, plan.GoalInput{Area: plan.AreaSchool, Title: "a", Member: &stranger})
		t.refuses(err, "plan.member.unknown")
		_, err = plan.AddObservation(ctx, t.by, t.ID, plan.Need, plan.Observation{Area: "9.9", Text: "a"})
		t.refuses(err, "plan.area.missing")
		long := make([]rune, plan.MaxText+1)
		for n := range long {
			long[n] = 'å'
		}
		_, err = plan.AddObservation(ctx, t.by, t.ID, plan.Strength, plan.Observation{Area: plan.AreaHealth, Text: string(long)})
		t.refuses(err, "plan.text.too_long")
		_, err = plan.AddMeasure(ctx, t.by, t.ID, stranger, plan.MeasureInput{What: "a"}, nil)
		t.wants(err, tenants.ErrNotFound)
		if view := t.read(t.by); len(view.Goals)+len(view.Needs)+len(view.Strengths) != 0 {
			t.Errorf("something was stored: %+v", view)
		}
	})
}

func TestAnotherFamilysGoalDoesNotExist(t *testing.T) {
	atTables(t, func(t table) {
		other := t.house.Family("Berg")
		goal := t.goal("Trygg skolevei")
		measure := t.measure(goal, "Følge til skolen")
		t.wants(plan.RemoveGoal(ctx, t.by, other.ID, goal), tenants.ErrNotFound)
		t.wants(plan.ChangeMeasure(ctx, t.by, other.ID, measure, 1, plan.MeasureInput{What: "a"}, nil), tenants.ErrNotFound)
		_, err := plan.AddMeasure(ctx, t.by, other.ID, goal, plan.MeasureInput{What: "a"}, nil)
		t.wants(err, tenants.ErrNotFound)
		_, err = plan.AddGoal(ctx, t.house.Colleague(), t.ID, plan.GoalInput{Area: plan.AreaSchool, Title: "a"})
		t.wants(err, tenants.ErrNotFound)
		t.wants(plan.EvaluateGoal(ctx, t.by, other.ID, goal, plan.GoalEvaluation{
			On: t.today(), ChildExperience: "Bra", NextStep: plan.StepContinue,
		}), tenants.ErrNotFound)
	})
}

func TestEveryAreaIsInTheFamilysWordsAndHasAName(t *testing.T) {
	for _, area := range plan.Areas() {
		if area.Key() == "" || area.FamilyWord().Key() == "" {
			t.Errorf("area %s has key %q and family word %q", area, area.Key(), area.FamilyWord())
		}
	}
}
