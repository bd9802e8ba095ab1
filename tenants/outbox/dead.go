package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// DeadLetter is a message that could not be delivered, without what it says.
type DeadLetter struct {
	ID        uuid.UUID
	Kind      string
	CaseFile  uuid.UUID // Nil when it concerns no family
	Attempts  int
	LastError string // a code, not a text
	CreatedAt time.Time
}

// Dead lists dead letters, the newest first.
func (b *Box) Dead(ctx context.Context, limit int) ([]DeadLetter, error) {
	rows, err := b.db.QueryContext(ctx, `SELECT id, kind, case_file_id, attempts, last_error, created_at
		FROM outbox_messages WHERE state = 'dead' ORDER BY id DESC LIMIT $1`, limit)
	if err != nil {
		return nil, fmt.Errorf("listing dead letters: %w", err)
	}
	defer rows.Close()
	var letters []DeadLetter
	for rows.Next() {
		var letter DeadLetter
		var caseFile uuid.NullUUID
		err := rows.Scan(&letter.ID, &letter.Kind, &caseFile, &letter.Attempts, &letter.LastError, &letter.CreatedAt)
		if err != nil {
			return nil, fmt.Errorf("listing dead letters: %w", err)
		}
		letter.CaseFile, letter.CreatedAt = caseFile.UUID, letter.CreatedAt.UTC()
		letters = append(letters, letter)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("listing dead letters: %w", err)
	}
	return letters, nil
}

// Retry gives a dead letter its eight attempts again, from now, with the same
// idempotency key. It returns ErrNotDead when it is not dead (any more).
func (b *Box) Retry(ctx context.Context, id uuid.UUID) error {
	result, err := b.db.ExecContext(ctx, `UPDATE outbox_messages SET state = 'waiting', attempts = 0, due_at = $1, leased_by = '', leased_until = NULL
		WHERE id = $2 AND state = 'dead'`, now(b.clock), id.String())
	if err != nil {
		return fmt.Errorf("retrying message %s: %w", id, err)
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errors.Join(fmt.Errorf("retrying message %s: %w", id, ErrNotDead), err)
	}
	return nil
}
