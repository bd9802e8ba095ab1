package plan

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/goal"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/measure"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Terms are the deadlines of a family's plan as numbers, without a word of what
// they are about.
type Terms struct {
	Overdue int        // measures past their term
	Next    clock.Date // the next term from today on; empty for none
}

// TermsOf counts the deadlines in the plans of families, for a leader who
// divides the work. A family without any is not in the answer. It decides
// nothing itself: the caller has decided that the viewer may see the numbers.
func TermsOf(ctx context.Context, scope *tenants.Scope, families []uuid.UUID) (map[uuid.UUID]Terms, error) {
	terms := make(map[uuid.UUID]Terms, len(families))
	if len(families) == 0 {
		return terms, nil
	}
	rows, err := scope.Client().Measure.Query().Where(
		measure.CaseFileIDIn(families...), standing(), measure.HasGoalWith(goal.State(string(GoalActive))),
		measure.StatusIn(string(StatusPlanned), string(StatusUnderWay)), measure.DueOnNEQ("")).
		Select(measure.FieldCaseFileID, measure.FieldDueOn).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("counting deadlines: %w", err)
	}
	today := scope.Today()
	for _, row := range rows {
		one := terms[row.CaseFileID]
		switch {
		case row.DueOn < today:
			one.Overdue++
		case one.Next.IsZero() || row.DueOn < one.Next:
			one.Next = row.DueOn
		}
		terms[row.CaseFileID] = one
	}
	return terms, nil
}
