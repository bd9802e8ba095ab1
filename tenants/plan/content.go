package plan

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// The questions here read what the plan says, one a table, written by hand
// because every page of a family asks them. They check no policy: Read and
// Propose ask them for the sections they have decided on.

var strengthRows = tenants.Question[tenant.Strength]{
	Text: `SELECT id, version, area, member_id, text, said_by FROM strengths
		WHERE case_file_id = $1 AND removed_at IS NULL ORDER BY position, id`,
	Into: func(r *tenant.Strength) []any {
		return []any{&r.ID, &r.Version, &r.Area, &r.MemberID, tenants.SealedColumn(&r.Text), tenants.SealedColumn(&r.SaidBy)}
	},
}

var needRows = tenants.Question[tenant.Need]{
	Text: `SELECT id, version, area, member_id, text, said_by FROM needs
		WHERE case_file_id = $1 AND removed_at IS NULL ORDER BY position, id`,
	Into: func(r *tenant.Need) []any {
		return []any{&r.ID, &r.Version, &r.Area, &r.MemberID, tenants.SealedColumn(&r.Text), tenants.SealedColumn(&r.SaidBy)}
	},
}

var goalRows = tenants.Question[tenant.Goal]{
	Text: `SELECT id, version, state, area, member_id, title, child_words FROM goals
		WHERE case_file_id = $1 AND removed_at IS NULL ORDER BY position, id`,
	Into: func(r *tenant.Goal) []any {
		return []any{
			&r.ID, &r.Version, &r.State, &r.Area, &r.MemberID, tenants.SealedColumn(&r.Title),
			tenants.SealedColumn(&r.ChildWords),
		}
	},
}

// A measure is in the plan as long as both it and its goal are.
var measureRows = tenants.Question[tenant.Measure]{
	Text: `SELECT m.id, m.goal_id, m.version, m.status, m.status_at, m.meeting_id, m.what, m.why,
		m.responsible_id, m.responsible_name, m.unit_id, m.level, m.from_on, m.due_on, m.evaluate_on
		FROM measures m JOIN goals g ON g.id = m.goal_id
		WHERE m.case_file_id = $1 AND m.removed_at IS NULL AND g.removed_at IS NULL ORDER BY m.position, m.id`,
	Into: func(r *tenant.Measure) []any {
		return []any{
			&r.ID, &r.GoalID, &r.Version, &r.Status, &r.StatusAt, &r.MeetingID,
			tenants.SealedColumn(&r.What), tenants.SealedColumn(&r.Why), &r.ResponsibleID,
			tenants.SealedColumn(&r.ResponsibleName), &r.UnitID, &r.Level, &r.FromOn, &r.DueOn, &r.EvaluateOn,
		}
	},
}

var evaluationRows = tenants.Question[tenant.Evaluation]{
	Text: `SELECT id, created_at, goal_id, measure_id, evaluated_on, child_experience, done, effect,
		what_it_did, next_step FROM evaluations WHERE case_file_id = $1 ORDER BY evaluated_on, id`,
	Into: func(r *tenant.Evaluation) []any {
		return []any{
			&r.ID, &r.CreatedAt, &r.GoalID, &r.MeasureID, &r.EvaluatedOn, tenants.SealedColumn(&r.ChildExperience),
			&r.Done, &r.Effect, tenants.SealedColumn(&r.WhatItDid), &r.NextStep,
		}
	},
}

var headerRow = tenants.Question[tenant.Plan]{
	Text: `SELECT state, version, from_on, to_on, evaluate_on FROM plans WHERE case_file_id = $1`,
	Into: func(r *tenant.Plan) []any { return []any{&r.State, &r.Version, &r.FromOn, &r.ToOn, &r.EvaluateOn} },
}

func observations(ctx context.Context, scope *tenants.Scope, q tenants.Querier, family uuid.UUID, kind Kind) ([]Noted, error) {
	if kind == Strength {
		rows, err := strengthRows.Read(ctx, q, family.String())
		if err != nil {
			return nil, fmt.Errorf("reading strengths: %w", err)
		}
		return openAll(scope, rows, openStrength)
	}
	rows, err := needRows.Read(ctx, q, family.String())
	if err != nil {
		return nil, fmt.Errorf("reading needs: %w", err)
	}
	return openAll(scope, rows, openNeed)
}

func goals(ctx context.Context, scope *tenants.Scope, q tenants.Querier, family uuid.UUID) ([]Goal, error) {
	rows, err := goalRows.Read(ctx, q, family.String())
	if err != nil {
		return nil, fmt.Errorf("reading goals: %w", err)
	}
	return openAll(scope, rows, openGoal)
}

func measures(ctx context.Context, scope *tenants.Scope, q tenants.Querier, family uuid.UUID) ([]Measure, error) {
	rows, err := measureRows.Read(ctx, q, family.String())
	if err != nil {
		return nil, fmt.Errorf("reading measures: %w", err)
	}
	return openAll(scope, rows, openMeasure)
}

// latest reads the newest evaluation of each goal and each measure, by id.
// Only those are opened.
func latest(ctx context.Context, scope *tenants.Scope, q tenants.Querier, family uuid.UUID) (map[uuid.UUID]Point, error) {
	rows, err := evaluationRows.Read(ctx, q, family.String())
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
func header(ctx context.Context, q tenants.Querier, family uuid.UUID) (State, int, Period, error) {
	rows, err := headerRow.Read(ctx, q, family.String())
	if err != nil {
		return "", 0, Period{}, fmt.Errorf("reading plan: %w", err)
	}
	if len(rows) == 0 {
		return StateDraft, 0, Period{}, nil
	}
	row := rows[0]
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
