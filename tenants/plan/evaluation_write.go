package plan

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// EvaluateMeasure writes down how a measure went. The measure is looked at
// again on e.NextOn; when that is empty, it is not waiting to be evaluated any
// more, and one that was carried out is done.
func EvaluateMeasure(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, e MeasureEvaluation) error {
	if err := e.Validate(v.Today()); err != nil {
		return err
	}
	what := deed("plan.measure.evaluate", id, policy.SectionEvaluations, policy.ActionEdit)
	return casefile.Change(ctx, v, family, what, func(tx *tenants.Tx, a *casefile.Access) error {
		read, err := reachMeasure(ctx, tx, a, id, what.Section, what.Action)
		if err != nil {
			return err
		}
		evaluated := tenants.NewID()
		row := tx.Row("evaluations", evaluated)
		create := newEvaluation(tx, a, evaluated).SetGoalID(read.GoalID).SetMeasureID(id).SetEvaluatedOn(e.On).
			SetChildExperience(row.Seal("child_experience", e.ChildExperience)).
			SetWhatItDid(row.Seal("what_it_did", e.WhatItDid)).
			SetDone(string(e.Done)).SetEffect(int(e.Effect))
		if err := row.Err(); err != nil {
			return err
		}
		if err := create.Exec(ctx); err != nil {
			return fmt.Errorf("writing evaluation: %w", err)
		}
		update := tx.Client().Measure.UpdateOneID(id).SetEvaluateOn(e.NextOn)
		if e.Done == DoneYes && e.NextOn.IsZero() && Status(read.Status).Open() {
			update.SetStatus(string(StatusDone)).SetStatusAt(tx.Clock().Now())
		}
		return update.Exec(ctx)
	})
}

// EvaluateGoal writes down how far a goal has come and what is next. A goal
// that is reached is so from now on; one that was reached and goes on is
// active again.
func EvaluateGoal(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, e GoalEvaluation) error {
	if err := e.Validate(v.Today()); err != nil {
		return err
	}
	what := deed("plan.goal.evaluate", id, policy.SectionEvaluations, policy.ActionEdit)
	return casefile.Change(ctx, v, family, what, func(tx *tenants.Tx, a *casefile.Access) error {
		read, err := reachGoal(ctx, tx, a, id, what.Section, what.Action)
		if err != nil {
			return err
		}
		evaluated := tenants.NewID()
		row := tx.Row("evaluations", evaluated)
		create := newEvaluation(tx, a, evaluated).SetGoalID(id).SetEvaluatedOn(e.On).
			SetChildExperience(row.Seal("child_experience", e.ChildExperience)).SetNextStep(string(e.NextStep))
		if e.EffectSaid {
			create.SetEffect(int(e.Effect))
		}
		if err := row.Err(); err != nil {
			return err
		}
		if err := create.Exec(ctx); err != nil {
			return fmt.Errorf("writing evaluation: %w", err)
		}
		switch {
		case e.NextStep == StepReached:
			return setGoalState(ctx, tx, family, id, GoalReached)
		case GoalState(read.State) == GoalReached:
			return setGoalState(ctx, tx, family, id, GoalActive)
		}
		return nil
	})
}

func newEvaluation(tx *tenants.Tx, a *casefile.Access, id uuid.UUID) *tenant.EvaluationCreate {
	return tx.Client().Evaluation.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).
		SetCaseFileID(a.ID).SetWrittenBy(a.Visit.Viewer.ID)
}
