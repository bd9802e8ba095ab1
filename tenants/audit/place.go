package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// disorder is how much later than its neighbours a line may have come on
// record: its time is noted before it waits for its place.
const disorder = time.Minute

// PlaceAt returns a place such that every line at this time or later stands
// there or after, found in a few steps however long the log is: time has no
// index of its own, and places follow it.
func (l *Log) PlaceAt(ctx context.Context, at time.Time) (int64, error) {
	at = at.Add(-disorder)
	low, high := int64(0), l.Size()
	for low < high {
		middle := low + (high-low)/2
		var happened time.Time
		err := l.reads.QueryRowContext(ctx,
			`SELECT happened_at FROM audit_entries WHERE id >= $1 ORDER BY id LIMIT 1`, middle).Scan(&happened)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return 0, fmt.Errorf("finding a time in the audit log: %w", err)
		}
		if err == nil && happened.Before(at) {
			low = middle + 1
			continue
		}
		high = middle
	}
	return low, nil
}

// Actors returns everybody who has a line from a place on, in no order.
func (l *Log) Actors(ctx context.Context, after int64) (ids []uuid.UUID, err error) {
	rows, err := l.reads.QueryContext(ctx,
		`SELECT DISTINCT actor_id FROM audit_entries WHERE id >= $1 AND actor_id IS NOT NULL`, after)
	if err != nil {
		return nil, fmt.Errorf("reading who is in the audit log: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id uuid.UUID
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("reading who is in the audit log: %w", err)
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
