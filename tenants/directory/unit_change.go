package directory

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/unit"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// AddUnit adds a unit to the municipality. It returns ErrInvalid for faults,
// among them a unit that is there already, and ErrNotFound unless the viewer
// runs units.
func AddUnit(ctx context.Context, v *tenants.Visit, u Unit) (Unit, error) {
	decision, err := require(v, policy.SectionUnits, policy.ActionEdit)
	if err != nil {
		return Unit{}, err
	}
	if err := u.Validate(); err != nil {
		return Unit{}, err
	}
	u.ID, u.Version, u.Removed = tenants.NewID(), 1, false
	err = v.InTx(ctx, func(tx *tenants.Tx) error {
		if err := checkAlone(ctx, tx, u); err != nil {
			return err
		}
		if err := newUnit(tx, u).Exec(ctx); err != nil {
			return fmt.Errorf("adding unit: %w", err)
		}
		tx.Record(v.Deed("unit.add", uuid.Nil, u.ID, decision, policy.Facts{}))
		return nil
	})
	if err != nil {
		return Unit{}, err
	}
	return u, nil
}

func newUnit(tx *tenants.Tx, u Unit) *tenant.UnitCreate {
	create := tx.Client().Unit.Create().SetID(u.ID).SetCreatedAt(tx.Clock().Now()).
		SetName(u.Name).SetKind(string(u.Kind)).SetOrgNumber(u.OrgNumber).SetPhone(u.Phone).SetEmail(u.Email).
		SetWebsite(u.Website).SetAddress(u.Address).SetAbout(u.About).
		SetParentOrgNumber(u.ParentOrgNumber).SetLanguage(u.Language)
	if u.Closed {
		create.SetClosedAt(tx.Clock().Now())
	}
	return create
}

// checkAlone returns ErrInvalid when another unit has the same organisation
// number, or the same name and kind.
func checkAlone(ctx context.Context, tx *tenants.Tx, u Unit) error {
	units, err := allUnits(ctx, tx.Client())
	if err != nil {
		return err
	}
	var faults tenants.Invalid
	for _, other := range units {
		if other.ID == u.ID {
			continue
		}
		if u.OrgNumber != "" && other.OrgNumber == u.OrgNumber {
			faults.Add("org_number", "unit.org_number.taken")
		}
		if other.Kind == u.Kind && sameText(other.Name) == sameText(u.Name) {
			faults.Add("name", "unit.name.taken")
		}
	}
	return faults.Err()
}

// ChangeUnit changes the unit with u's id. u.Version is the version that was
// read; when somebody else changed the unit first it returns ErrConflict with
// the unit as it is now.
func ChangeUnit(ctx context.Context, v *tenants.Visit, u Unit) (Unit, error) {
	decision, err := require(v, policy.SectionUnits, policy.ActionEdit)
	if err != nil {
		return Unit{}, err
	}
	if err := u.Validate(); err != nil {
		return Unit{}, err
	}
	var after Unit
	err = v.InTx(ctx, func(tx *tenants.Tx) error {
		now, err := oneUnit(ctx, tx.Client(), u.ID)
		if err != nil {
			return err
		}
		after = now
		if now.Version != u.Version || now.Removed {
			return fmt.Errorf("changing unit: %w", tenants.ErrConflict)
		}
		if err := checkAlone(ctx, tx, u); err != nil {
			return err
		}
		if err := updateUnit(ctx, tx, u); err != nil {
			return err
		}
		after = u
		after.Version++
		after.ParentOrgNumber, after.Language, after.Closed = now.ParentOrgNumber, now.Language, now.Closed
		tx.Record(v.Deed("unit.change", uuid.Nil, u.ID, decision, policy.Facts{}))
		return nil
	})
	if err != nil && !errors.Is(err, tenants.ErrConflict) {
		return Unit{}, err
	}
	return after, err
}

func updateUnit(ctx context.Context, tx *tenants.Tx, u Unit) error {
	count, err := tx.Client().Unit.Update().
		Where(unit.ID(u.ID), unit.Version(u.Version), unit.RemovedAtIsNil()).AddVersion(1).
		SetName(u.Name).SetKind(string(u.Kind)).SetOrgNumber(u.OrgNumber).SetPhone(u.Phone).SetEmail(u.Email).
		SetWebsite(u.Website).SetAddress(u.Address).SetAbout(u.About).Save(ctx)
	if err != nil {
		return fmt.Errorf("changing unit: %w", err)
	}
	if count == 0 {
		return fmt.Errorf("changing unit: %w", tenants.ErrConflict)
	}
	return nil
}

// RemoveUnit takes a unit out of the lists. It stays where it is named, and
// RestoreUnit undoes it. Removing twice is no error.
func RemoveUnit(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	return moveUnit(ctx, v, id, "unit.remove", func(tx *tenants.Tx, u Unit) (bool, error) {
		if u.Removed {
			return false, nil
		}
		return true, tx.Client().Unit.UpdateOneID(id).AddVersion(1).
			SetRemovedAt(tx.Clock().Now()).SetRemovedBy(v.Viewer.ID).Exec(ctx)
	})
}

// RestoreUnit puts a removed unit back. It returns ErrInvalid when the same
// unit has been added anew meanwhile.
func RestoreUnit(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	return moveUnit(ctx, v, id, "unit.restore", func(tx *tenants.Tx, u Unit) (bool, error) {
		if !u.Removed {
			return false, nil
		}
		if err := checkAlone(ctx, tx, u); err != nil {
			return false, err
		}
		return true, tx.Client().Unit.UpdateOneID(id).AddVersion(1).ClearRemovedAt().ClearRemovedBy().Exec(ctx)
	})
}

func moveUnit(ctx context.Context, v *tenants.Visit, id uuid.UUID, action string, move func(*tenants.Tx, Unit) (bool, error)) error {
	decision, err := require(v, policy.SectionUnits, policy.ActionEdit)
	if err != nil {
		return err
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		u, err := oneUnit(ctx, tx.Client(), id)
		if err != nil {
			return err
		}
		moved, err := move(tx, u)
		if err != nil {
			return fmt.Errorf("%s: %w", action, err)
		}
		if moved {
			tx.Record(v.Deed(action, uuid.Nil, id, decision, policy.Facts{}))
		}
		return nil
	})
}
