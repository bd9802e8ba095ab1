package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/evaluation"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/goal"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/measure"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// GoalHistory returns the evaluations of a goal and of its measures, oldest
// first: what the small picture of its development is drawn from. Those of
// measures that were taken out are left out. It needs the goals and the
// evaluations sections; measures' evaluations also the measures section.
func GoalHistory(ctx context.Context, a *casefile.Access, id uuid.UUID) ([]Point, error) {
	for _, section := range []policy.Section{policy.SectionGoals, policy.SectionEvaluations} {
		if err := a.RequireSee(section); err != nil {
			return nil, err
		}
	}
	client := a.Visit.Client()
	of, err := client.Goal.Query().Where(goal.ID(id), goal.CaseFileID(a.ID), goal.RemovedAtIsNil()).
		Select(goal.FieldMemberID).Only(ctx)
	if tenant.IsNotFound(err) {
		return nil, tenants.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("looking for goal: %w", err)
	}
	if !a.Shows(policy.SectionGoals, of.MemberID) || !a.Shows(policy.SectionEvaluations, of.MemberID) {
		return nil, tenants.ErrNotFound
	}
	whats, err := measureWhats(ctx, a, of)
	if err != nil {
		return nil, err
	}
	rows, err := client.Evaluation.Query().
		Where(evaluation.CaseFileID(a.ID), evaluation.GoalID(id)).Order(evaluation.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading evaluations: %w", err)
	}
	points := make([]Point, 0, len(rows))
	for _, read := range rows {
		what, standing := "", true
		if read.MeasureID != nil {
			what, standing = whats[*read.MeasureID], whats[*read.MeasureID] != ""
		}
		if !standing {
			continue
		}
		point, err := openPoint(a.Visit.Scope, read)
		if err != nil {
			return nil, err
		}
		point.What = what
		points = append(points, point)
	}
	slices.SortStableFunc(points, func(x, y Point) int { return strings.Compare(string(x.On), string(y.On)) })
	return points, nil
}

// measureWhats is what each of a goal's measures is, for those the viewer may
// see.
func measureWhats(ctx context.Context, a *casefile.Access, of *tenant.Goal) (map[uuid.UUID]string, error) {
	whats := map[uuid.UUID]string{}
	if !a.Shows(policy.SectionMeasures, of.MemberID) || !a.See(policy.SectionMeasures) {
		return whats, nil
	}
	rows, err := a.Visit.Client().Measure.Query().Where(measure.GoalID(of.ID), measure.RemovedAtIsNil()).
		Select(measure.FieldWhat).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading measures: %w", err)
	}
	for _, read := range rows {
		what, err := a.Visit.Open("measures", "what", read.ID, read.What)
		if err != nil {
			return nil, err
		}
		whats[read.ID] = what
	}
	return whats, nil
}
