package services

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/upstream"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// tie is what a register lists.
type tie struct{ plugin, target uuid.UUID }

// listedAnew are those of the rows whose register lists the same thing under
// another id now.
func listedAnew(ctx context.Context, scope *tenants.Scope, rows []*tenant.Upstream) (map[tie]bool, error) {
	back := map[tie]bool{}
	for some := range slices.Chunk(rows, run) {
		var targets []uuid.UUID
		for _, row := range some {
			targets = append(targets, row.TargetID)
		}
		found, err := scope.Client().Upstream.Query().Where(upstream.GoneAtIsNil(), upstream.TargetIDIn(targets...)).
			Select(upstream.FieldID, upstream.FieldPluginID, upstream.FieldTargetID).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("reading what registers list: %w", err)
		}
		for _, row := range found {
			back[tie{row.PluginID, row.TargetID}] = true
		}
	}
	return back, nil
}

// TieOf tells what a tie is of: a unit, or else a service, and which. It returns
// ErrNotFound for a tie there is not, and unless the viewer keeps services in
// order.
func TieOf(ctx context.Context, v *tenants.Visit, id uuid.UUID) (unit bool, target uuid.UUID, err error) {
	if _, err := mayEdit(v); err != nil {
		return false, uuid.Nil, err
	}
	row, err := v.Client().Upstream.Get(ctx, id)
	if tenant.IsNotFound(err) {
		return false, uuid.Nil, fmt.Errorf("what a register says: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return false, uuid.Nil, fmt.Errorf("reading what a register says: %w", err)
	}
	return row.Kind == kindUnit, row.TargetID, nil
}
