package directory

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Called returns what users are called, as People but without their roles: one
// query, for the names beside what they wrote or are responsible for.
func Called(ctx context.Context, scope *tenants.Scope, ids []uuid.UUID) (map[uuid.UUID]Person, error) {
	if len(ids) == 0 {
		return map[uuid.UUID]Person{}, nil
	}
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(x, y uuid.UUID) int { return slices.Compare(x[:], y[:]) })
	rows, err := scope.Client().User.Query().Where(user.IDIn(slices.Compact(ids)...)).
		Select(user.FieldKind, user.FieldName, user.FieldTitle, user.FieldUnitID, user.FieldState).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading names: %w", err)
	}
	return called(scope, rows)
}

func called(scope *tenants.Scope, rows []*tenant.User) (map[uuid.UUID]Person, error) {
	byID := make(map[uuid.UUID]Person, len(rows))
	for _, read := range rows {
		row := scope.Row(usersTable, read.ID)
		one := Person{
			ID: read.ID, Kind: Kind(read.Kind), Name: row.Open("name", read.Name), Title: row.Open("title", read.Title),
			Left: read.State == string(StateLeft),
		}
		if read.UnitID != nil {
			one.UnitID = *read.UnitID
		}
		if err := row.Err(); err != nil {
			return nil, fmt.Errorf("reading names: %w", err)
		}
		byID[one.ID] = one
	}
	return byID, nil
}

// CalledIn is what Called tells of the users whom another package's rows name,
// for a page that asks for them together with those rows in one batch.
type CalledIn struct{ question tenants.Question[tenant.User] }

// CalledInQuery makes CalledIn of a query that finds the users' ids in the
// asking package's own tables. The query is written in the program, never made
// of what somebody typed.
func CalledInQuery(which string) CalledIn {
	return CalledIn{tenants.Question[tenant.User]{
		Text: `SELECT id, kind, name, title, unit_id, state FROM users WHERE id IN (` + which + `)`,
		Into: func(r *tenant.User) []any {
			return []any{&r.ID, &r.Kind, tenants.SealedColumn(&r.Name), tenants.SealedColumn(&r.Title), &r.UnitID, &r.State}
		},
	}}
}

// Ask puts the question in a batch. It checks no policy: those who are asked
// for are shown only to whom the asking package has decided.
func (c CalledIn) Ask(b *tenants.Batch, arguments ...any) { c.question.Ask(b, arguments...) }

// Answered is what a batch read; nobody when it was not asked there.
func (c CalledIn) Answered(scope *tenants.Scope, from tenants.Querier) (map[uuid.UUID]Person, error) {
	rows, _ := c.question.Answered(from)
	return called(scope, rows)
}

// Read is Answered, and asks by itself when the batch was not asked.
func (c CalledIn) Read(ctx context.Context, scope *tenants.Scope, from tenants.Querier, arguments ...any) (map[uuid.UUID]Person, error) {
	rows, err := c.question.Read(ctx, from, arguments...)
	if err != nil {
		return nil, fmt.Errorf("reading names: %w", err)
	}
	return called(scope, rows)
}
