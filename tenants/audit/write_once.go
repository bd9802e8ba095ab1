package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// growAtOnce moves the head and inserts the lines after it in one statement,
// which is a transaction of its own: one round trip to PostgreSQL where begin,
// move, insert and commit are four. It inserts nothing when the log does not
// end where we know.
const growAtOnce = `WITH moved AS (
	UPDATE audit_heads SET size = $1, edge = $2, link = $3 WHERE id = 1 AND size = $4 AND link = $5 RETURNING id
)
INSERT INTO audit_entries (id, happened_at, case_file_id, actor_id, body, salt, commitment, link)
SELECT line.* FROM moved, unnest($6::bigint[], $7::timestamptz[], $8::uuid[], $9::uuid[],
	$10::bytea[], $11::bytea[], $12::bytea[], $13::bytea[]) AS line`

// appendAtOnce writes lines at the end of the log on PostgreSQL, committed, and
// returns the new edge; false when another replica's lines came first and
// nothing was written.
func (l *Log) appendAtOnce(ctx context.Context, from edge, lines []line) (edge, bool, error) {
	grown, sealed, err := l.grow(from, lines)
	if err != nil {
		return edge{}, false, err
	}
	result, err := l.db.ExecContext(ctx, growAtOnce, append(moveTo(from, grown), inColumns(sealed)...)...)
	if err != nil {
		return edge{}, false, fmt.Errorf("growing audit log: %w", err)
	}
	inserted, err := result.RowsAffected()
	if err != nil {
		return edge{}, false, fmt.Errorf("growing audit log: %w", err)
	}
	if inserted != 0 && inserted != int64(len(lines)) {
		return edge{}, false, fmt.Errorf("%w: %d of %d lines were inserted", ErrDamaged, inserted, len(lines))
	}
	return grown, inserted > 0, nil
}

// inColumns turns lines into one array for each column.
func inColumns(lines []sealedLine) []any {
	var (
		places                            = make([]int64, len(lines))
		times                             = make([]time.Time, len(lines))
		families, actors                  = make([]*uuid.UUID, len(lines)), make([]*uuid.UUID, len(lines))
		bodies, salts, commitments, links = make([][]byte, len(lines)), make([][]byte, len(lines)), make([][]byte, len(lines)), make([][]byte, len(lines))
	)
	for i := range lines {
		one := &lines[i]
		places[i], times[i], families[i], actors[i] = one.place, one.at, one.caseFile, one.actor
		bodies[i], salts[i], commitments[i], links[i] = one.body, one.salt[:], one.commitment[:], one.link[:]
	}
	return []any{places, times, families, actors, bodies, salts, commitments, links}
}
