package connection

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// Hold keeps a connection that is in use from being removed until the
// transaction ends: whoever removes it then sees what the transaction has made
// hang on it. A domain package calls it in the transaction that makes such a
// thing. It returns ErrNotFound when the connection is not in use, or is being
// removed at this instant: it waits for nobody, so that it may be called with a
// family held, which a removal waits for.
func Hold(ctx context.Context, tx *tenants.Tx, id uuid.UUID) error {
	return holdRow(ctx, tx, `SELECT 1 FROM plugins WHERE id = $1 AND state = 'active'`, ` FOR KEY SHARE SKIP LOCKED`, id)
}

// holdToRemove waits for those who hold an installed plugin, and keeps others
// from it until the transaction ends.
func holdToRemove(ctx context.Context, tx *tenants.Tx, id uuid.UUID) error {
	return holdRow(ctx, tx, `SELECT 1 FROM plugins WHERE id = $1`, ` FOR UPDATE`, id)
}

// holdRow reads a row and, on PostgreSQL, locks it: SQLite lets one write at a
// time.
func holdRow(ctx context.Context, tx *tenants.Tx, row, lock string, id uuid.UUID) error {
	if tx.LogDialect() == audit.Postgres {
		row += lock
	}
	rows, err := tx.SQL().QueryContext(ctx, row, id.String())
	if err != nil {
		return fmt.Errorf("holding plugin: %w", err)
	}
	there := rows.Next()
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return fmt.Errorf("holding plugin: %w", err)
	}
	if !there {
		return fmt.Errorf("plugin: %w", tenants.ErrNotFound)
	}
	return nil
}
