package outbox

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// claimable are the messages that may be delivered now: due, leased to nobody,
// and with no earlier message of the same family and lane before them: a system
// behind that does not answer holds back what goes to it, and not the family's
// own notices. An earlier message that is not due yet does not hold the others
// back until it has been tried.
const claimable = ` FROM outbox_messages AS m
	WHERE m.state = 'waiting' AND m.due_at <= $1 AND (m.leased_until IS NULL OR m.leased_until <= $2)
	AND NOT EXISTS (
		SELECT 1 FROM outbox_messages AS e
		WHERE e.case_file_id = m.case_file_id AND e.lane = m.lane AND e.state = 'waiting' AND e.id < m.id AND (e.due_at <= $3 OR e.attempts > 0))`

// Claim leases up to n messages for one attempt each. Until the lease has run
// out nobody else gets them. The caller ends each with Done, Fail or Release.
func (b *Box) Claim(ctx context.Context, n int, lease time.Duration) ([]Delivery, error) {
	found, err := b.anyClaimable(ctx)
	if err != nil || !found || n <= 0 {
		return nil, err
	}
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("claiming messages: %w", err)
	}
	defer tx.Rollback()
	if err := b.buryWornOut(ctx, tx); err != nil {
		return nil, fmt.Errorf("claiming messages: %w", err)
	}
	ids, err := b.choose(ctx, tx, n)
	if err != nil {
		return nil, fmt.Errorf("claiming messages: %w", err)
	}
	deliveries := make([]Delivery, 0, len(ids))
	for _, id := range ids {
		d, err := b.take(ctx, tx, id, lease)
		if err != nil {
			return nil, fmt.Errorf("claiming message %s: %w", id, err)
		}
		deliveries = append(deliveries, d)
	}
	if err := tx.Commit(); err != nil {
		return nil, fmt.Errorf("claiming messages: %w", err)
	}
	return b.open(ctx, deliveries), nil
}

// anyClaimable looks before the write lock is taken, which most looks do not
// need.
func (b *Box) anyClaimable(ctx context.Context) (bool, error) {
	at := now(b.clock)
	narrow, kinds := b.kinds.where(4)
	var found int
	err := b.db.QueryRowContext(ctx, `SELECT CASE WHEN EXISTS (SELECT 1`+claimable+narrow+`) THEN 1 ELSE 0 END`,
		append([]any{at, at, at}, kinds...)...).Scan(&found)
	if err != nil {
		return false, fmt.Errorf("looking for messages: %w", err)
	}
	return found == 1, nil
}

// buryWornOut ends messages whose last attempt never reported back: whoever
// delivered them died eight times.
func (b *Box) buryWornOut(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `UPDATE outbox_messages SET state = 'dead', last_error = 'lease_expired'
		WHERE state = 'waiting' AND attempts >= $1 AND leased_until <= $2`, MaxAttempts, now(b.clock))
	return err
}

func (b *Box) choose(ctx context.Context, tx *sql.Tx, n int) ([]uuid.UUID, error) {
	narrow, kinds := b.kinds.where(5)
	query := `SELECT m.id` + claimable + narrow + ` ORDER BY m.due_at, m.id LIMIT $4`
	if b.dialect == Postgres {
		query += ` FOR UPDATE OF m SKIP LOCKED`
	}
	at := now(b.clock)
	rows, err := tx.QueryContext(ctx, query, append([]any{at, at, at, n}, kinds...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []uuid.UUID
	for rows.Next() {
		var id uuid.UUID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// take marks a message as leased. The attempt counts from here, so that one
// that kills its deliverer does not do so for ever.
func (b *Box) take(ctx context.Context, tx *sql.Tx, id uuid.UUID, lease time.Duration) (Delivery, error) {
	d := Delivery{ID: id, lease: uuid.NewString()}
	_, err := tx.ExecContext(ctx, `UPDATE outbox_messages SET attempts = attempts + 1, leased_by = $1, leased_until = $2 WHERE id = $3`,
		d.lease, now(b.clock).Add(lease), id.String())
	if err != nil {
		return Delivery{}, err
	}
	var caseFile uuid.NullUUID
	var payload []byte
	err = tx.QueryRowContext(ctx, `SELECT kind, case_file_id, payload, idempotency_key, attempts FROM outbox_messages WHERE id = $1`, id.String()).
		Scan(&d.Kind, &caseFile, &payload, &d.IdempotencyKey, &d.Attempt)
	if err != nil {
		return Delivery{}, err
	}
	d.CaseFile, d.Payload = caseFile.UUID, string(payload)
	return d, nil
}

// open unseals the payloads of claimed messages. One that cannot be opened was
// tampered with and never can be: it becomes a dead letter here.
func (b *Box) open(ctx context.Context, claimed []Delivery) []Delivery {
	opened := claimed[:0]
	for _, d := range claimed {
		payload, err := b.keys.Open(payloadPlace(d.ID), []byte(d.Payload))
		if err != nil {
			b.log.ErrorContext(ctx, "outbox message cannot be opened", "id", d.ID, "kind", d.Kind, "error", err)
			if err := b.Fail(ctx, d, Permanent(Failure("sealed", err))); err != nil {
				b.log.ErrorContext(ctx, "outbox message not ended", "id", d.ID, "error", err)
			}
			continue
		}
		d.Payload = payload
		opened = append(opened, d)
	}
	return opened
}
