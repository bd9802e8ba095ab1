package plan

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/evaluation"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/goal"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/measure"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/need"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/strength"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// The functions here read what the plan says, one query a table. They check no
// policy: Read and Propose call them for the sections they have decided on.

func observations(ctx context.Context, scope *tenants.Scope, client *tenant.Client, family uuid.UUID, kind Kind) ([]Noted, error) {
	if kind == Strength {
		rows, err := client.Strength.Query().Where(strength.CaseFileID(family), strength.RemovedAtIsNil()).
			Order(strength.ByPosition(), strength.ByID()).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("reading strengths: %w", err)
		}
		return openAll(scope, rows, openStrength)
	}
	rows, err := client.Need.Query().Where(need.CaseFileID(family), need.RemovedAtIsNil()).
		Order(need.ByPosition(), need.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading needs: %w", err)
	}
	return openAll(scope, rows, openNeed)
}

func goals(ctx context.Context, scope *tenants.Scope, client *tenant.Client, family uuid.UUID) ([]Goal, error) {
	rows, err := client.Goal.Query().Where(goal.CaseFileID(family), goal.RemovedAtIsNil()).
		Order(goal.ByPosition(), goal.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading goals: %w", err)
	}
	return openAll(scope, rows, openGoal)
}

func measures(ctx context.Context, scope *tenants.Scope, client *tenant.Client, family uuid.UUID) ([]Measure, error) {
	rows, err := client.Measure.Query().Where(measure.CaseFileID(family), standing()).
		Order(measure.ByPosition(), measure.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading measures: %w", err)
	}
	return openAll(scope, rows, openMeasure)
}

// latest reads the newest evaluation of each goal and each measure, by id.
// Only those are opened.
func latest(ctx context.Context, scope *tenants.Scope, client *tenant.Client, family uuid.UUID) (map[uuid.UUID]Point, error) {
	rows, err := client.Evaluation.Query().Where(evaluation.CaseFileID(family)).
		Order(evaluation.ByEvaluatedOn(), evaluation.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading evaluations: %w", err)
	}
	newest := map[uuid.UUID]*tenant.Evaluation{}
	for _, row := range rows {
		switch {
		case row.MeasureID != nil:
			newest[*row.MeasureID] = row
		case row.GoalID != nil:
			newest[*row.GoalID] = row
		}
	}
	points := make(map[uuid.UUID]Point, len(newest))
	for of, row := range newest {
		point, err := openPoint(scope, row)
		if err != nil {
			return nil, err
		}
		points[of] = point
	}
	return points, nil
}

// header reads the plan's own row; a family without one has an empty draft.
func header(ctx context.Context, client *tenant.Client, family uuid.UUID) (State, int, Period, error) {
	row, err := client.Plan.Query().Where(plan.CaseFileID(family)).Only(ctx)
	if tenant.IsNotFound(err) {
		return StateDraft, 0, Period{}, nil
	}
	if err != nil {
		return "", 0, Period{}, fmt.Errorf("reading plan: %w", err)
	}
	return State(row.State), row.Version, Period{From: row.FromOn, To: row.ToOn, EvaluateOn: row.EvaluateOn}, nil
}

// gather puts the measures under their goals.
func gather(goals []Goal, measures []Measure) {
	at := make(map[uuid.UUID]int, len(goals))
	for i := range goals {
		at[goals[i].ID] = i
	}
	for _, one := range measures {
		if i, there := at[one.Goal]; there {
			goals[i].Measures = append(goals[i].Measures, one)
		}
	}
}

func openAll[R, T any](scope *tenants.Scope, rows []R, open func(*tenants.Scope, R) (T, error)) ([]T, error) {
	list := make([]T, 0, len(rows))
	for _, read := range rows {
		one, err := open(scope, read)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}
