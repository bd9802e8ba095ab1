package directory

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/unit"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// UnitFilter narrows the list of units. Zero fields do not narrow.
type UnitFilter struct {
	Kind   UnitKind
	Search string // part of a name or address, or an organisation number
	Page   int    // from 1
}

// ListUnits returns the municipality's units by name. It returns ErrNotFound
// unless the viewer may see units.
func ListUnits(ctx context.Context, v *tenants.Visit, filter UnitFilter) (Page[Unit], error) {
	if err := v.Require(policy.SectionUnits, policy.ActionSee); err != nil {
		return Page[Unit]{}, err
	}
	units, err := Units(ctx, v.Scope)
	if err != nil {
		return Page[Unit]{}, err
	}
	search := sameText(filter.Search)
	digits := strings.ReplaceAll(search, " ", "")
	units = slices.DeleteFunc(units, func(u Unit) bool {
		if filter.Kind != "" && u.Kind != filter.Kind {
			return true
		}
		return !strings.Contains(sameText(u.Name), search) && !strings.Contains(sameText(u.Address), search) &&
			u.OrgNumber != digits
	})
	return cut(units, filter.Page), nil
}

// Units returns every unit by name, for a form's list of choices. It checks no
// policy: the domain packages call it once they have let the viewer in.
func Units(ctx context.Context, scope *tenants.Scope) ([]Unit, error) {
	units, err := allUnits(ctx, scope.Client())
	if err != nil {
		return nil, err
	}
	byName(units, func(u Unit) string { return u.Name })
	return units, nil
}

func allUnits(ctx context.Context, client *tenant.Client) ([]Unit, error) {
	rows, err := client.Unit.Query().Where(unit.RemovedAtIsNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading units: %w", err)
	}
	units := make([]Unit, 0, len(rows))
	for _, row := range rows {
		units = append(units, openUnit(row))
	}
	return units, nil
}

// GetUnit returns a unit, also one that is removed. It returns ErrNotFound
// when there is none, and unless the viewer may see units.
func GetUnit(ctx context.Context, v *tenants.Visit, id uuid.UUID) (Unit, error) {
	if err := v.Require(policy.SectionUnits, policy.ActionSee); err != nil {
		return Unit{}, err
	}
	return oneUnit(ctx, v.Client(), id)
}

func oneUnit(ctx context.Context, client *tenant.Client, id uuid.UUID) (Unit, error) {
	row, err := client.Unit.Get(ctx, id)
	if tenant.IsNotFound(err) {
		return Unit{}, fmt.Errorf("unit: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return Unit{}, fmt.Errorf("reading unit: %w", err)
	}
	return openUnit(row), nil
}
