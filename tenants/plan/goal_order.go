package plan

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/goal"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

var byLast = sql.OrderDesc()

// MoveGoal moves a goal a number of places down the plan (up when negative),
// as far as there are places. The order is no change of what was agreed.
func MoveGoal(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, places int) error {
	what := deed("plan.goal.move", id, policy.SectionGoals, policy.ActionEdit)
	return casefile.Change(ctx, v, family, what, func(tx *tenants.Tx, _ *casefile.Access) error {
		if err := hold(ctx, tx, family, keep); err != nil {
			return err
		}
		rows, err := tx.Client().Goal.Query().Where(goal.CaseFileID(family), goal.RemovedAtIsNil()).
			Order(goal.ByPosition(), goal.ByID()).Select(goal.FieldPosition).All(ctx)
		if err != nil {
			return fmt.Errorf("reading goals: %w", err)
		}
		order := make([]uuid.UUID, 0, len(rows))
		position := make([]int, 0, len(rows))
		for _, row := range rows {
			order, position = append(order, row.ID), append(position, row.Position)
		}
		from := slices.Index(order, id)
		if from < 0 {
			return tenants.ErrNotFound
		}
		to := min(max(from+places, 0), len(order)-1)
		order = slices.Insert(slices.Delete(slices.Clone(order), from, from+1), to, id)
		for n, one := range order {
			if one == rows[n].ID {
				continue
			}
			if err := tx.Client().Goal.UpdateOneID(one).SetPosition(position[n]).Exec(ctx); err != nil {
				return fmt.Errorf("placing goal: %w", err)
			}
		}
		return nil
	})
}
