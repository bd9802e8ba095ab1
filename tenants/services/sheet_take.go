package services

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/unitimport"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
)

// Preview is what taking a file in would do.
type Preview struct {
	Synced
	New, Altered, Questions, Vanished []string // names
	Remarks                           []registry.Remark
}

// PreviewSheet finds out what taking a waiting file in would do, and does
// nothing. A file whose columns cannot be read so is a *host.Problem.
func PreviewSheet(ctx context.Context, v *tenants.Visit, id uuid.UUID) (Preview, error) {
	sheet, err := GetSheet(ctx, v, id)
	if err != nil {
		return Preview{}, err
	}
	from, remarks, err := sheet.read(ctx, v, connection.Inspect)
	if err != nil {
		return Preview{}, err
	}
	var seen Preview
	err = v.InTx(ctx, func(tx *tenants.Tx) error {
		have, err := stockOf(ctx, tx, sheet.Plugin)
		if err != nil {
			return err
		}
		seen = preview(have, work(have, from))
		return nil
	})
	seen.Remarks = remarks
	return seen, err
}

func preview(have stock, did changes) Preview {
	seen := Preview{Synced: Synced{did.Added, did.Changed, did.Asked, did.Gone, did.Back}}
	for _, one := range did.addedUnits {
		seen.New = append(seen.New, one.Name)
	}
	for _, one := range did.addedServices {
		seen.New = append(seen.New, one.Title)
	}
	for _, one := range did.changedUnits {
		seen.Altered = append(seen.Altered, one.after.Name)
	}
	for _, one := range did.changedServices {
		seen.Altered = append(seen.Altered, one.after.Title)
	}
	for _, one := range did.origins {
		switch {
		case one.gone && one.kind == kindUnit:
			seen.Vanished = append(seen.Vanished, have.units[one.target].Name)
		case one.gone:
			seen.Vanished = append(seen.Vanished, have.services[one.target].Title)
		case one.waits():
			seen.Questions = append(seen.Questions, one.name())
		}
	}
	return seen
}

// errTakenIn says that a file is taken in already.
var errTakenIn = errors.New("the file is taken in")

// ConfirmSheet takes a waiting file in, all of it in one transaction, and
// remembers how its columns were read. Confirming twice takes it in once.
func ConfirmSheet(ctx context.Context, v *tenants.Visit, id uuid.UUID) (Synced, error) {
	decision, err := mayEdit(v)
	if err != nil {
		return Synced{}, err
	}
	sheet, err := GetSheet(ctx, v, id)
	if errors.Is(err, tenants.ErrNotFound) {
		done, asked := v.Client().UnitImport.Query().
			Where(unitimport.ID(id), unitimport.ReadBy(v.Viewer.ID), unitimport.State(sheetDone)).Exist(ctx)
		if asked == nil && done {
			return Synced{}, nil
		}
	}
	if err != nil {
		return Synced{}, err
	}
	from, _, err := sheet.read(ctx, v, connection.Read)
	if err != nil {
		return Synced{}, err
	}
	done, err := takeIn(ctx, v.Scope, sheet.Plugin, v.Viewer.ID, from, func(tx *tenants.Tx) error {
		count, err := endSheets(ctx, tx, sheetDone, v.Viewer.ID, id)
		if err == nil && count == 0 {
			err = errTakenIn
		}
		tx.Record(v.Deed("service.file.confirm", uuid.Nil, id, decision, policy.Facts{}))
		return err
	})
	if errors.Is(err, errTakenIn) {
		return Synced{}, nil
	}
	if err != nil {
		return Synced{}, fmt.Errorf("taking in a file: %w", err)
	}
	text, err := json.Marshal(sheet.remembered())
	if err != nil {
		return done, fmt.Errorf("remembering columns: %w", err)
	}
	return done, connection.Remember(ctx, v.Scope, sheet.Plugin, columnsKey, text)
}

// leftOut begins what is remembered of a column that is nothing in the
// directory, so that it is not taken for something the next time.
const leftOut = "-"

// remembered is what each column was taken for, those left out with them.
func (s *Sheet) remembered() map[string]string {
	all := maps.Clone(s.Columns)
	taken := map[string]bool{}
	for _, heading := range s.Columns {
		taken[heading] = true
	}
	for _, column := range s.Found {
		if !taken[column.Heading] {
			all[leftOut+column.Heading] = column.Heading
		}
	}
	return all
}
