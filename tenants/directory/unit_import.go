package directory

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/unitimport"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

const (
	importsTable = "unit_imports"

	importWaiting = "waiting"
	importDone    = "done"
	importDropped = "dropped"
)

// There are two ways to read a file in, and an administrator meets one at a time.
// Where a connection can read files (plugins/registry-csv), that is the way: it
// takes workbooks too, offers besides units, any headings, and remembers them;
// /admin/tjenester/fil leads there. This one needs no plugin: it is what a new
// municipality has on its first day, and where plugins cannot be shut in and so
// do not run. It reads a list of units with known headings, and nothing else.

// StageImport reads a file of units and keeps it, sealed, until the viewer
// confirms or drops it; an earlier one that was waiting is dropped. Nothing is
// imported. A file that cannot be read is not kept: the id is then Nil and the
// report has a FileFault. It returns ErrNotFound unless the viewer runs units.
func StageImport(ctx context.Context, v *tenants.Visit, raw []byte) (uuid.UUID, Report, error) {
	decision, err := require(v, policy.SectionUnits, policy.ActionEdit)
	if err != nil {
		return uuid.Nil, Report{}, err
	}
	report := ReadCSV(raw)
	if report.FileFault.Code != "" {
		return uuid.Nil, report, nil
	}
	id := tenants.NewID()
	sealed, err := v.Seal(importsTable, "content", id, string(raw))
	if err != nil {
		return uuid.Nil, Report{}, err
	}
	err = v.InTx(ctx, func(tx *tenants.Tx) error {
		if _, err := endImports(ctx, tx, importDropped, unitimport.ReadBy(v.Viewer.ID)); err != nil {
			return err
		}
		err := tx.Client().UnitImport.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).
			SetReadBy(v.Viewer.ID).SetState(importWaiting).SetContent(sealed).Exec(ctx)
		if err != nil {
			return fmt.Errorf("keeping file: %w", err)
		}
		units, err := allUnits(ctx, tx.Client())
		if err != nil {
			return err
		}
		report.match(units)
		tx.Record(v.Deed("unit.import.read", uuid.Nil, id, decision, policy.Facts{}))
		return nil
	})
	if err != nil {
		return uuid.Nil, Report{}, err
	}
	return id, report, nil
}

// GetImport reads a waiting file again, against the units there are now. Only
// the one who brought it can: for everybody else, and when it is confirmed or
// dropped, it is ErrNotFound.
func GetImport(ctx context.Context, v *tenants.Visit, id uuid.UUID) (Report, error) {
	if err := v.Require(policy.SectionUnits, policy.ActionEdit); err != nil {
		return Report{}, err
	}
	return reread(ctx, v, v.Client(), id)
}

func reread(ctx context.Context, v *tenants.Visit, client *tenant.Client, id uuid.UUID) (Report, error) {
	row, err := client.UnitImport.Query().
		Where(unitimport.ID(id), unitimport.ReadBy(v.Viewer.ID), unitimport.State(importWaiting)).Only(ctx)
	if tenant.IsNotFound(err) {
		return Report{}, fmt.Errorf("file of units: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return Report{}, fmt.Errorf("reading file of units: %w", err)
	}
	raw, err := v.Open(importsTable, "content", id, row.Content)
	if err != nil {
		return Report{}, err
	}
	units, err := allUnits(ctx, client)
	if err != nil {
		return Report{}, err
	}
	report := ReadCSV([]byte(raw))
	report.match(units)
	return report, nil
}

// DropImport throws a waiting file away. Dropping twice is no error.
func DropImport(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	decision, err := require(v, policy.SectionUnits, policy.ActionEdit)
	if err != nil {
		return err
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		count, err := endImports(ctx, tx, importDropped, unitimport.ID(id), unitimport.ReadBy(v.Viewer.ID))
		if err != nil || count == 0 {
			return err
		}
		tx.Record(v.Deed("unit.import.drop", uuid.Nil, id, decision, policy.Facts{}))
		return nil
	})
}
