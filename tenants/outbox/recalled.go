package outbox

import (
	"context"
	"database/sql"
	"fmt"
)

// RecalledTx counts the messages of which the idempotency key begins with a
// text and that were taken back, so that what is to be said again gets a key of
// its own. It is called in the transaction that enqueues it.
func RecalledTx(ctx context.Context, tx *sql.Tx, begins string) (int, error) {
	var count int
	err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM outbox_messages
		WHERE state = 'recalled' AND substr(idempotency_key, 1, $1) = $2`, len(begins), begins).Scan(&count)
	if err != nil {
		return 0, fmt.Errorf("reading what was taken back: %w", err)
	}
	return count, nil
}
