package plan

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/goal"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/measure"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// ReadGoals returns the goals of the plan with their measures and who is
// responsible for them, as the viewer may see them, and nothing else of it.
// stafettlogg compares them with what another system has.
func ReadGoals(ctx context.Context, a *casefile.Access) ([]Goal, error) {
	r := reading{Access: a, view: View{Family: a.ID, sees: map[policy.Section]bool{}}, batch: a.Visit.Batch()}
	for _, section := range []policy.Section{policy.SectionGoals, policy.SectionMeasures} {
		r.view.sees[section] = a.See(section)
	}
	r.ask()
	if err := r.batch.Run(ctx); err != nil {
		return nil, fmt.Errorf("reading goals: %w", err)
	}
	for _, part := range []func(context.Context) error{r.goals, r.names} {
		if err := part(ctx); err != nil {
			return nil, err
		}
	}
	return r.view.Goals, nil
}

// StandsAbout reports whether a goal or a measure is in the plan and is about
// a member alone, with a municipality's client or a transaction's. It checks no policy: stafettlogg asks it before something of a
// child leaves.
func StandsAbout(ctx context.Context, client *tenant.Client, family, id, member uuid.UUID) (bool, error) {
	there, err := client.Goal.Query().
		Where(goal.ID(id), goal.CaseFileID(family), goal.MemberID(member), goal.RemovedAtIsNil()).Exist(ctx)
	if err == nil && !there {
		there, err = client.Measure.Query().Where(measure.ID(id), measure.CaseFileID(family), standing(),
			measure.HasGoalWith(goal.MemberID(member))).Exist(ctx)
	}
	if err != nil {
		return false, fmt.Errorf("reading whom the plan is about: %w", err)
	}
	return there, nil
}

// GoalOfMeasure is the goal that a measure of the plan is under, with a
// municipality's client or a transaction's. It checks no policy. It returns
// ErrNotFound when the measure is not in the plan.
func GoalOfMeasure(ctx context.Context, client *tenant.Client, family, id uuid.UUID) (uuid.UUID, error) {
	read, err := client.Measure.Query().Where(measure.ID(id), measure.CaseFileID(family), standing()).
		Select(measure.FieldGoalID).Only(ctx)
	if tenant.IsNotFound(err) {
		return uuid.Nil, tenants.ErrNotFound
	}
	if err != nil {
		return uuid.Nil, fmt.Errorf("reading a measure's goal: %w", err)
	}
	return read.GoalID, nil
}
