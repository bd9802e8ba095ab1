package plan

import (
	"context"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/goal"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/measure"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// RemoveGoal takes a goal out of the plan, and its measures with it: a measure
// is there as long as both it and its goal are. RestoreGoal undoes it.
func RemoveGoal(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	what := deed("plan.goal.remove", id, policy.SectionGoals, policy.ActionEdit)
	return edit(ctx, v, family, what, func(tx *tenants.Tx, a *casefile.Access) error {
		if err := a.Require(policy.SectionMeasures, policy.ActionEdit); err != nil {
			return err
		}
		if _, err := reachGoal(ctx, tx, a, id, what.Section, what.Action); err != nil {
			return err
		}
		changed, err := tx.Client().Goal.Update().
			Where(goal.ID(id), goal.CaseFileID(family), goal.RemovedAtIsNil()).
			SetRemovedAt(tx.Clock().Now()).SetRemovedBy(v.Viewer.ID).AddVersion(1).Save(ctx)
		if err != nil {
			return err
		}
		if changed == 0 {
			return tenants.ErrNotFound
		}
		return release(ctx, tx, a, measure.GoalID(id), measure.RemovedAtIsNil())
	})
}

// RestoreGoal brings back a goal that was removed, with the measures that were
// there when it was.
func RestoreGoal(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	what := deed("plan.goal.restore", id, policy.SectionGoals, policy.ActionEdit)
	return edit(ctx, v, family, what, func(tx *tenants.Tx, a *casefile.Access) error {
		if err := a.Require(policy.SectionMeasures, policy.ActionEdit); err != nil {
			return err
		}
		changed, err := tx.Client().Goal.Update().
			Where(goal.ID(id), goal.CaseFileID(family), goal.RemovedAtNotNil()).
			ClearRemovedAt().ClearRemovedBy().AddVersion(1).Save(ctx)
		if err != nil {
			return err
		}
		if changed == 0 {
			return tenants.ErrNotFound
		}
		return resume(ctx, tx, a, measure.GoalID(id), measure.RemovedAtIsNil())
	})
}
