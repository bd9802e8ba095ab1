package tenants

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// Row seals and opens the fields of one row of a table and keeps the first
// fault, so that a row can be written or read field by field and checked once.
type Row struct {
	scope *Scope
	table string
	id    uuid.UUID
	err   error
}

// Row returns the sealed side of a table's row.
func (s *Scope) Row(table string, id uuid.UUID) *Row { return &Row{scope: s, table: table, id: id} }

// Seal encrypts the text of a field.
func (r *Row) Seal(field, plain string) seal.Sealed {
	if r.err != nil {
		return nil
	}
	sealed, err := r.scope.Seal(r.table, field, r.id, plain)
	r.err = err
	return sealed
}

// Open decrypts the text of a field.
func (r *Row) Open(field string, sealed seal.Sealed) string {
	if r.err != nil {
		return ""
	}
	plain, err := r.scope.Open(r.table, field, r.id, sealed)
	r.err = err
	return plain
}

// Err returns the first fault.
func (r *Row) Err() error { return r.err }
