package outbox

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"
)

// The first wait after a failed attempt, how it grows and where it stops: the
// eight attempts stretch over about thirty hours.
const (
	firstWait  = time.Minute
	waitGrowth = 4
	longestGap = 12 * time.Hour
	spread     = 0.25 // a wait is this much shorter or longer, by chance
)

// Done says that a message has left. What it said is deleted. It returns
// ErrLeaseLost when the lease had run out and another replica took it.
func (b *Box) Done(ctx context.Context, d Delivery) error {
	return b.settle(ctx, d, `UPDATE outbox_messages SET state = 'done', payload = NULL, done_at = $1, leased_until = NULL, last_error = ''
		WHERE id = $2 AND leased_by = $3 AND state IN ('waiting', 'recalled')`, now(b.clock))
}

// Fail says that an attempt failed: the message is tried again later, or is
// dead after the last attempt or a Permanent error. Of the error only its code
// or kind is kept.
func (b *Box) Fail(ctx context.Context, d Delivery, cause error) error {
	var permanent permanentError
	if errors.As(cause, &permanent) || d.Attempt >= MaxAttempts {
		return b.settle(ctx, d, `UPDATE outbox_messages SET state = CASE WHEN state = 'waiting' THEN 'dead' ELSE state END,
			last_error = $1, leased_until = NULL
			WHERE id = $2 AND leased_by = $3 AND state IN ('waiting', 'recalled')`, code(cause))
	}
	due := now(b.clock).Add(b.wait(d.Attempt))
	return b.settle(ctx, d, `UPDATE outbox_messages SET last_error = $1, leased_until = NULL, due_at = $4
		WHERE id = $2 AND leased_by = $3 AND state IN ('waiting', 'recalled')`, code(cause), due)
}

// Release gives a message back untried, when the program is stopping.
func (b *Box) Release(ctx context.Context, d Delivery) error {
	return b.settle(ctx, d, `UPDATE outbox_messages SET attempts = attempts - $1, leased_until = NULL
		WHERE id = $2 AND leased_by = $3 AND state IN ('waiting', 'recalled')`, 1)
}

// settle runs an update whose first three parameters are what it sets, the
// message and its lease.
func (b *Box) settle(ctx context.Context, d Delivery, query string, first any, more ...any) error {
	result, err := b.db.ExecContext(ctx, query, append([]any{first, d.ID.String(), d.lease}, more...)...)
	if err != nil {
		return fmt.Errorf("ending delivery of message %s: %w", d.ID, err)
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errors.Join(fmt.Errorf("ending delivery of message %s: %w", d.ID, ErrLeaseLost), err)
	}
	return nil
}

// wait is how long to wait after an attempt.
func (b *Box) wait(attempt int) time.Duration {
	wait := float64(firstWait) * math.Pow(waitGrowth, float64(attempt-1))
	wait = min(wait, float64(longestGap))
	return time.Duration(wait * (1 - spread + 2*spread*b.jitter()))
}
