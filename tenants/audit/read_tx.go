package audit

import (
	"context"
	"database/sql"
	"fmt"
)

// ReadTx is Read inside a transaction, for a decision that depends on who has
// looked. It asks for no other connection: transactions that waited for one
// each would wait for each other.
func (l *Log) ReadTx(ctx context.Context, tx *sql.Tx, f Filter) ([]Line, error) {
	query, args := f.query()
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("reading audit log: %w", err)
	}
	return l.readRows(ctx, rows)
}
