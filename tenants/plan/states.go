package plan

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/goal"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// States returns how the plan of each of the families stands. A family whose
// plan has no goal yet is not in the answer. It is for lists of families the
// caller has already decided that the viewer may see (casefile.Mine), and
// decides nothing itself.
func States(ctx context.Context, scope *tenants.Scope, families []uuid.UUID) (map[uuid.UUID]State, error) {
	states := make(map[uuid.UUID]State, len(families))
	if len(families) == 0 {
		return states, nil
	}
	var with []struct {
		CaseFileID uuid.UUID `json:"case_file_id"`
	}
	err := scope.Client().Goal.Query().Where(goal.CaseFileIDIn(families...), goal.RemovedAtIsNil()).
		GroupBy(goal.FieldCaseFileID).Scan(ctx, &with)
	if err != nil {
		return nil, fmt.Errorf("reading which plans have goals: %w", err)
	}
	ids := make([]uuid.UUID, 0, len(with))
	for _, one := range with {
		ids = append(ids, one.CaseFileID)
		states[one.CaseFileID] = StateDraft
	}
	rows, err := scope.Client().Plan.Query().Where(plan.CaseFileIDIn(ids...)).
		Select(plan.FieldCaseFileID, plan.FieldState).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading states of plans: %w", err)
	}
	for _, row := range rows {
		states[row.CaseFileID] = State(row.State)
	}
	return states, nil
}
