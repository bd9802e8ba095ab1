package directory

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/unitimport"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Imported counts what an import did.
type Imported struct {
	Added, Updated, Same, Refused int
	Before                        bool // it was confirmed before; nothing was done now
}

// ConfirmImport imports the good lines of a waiting file, all in one
// transaction; lines with faults are left out and counted. Confirming twice
// imports once. It returns ErrInvalid when no line is good, and ErrNotFound
// for a file that is dropped or another's.
func ConfirmImport(ctx context.Context, v *tenants.Visit, id uuid.UUID) (Imported, error) {
	decision, err := require(v, policy.SectionUnits, policy.ActionEdit)
	if err != nil {
		return Imported{}, err
	}
	var done Imported
	err = v.InTx(ctx, func(tx *tenants.Tx) error {
		done = Imported{}
		report, err := claimImport(ctx, v, tx, id, &done)
		if err != nil || done.Before {
			return err
		}
		var added []Unit
		for _, row := range report.Rows {
			switch {
			case len(row.Faults) > 0:
				done.Refused++
			case row.Outcome == OutcomeNew:
				row.Unit.ID = tenants.NewID()
				added = append(added, row.Unit)
				tx.Record(v.Deed("unit.add", uuid.Nil, row.Unit.ID, decision, policy.Facts{}))
			case row.Outcome == OutcomeUpdate:
				if err := updateUnit(ctx, tx, row.Unit); err != nil {
					return err
				}
				done.Updated++
				tx.Record(v.Deed("unit.change", uuid.Nil, row.Unit.ID, decision, policy.Facts{}))
			default:
				done.Same++
			}
		}
		done.Added = len(added)
		tx.Record(v.Deed("unit.import.confirm", uuid.Nil, id, decision, policy.Facts{}))
		return addUnits(ctx, tx, added)
	})
	if err != nil {
		return Imported{}, fmt.Errorf("importing units: %w", err)
	}
	return done, nil
}

// claimImport reads the file and marks it done, so that a second confirmation
// at the same moment waits and then finds it done.
func claimImport(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, id uuid.UUID, done *Imported) (Report, error) {
	mine := []predicate.UnitImport{unitimport.ID(id), unitimport.ReadBy(v.Viewer.ID)}
	held, err := tx.Client().UnitImport.Update().Where(append(mine, unitimport.State(importWaiting))...).
		SetState(importWaiting).Save(ctx)
	if err != nil {
		return Report{}, fmt.Errorf("holding file: %w", err)
	}
	if held == 0 {
		done.Before, err = tx.Client().UnitImport.Query().Where(append(mine, unitimport.State(importDone))...).Exist(ctx)
		if err == nil && !done.Before {
			err = tenants.ErrNotFound
		}
		return Report{}, err
	}
	report, err := reread(ctx, v, tx.Client(), id)
	if err != nil {
		return Report{}, err
	}
	if report.Good() == 0 {
		return Report{}, tenants.InvalidField("file", "import.nothing")
	}
	_, err = endImports(ctx, tx, importDone, mine...)
	return report, err
}

// endImports empties waiting files and says what became of them.
func endImports(ctx context.Context, tx *tenants.Tx, state string, which ...predicate.UnitImport) (int, error) {
	count, err := tx.Client().UnitImport.Update().Where(append(which, unitimport.State(importWaiting))...).
		SetState(state).ClearContent().Save(ctx)
	if err != nil {
		return 0, fmt.Errorf("ending file of units: %w", err)
	}
	return count, nil
}

// addUnits inserts in runs that stay within both databases' limit of
// parameters in one statement.
func addUnits(ctx context.Context, tx *tenants.Tx, units []Unit) error {
	const run = 500
	for len(units) > 0 {
		some := units[:min(run, len(units))]
		units = units[len(some):]
		rows := make([]*tenant.UnitCreate, 0, len(some))
		for _, u := range some {
			rows = append(rows, newUnit(tx, u))
		}
		if err := tx.Client().Unit.CreateBulk(rows...).Exec(ctx); err != nil {
			return fmt.Errorf("adding units: %w", err)
		}
	}
	return nil
}
