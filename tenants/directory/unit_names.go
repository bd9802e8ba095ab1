package directory

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/unit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// UnitNames returns the names of units, also removed ones. It checks no
// policy: which unit somebody belongs to may locate them, and the caller has
// decided that it may be shown.
func UnitNames(ctx context.Context, scope *tenants.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	if len(ids) == 0 {
		return map[uuid.UUID]string{}, nil
	}
	rows, err := scope.Client().Unit.Query().Where(unit.IDIn(ids...)).Select(unit.FieldID, unit.FieldName).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading unit names: %w", err)
	}
	return unitNames(rows), nil
}

func unitNames(rows []*tenant.Unit) map[uuid.UUID]string {
	names := make(map[uuid.UUID]string, len(rows))
	for _, row := range rows {
		names[row.ID] = row.Name
	}
	return names
}

// UnitNamesIn is what UnitNames tells of the units another package's rows
// name, as CalledIn is for users.
type UnitNamesIn struct{ question tenants.Question[tenant.Unit] }

// UnitNamesInQuery makes UnitNamesIn of a query that finds the units' ids in
// the asking package's own tables, written in the program.
func UnitNamesInQuery(which string) UnitNamesIn {
	return UnitNamesIn{tenants.Question[tenant.Unit]{
		Text: `SELECT id, name FROM units WHERE id IN (` + which + `)`,
		Into: func(r *tenant.Unit) []any { return []any{&r.ID, &r.Name} },
	}}
}

// Ask puts the question in a batch. As UnitNames, it checks no policy.
func (u UnitNamesIn) Ask(b *tenants.Batch, arguments ...any) { u.question.Ask(b, arguments...) }

// Answered is what a batch read; no unit when it was not asked there.
func (u UnitNamesIn) Answered(from tenants.Querier) map[uuid.UUID]string {
	rows, _ := u.question.Answered(from)
	return unitNames(rows)
}
