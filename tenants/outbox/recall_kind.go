package outbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

// RecallKindTx is RecallTx for what goes to one recipient in one way, whatever
// it is about: a way of reaching somebody that has become unsafe is not used
// for what waits either.
func RecallKindTx(ctx context.Context, tx *sql.Tx, c clock.Clock, recipient uuid.UUID, kind string) error {
	if recipient == uuid.Nil || kind == "" {
		return errors.New("recalling messages: no recipient or kind given")
	}
	_, err := tx.ExecContext(ctx, `UPDATE outbox_messages SET state = 'recalled', payload = NULL, done_at = $1
		WHERE recipient_id = $2 AND kind = $3 AND state IN ('waiting', 'dead')`,
		now(c), recipient.String(), kind)
	if err != nil {
		return fmt.Errorf("recalling messages: %w", err)
	}
	return nil
}
