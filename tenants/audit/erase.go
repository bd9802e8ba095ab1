package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/google/uuid"
)

// Actions of the entries the log writes about itself.
const ActionErased = "audit.family.erased"

// spansInEntry is how many runs of places one entry about an erasure names.
const spansInEntry = 500

// EraseFamily empties what the log holds about a family: text, salt, person
// and family of each of its lines. Places, times and commitments stay, so that
// the tree stays provable; without its salt a commitment tells nothing. That
// these places were emptied is itself appended to the log, so that Verify can
// tell an erasure from somebody hiding a look.
//
// It belongs in the transaction that erases the family. From here until that
// ends, other writers of the log wait.
func (l *Log) EraseFamily(ctx context.Context, tx *sql.Tx, caseFile uuid.UUID) error {
	if caseFile == uuid.Nil {
		return errors.New("erasing a family's audit lines: no family given")
	}
	// The lock comes first, so that no line about the family can arrive between
	// the list of places and their emptying.
	if _, err := readEdge(ctx, tx, l.dialect); err != nil {
		return fmt.Errorf("erasing a family's audit lines: %w", err)
	}
	spans, err := familyPlaces(ctx, tx, caseFile)
	if err != nil || len(spans) == 0 {
		return err
	}
	_, err = tx.ExecContext(ctx,
		`UPDATE audit_entries SET body = NULL, salt = NULL, actor_id = NULL, case_file_id = NULL WHERE case_file_id = $1`,
		caseFile.String())
	if err != nil {
		return fmt.Errorf("erasing a family's audit lines: %w", err)
	}
	lines, err := l.erasureLines(spans)
	if err != nil {
		return err
	}
	_, err = l.appendTx(ctx, tx, lines)
	return err
}

func familyPlaces(ctx context.Context, tx querier, caseFile uuid.UUID) ([]span, error) {
	rows, err := tx.QueryContext(ctx, `SELECT id FROM audit_entries WHERE case_file_id = $1 ORDER BY id`, caseFile.String())
	if err != nil {
		return nil, fmt.Errorf("finding a family's audit lines: %w", err)
	}
	defer rows.Close()
	var spans []span
	for rows.Next() {
		var place int64
		if err := rows.Scan(&place); err != nil {
			return nil, fmt.Errorf("finding a family's audit lines: %w", err)
		}
		if last := len(spans) - 1; last >= 0 && spans[last][1] == place-1 {
			spans[last][1] = place
			continue
		}
		spans = append(spans, span{place, place})
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("finding a family's audit lines: %w", err)
	}
	return spans, nil
}

func (l *Log) erasureLines(spans []span) ([]line, error) {
	var lines []line
	for len(spans) > 0 {
		n := min(len(spans), spansInEntry)
		b := body{Version: bodyVersion, Kind: KindSystem, Action: ActionErased, Erased: spans[:n]}
		made, err := makeLine(l.clock.Now(), b)
		if err != nil {
			return nil, err
		}
		lines = append(lines, made)
		spans = spans[n:]
	}
	return lines, nil
}
