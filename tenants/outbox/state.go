package outbox

import (
	"context"
	"fmt"
)

// DeadKeys returns which of some idempotency keys are of messages that could not
// be delivered and are not tried any more.
func (b *Box) DeadKeys(ctx context.Context, keys ...string) (map[string]bool, error) {
	dead := map[string]bool{}
	for _, key := range keys {
		var found int
		err := b.db.QueryRowContext(ctx, `SELECT COUNT(*) FROM outbox_messages
			WHERE idempotency_key = $1 AND state = 'dead'`, key).Scan(&found)
		if err != nil {
			return nil, fmt.Errorf("reading what could not be delivered: %w", err)
		}
		dead[key] = found > 0
	}
	return dead, nil
}
