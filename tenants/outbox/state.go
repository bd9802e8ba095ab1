package outbox

import (
	"context"
	"fmt"
)

// States of a message that will not leave, for States.
const (
	Dead     = "dead"     // could not be delivered, and is not tried any more
	Recalled = "recalled" // taken back
)

// States returns the states of the messages that have one of some idempotency
// keys: Dead, Recalled, or another of a message that may leave or has.
func (b *Box) States(ctx context.Context, keys ...string) (map[string]string, error) {
	states := map[string]string{}
	for _, key := range keys {
		rows, err := b.db.QueryContext(ctx, `SELECT state FROM outbox_messages WHERE idempotency_key = $1`, key)
		if err != nil {
			return nil, fmt.Errorf("reading messages' states: %w", err)
		}
		for rows.Next() {
			var state string
			if err := rows.Scan(&state); err != nil {
				_ = rows.Close()
				return nil, fmt.Errorf("reading messages' states: %w", err)
			}
			states[key] = state
		}
		if err := rows.Close(); err != nil {
			return nil, fmt.Errorf("reading messages' states: %w", err)
		}
	}
	return states, nil
}
