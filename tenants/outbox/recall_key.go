package outbox

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

// RecallKeyTx is RecallTx for the messages that have one of some idempotency
// keys.
func RecallKeyTx(ctx context.Context, tx *sql.Tx, c clock.Clock, keys ...string) error {
	for _, key := range keys {
		_, err := tx.ExecContext(ctx, `UPDATE outbox_messages SET state = 'recalled', payload = NULL, done_at = $1
			WHERE idempotency_key = $2 AND state IN ('waiting', 'dead')`, now(c), key)
		if err != nil {
			return fmt.Errorf("recalling messages: %w", err)
		}
	}
	return nil
}
