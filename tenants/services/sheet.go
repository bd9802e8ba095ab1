package services

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/unitimport"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
)

// MostFile is the largest file that is read, in bytes.
const MostFile = 4 << 20

const (
	sheetTable   = "unit_imports" // where the directory's own files wait too, in other states
	sheetWaiting = "sheet"
	sheetDone    = "sheet_done"
	sheetDropped = "sheet_dropped"
	columnsKey   = "host.columns" // of connection.Remember
)

// Sheet is a file with columns that waits for an administrator's yes.
type Sheet struct {
	Plugin  uuid.UUID         `json:"plugin"`
	Name    string            `json:"name"` // of the file
	Content []byte            `json:"content"`
	Columns map[string]string `json:"columns"` // field to heading
	Whole   bool              `json:"whole"`   // what is not in it is gone
	Found   []registry.Column `json:"found"`
	Rows    int               `json:"rows"`
	Remarks []registry.Remark `json:"remarks"`
}

// StageSheet has a connection look at a file, and keeps it sealed until the
// viewer says yes or drops it; an earlier one is dropped. The columns are taken
// as they were the last time, where the headings are there. Nothing of it is
// taken in. A file that cannot be read is a *host.Problem with host.Settings.
func StageSheet(ctx context.Context, v *tenants.Visit, file registry.File) (uuid.UUID, error) {
	decision, err := mayEdit(v)
	if err != nil {
		return uuid.Nil, err
	}
	reader, found, err := FileReader(ctx, v.Scope)
	if err != nil {
		return uuid.Nil, err
	}
	if !found {
		return uuid.Nil, fmt.Errorf("connection that reads files: %w", tenants.ErrNotFound)
	}
	sheet := Sheet{Plugin: reader.ID, Name: file.Name, Content: file.Content}
	err = connection.Use(ctx, v.Scope, reader.Name, connection.Job{Kind: connection.Inspect, By: v.Viewer.ID},
		func(ctx context.Context, p host.Plugin, _ *connection.Run) error {
			inspection, err := p.Inspect(ctx, file)
			sheet.Found, sheet.Rows, sheet.Remarks = inspection.Columns, inspection.Rows, inspection.Remarks
			return err
		})
	if err != nil {
		return uuid.Nil, err
	}
	if err := sheet.propose(ctx, v.Scope); err != nil {
		return uuid.Nil, err
	}
	id := tenants.NewID()
	return id, v.InTx(ctx, func(tx *tenants.Tx) error {
		if _, err := endSheets(ctx, tx, sheetDropped, v.Viewer.ID); err != nil {
			return err
		}
		text, err := sheet.sealed(tx, id)
		if err != nil {
			return err
		}
		err = tx.Client().UnitImport.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).
			SetReadBy(v.Viewer.ID).SetState(sheetWaiting).SetContent(text).Exec(ctx)
		if err != nil {
			return fmt.Errorf("keeping file: %w", err)
		}
		tx.Record(v.Deed("service.file.read", uuid.Nil, id, decision, policy.Facts{}))
		return nil
	})
}

// propose takes the columns as they were the last time, and the rest as the
// plugin proposes.
func (s *Sheet) propose(ctx context.Context, scope *tenants.Scope) error {
	before := map[string]string{}
	text, found, err := connection.Remembered(ctx, scope, s.Plugin, columnsKey)
	if err != nil {
		return err
	}
	if found && json.Unmarshal(text, &before) != nil {
		before = map[string]string{} // something else wrote there: the proposal is as good
	}
	s.Columns = map[string]string{}
	for _, column := range s.Found {
		if column.Field != "" {
			s.Columns[column.Field] = column.Heading
		}
	}
	for field, heading := range before {
		if s.has(heading) {
			maps.DeleteFunc(s.Columns, func(_, taken string) bool { return taken == heading })
			if !strings.HasPrefix(field, leftOut) {
				s.Columns[field] = heading
			}
		}
	}
	return nil
}

func (s *Sheet) has(heading string) bool {
	return slices.ContainsFunc(s.Found, func(c registry.Column) bool { return c.Heading == heading })
}

func (s *Sheet) sealed(tx *tenants.Tx, id uuid.UUID) ([]byte, error) {
	text, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("keeping file: %w", err)
	}
	return tx.Seal(sheetTable, "content", id, string(text))
}

// GetSheet returns a waiting file. Only the one who brought it can: for
// everybody else, and when it is taken in or dropped, it is ErrNotFound.
func GetSheet(ctx context.Context, v *tenants.Visit, id uuid.UUID) (Sheet, error) {
	if _, err := mayEdit(v); err != nil {
		return Sheet{}, err
	}
	row, err := v.Client().UnitImport.Query().
		Where(unitimport.ID(id), unitimport.ReadBy(v.Viewer.ID), unitimport.State(sheetWaiting)).Only(ctx)
	if tenant.IsNotFound(err) {
		return Sheet{}, fmt.Errorf("file: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return Sheet{}, fmt.Errorf("reading file: %w", err)
	}
	text, err := v.Open(sheetTable, "content", id, row.Content)
	if err != nil {
		return Sheet{}, err
	}
	var sheet Sheet
	if err := json.Unmarshal([]byte(text), &sheet); err != nil {
		return Sheet{}, fmt.Errorf("reading file: %w", err)
	}
	return sheet, nil
}

// MapSheet says which column is what, and whether the file is the whole list.
// It returns ErrInvalid for a heading or field there is not, and when no column
// has names.
func MapSheet(ctx context.Context, v *tenants.Visit, id uuid.UUID, columns map[string]string, whole bool) error {
	sheet, err := GetSheet(ctx, v, id)
	if err != nil {
		return err
	}
	sheet.Columns, sheet.Whole = map[string]string{}, whole
	for field, heading := range columns {
		if !slices.Contains(registry.Fields, field) || !sheet.has(heading) {
			return tenants.InvalidField("columns", "service.file.column")
		}
		sheet.Columns[field] = heading
	}
	if sheet.Columns["name"] == "" && sheet.Columns["service"] == "" {
		return tenants.InvalidField("columns", "service.file.no_name")
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		text, err := sheet.sealed(tx, id)
		if err != nil {
			return err
		}
		return tx.Client().UnitImport.Update().Where(unitimport.ID(id), unitimport.State(sheetWaiting)).SetContent(text).Exec(ctx)
	})
}

// DropSheet throws a waiting file away. Dropping twice is no error.
func DropSheet(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	decision, err := mayEdit(v)
	if err != nil {
		return err
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		count, err := endSheets(ctx, tx, sheetDropped, v.Viewer.ID, id)
		if err == nil && count > 0 {
			tx.Record(v.Deed("service.file.drop", uuid.Nil, id, decision, policy.Facts{}))
		}
		return err
	})
}

// endSheets empties waiting files of somebody's, all or those named, and says
// what became of them.
func endSheets(ctx context.Context, tx *tenants.Tx, state string, by uuid.UUID, ids ...uuid.UUID) (int, error) {
	update := tx.Client().UnitImport.Update().Where(unitimport.ReadBy(by), unitimport.State(sheetWaiting))
	if len(ids) > 0 {
		update.Where(unitimport.IDIn(ids...))
	}
	count, err := update.SetState(state).ClearContent().Save(ctx)
	if err != nil {
		return 0, fmt.Errorf("ending file: %w", err)
	}
	return count, nil
}
