package plan_test

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

func TestTheEvaluationOfAGoalOpensWithTheChildsExperience(t *testing.T) {
	atTables(t, func(t table) {
		goal := t.goal("Trygg skolevei")
		e := plan.GoalEvaluation{On: t.today(), NextStep: plan.StepReached}
		t.refuses(plan.EvaluateGoal(ctx, t.by, t.ID, goal, e), "evaluation.child_experience.missing")
		e.ChildExperience = "Jeg gleder meg til skolen"
		t.must(plan.EvaluateGoal(ctx, t.by, t.ID, goal, e))
		read := t.read(t.by).Goals[0]
		if read.State != plan.GoalReached || read.Latest == nil || read.Latest.ChildExperience != e.ChildExperience {
			t.Errorf("the goal is %+v", read)
		}
		e.NextStep = plan.StepNewMeasures
		t.must(plan.EvaluateGoal(ctx, t.by, t.ID, goal, e))
		if state := t.read(t.by).Goals[0].State; state != plan.GoalActive {
			t.Errorf("a goal that needs new measures is %s", state)
		}
	})
}

func TestTheHistoryOfAGoalHoldsItsOwnEvaluationsAndThoseOfItsMeasures(t *testing.T) {
	atTables(t, func(t table) {
		goal := t.goal("Trygg skolevei")
		measure, dropped := t.measure(goal, "Følge til skolen"), t.measure(goal, "Låne sykkel")
		t.must(plan.EvaluateGoal(ctx, t.by, t.ID, goal, plan.GoalEvaluation{
			On: t.today(), ChildExperience: "Litt bedre", Effect: 1, EffectSaid: true, NextStep: plan.StepContinue,
		}))
		e := plan.MeasureEvaluation{On: t.today().AddDays(-7), Done: plan.DonePartly, Effect: -2, EffectSaid: true, NextOn: t.today()}
		t.must(plan.EvaluateMeasure(ctx, t.by, t.ID, measure, e))
		t.must(plan.EvaluateMeasure(ctx, t.by, t.ID, dropped, e))
		t.must(plan.RemoveMeasure(ctx, t.by, t.ID, dropped))
		points, err := plan.GoalHistory(ctx, t.enter(t.house.Caregiver(t.Family)), goal)
		t.must(err)
		if len(points) != 2 || points[0].What != "Følge til skolen" || points[0].Effect != -2 || points[1].Effect != 1 || points[1].Measure != nil {
			t.Errorf("the history is %+v", points)
		}
	})
}

func TestAnEvaluatedMeasureWaitsForItsNextEvaluationOrIsDone(t *testing.T) {
	atTables(t, func(t table) {
		measure := t.measure(t.goal("Trygg skolevei"), "Følge til skolen")
		e := plan.MeasureEvaluation{On: t.today(), Done: plan.DoneYes, EffectSaid: true}
		e.NextOn = t.today()
		t.refuses(plan.EvaluateMeasure(ctx, t.by, t.ID, measure, e), "evaluation.next_on.too_early")
		e.NextOn = t.today().AddDays(30)
		t.must(plan.EvaluateMeasure(ctx, t.by, t.ID, measure, e))
		one := t.read(t.by).Goals[0].Measures[0]
		if one.EvaluateOn != e.NextOn || one.Status != plan.StatusPlanned || one.Latest == nil {
			t.Errorf("the measure is %+v", one)
		}
		e.NextOn = ""
		t.must(plan.EvaluateMeasure(ctx, t.by, t.ID, measure, e))
		one = t.read(t.by).Goals[0].Measures[0]
		if one.EvaluateOn != "" || one.Status != plan.StatusDone {
			t.Errorf("the measure is %+v", one)
		}
		t.wants(plan.EvaluateMeasure(ctx, t.house.Caregiver(t.Family), t.ID, measure, e), tenants.ErrForbidden)
	})
}
