package main

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/google/uuid"
)

// bare is the baseline of a page: its queries and nothing else, one after the
// other through database/sql, each column scanned and left as it stands. No
// session, no policy, nothing unsealed, logged or rendered.
type bare struct {
	db      *sql.DB
	queries []query
}

// query is one query of a page; its only argument is a family, or for those
// who work with them a user or a unit.
type query struct {
	text string
	by   func(*town, uuid.UUID) string
	row  func() []any
}

func ofFamily(_ *town, family uuid.UUID) string { return family.String() }

func ofProfessional(t *town, _ uuid.UUID) string { return t.professional.Viewer.ID.String() }

func ofCoordinator(t *town, _ uuid.UUID) string { return t.coordinator.Viewer.ID.String() }

func ofUnit(t *town, _ uuid.UUID) string { return t.unit.String() }

// The kinds of columns, as places to scan into.
func id() any      { return new(uuid.NullUUID) }
func sealed() any  { return new([]byte) }
func text() any    { return new(sql.NullString) }
func number() any  { return new(sql.NullInt64) }
func instant() any { return new(sql.NullTime) }
func yesNo() any   { return new(sql.NullBool) }

// columns makes a function that makes the places of one row, so that each row
// has its own, as rows that are kept do.
func columns(kinds ...func() any) func() []any {
	return func() []any {
		row := make([]any, 0, len(kinds))
		for _, kind := range kinds {
			row = append(row, kind())
		}
		return row
	}
}

// planQueries are what the plan's page shows.
var planQueries = []query{
	{`SELECT id, state, version, from_on, to_on, evaluate_on FROM plans WHERE case_file_id = $1`,
		ofFamily, columns(id, text, number, text, text, text)},
	{`SELECT id, version, area, member_id, text, said_by FROM strengths
		WHERE case_file_id = $1 AND removed_at IS NULL ORDER BY position, id`,
		ofFamily, columns(id, number, text, id, sealed, sealed)},
	{`SELECT id, version, area, member_id, text, said_by FROM needs
		WHERE case_file_id = $1 AND removed_at IS NULL ORDER BY position, id`,
		ofFamily, columns(id, number, text, id, sealed, sealed)},
	{`SELECT id, version, state, area, member_id, title, child_words FROM goals
		WHERE case_file_id = $1 AND removed_at IS NULL ORDER BY position, id`,
		ofFamily, columns(id, number, text, text, id, sealed, sealed)},
	{`SELECT m.id, m.goal_id, m.version, m.status, m.status_at, m.meeting_id, m.what, m.why, m.responsible_id,
		m.responsible_name, m.unit_id, m.level, m.from_on, m.due_on, m.evaluate_on
		FROM measures m JOIN goals g ON g.id = m.goal_id
		WHERE m.case_file_id = $1 AND m.removed_at IS NULL AND g.removed_at IS NULL ORDER BY m.position, m.id`,
		ofFamily, columns(id, id, number, text, instant, id, sealed, sealed, id, sealed, id, text, text, text, text)},
	{`SELECT id, name, title FROM users WHERE id = $1`, ofProfessional, columns(id, sealed, sealed)},
	{`SELECT id, name FROM units WHERE id = $1`, ofUnit, columns(id, text)},
	{`SELECT id, user_id FROM access_grants WHERE case_file_id = $1 AND ended_at IS NULL`, ofFamily, columns(id, id)},
	{`SELECT id, evaluated_on, created_at, measure_id, goal_id, child_experience, what_it_did, done, next_step, effect
		FROM evaluations WHERE case_file_id = $1 ORDER BY evaluated_on, id`,
		ofFamily, columns(id, text, instant, id, id, sealed, sealed, text, text, number)},
	membersQuery,
	{`SELECT id, number, state, created_at, agreed_at FROM plan_versions
		WHERE case_file_id = $1 AND state IN ('proposed', 'agreed') ORDER BY number DESC`,
		ofFamily, columns(id, number, text, instant, instant)},
	{`SELECT id, plan_version_id, member_id, answer, how, text, answered_at FROM agreements
		WHERE case_file_id = $1 ORDER BY id`,
		ofFamily, columns(id, id, id, text, text, sealed, instant)},
	{`SELECT id, kind, goal_id, measure_id, text, written_by, created_at, state, answer, answered_at FROM remarks
		WHERE case_file_id = $1 AND state = 'open' ORDER BY id DESC`,
		ofFamily, columns(id, text, id, id, sealed, id, instant, text, sealed, instant)},
	{`SELECT id, name, title FROM users WHERE id = $1`, ofProfessional, columns(id, sealed, sealed)},
}

var membersQuery = query{
	`SELECT id, kind, name, born_on, relation, phone, email, address, language, interpreter, grade, school_id, user_id,
		version, removed_at FROM members WHERE case_file_id = $1 ORDER BY position, created_at`,
	ofFamily, columns(id, text, sealed, sealed, sealed, sealed, sealed, sealed, text, yesNo, text, id, id, number, instant),
}

// familyQueries are what the family's own page shows: the plan, and how the
// follow-up stands, who coordinates, and the meetings.
var familyQueries = slices.Concat([]query{
	{`SELECT id, state, grade, coordinator_id, coordinator_since, referred_on, crisis_on, centre_from, accepted_on,
		accepted_how, version, short_name FROM case_files WHERE id = $1`,
		ofFamily, columns(id, text, text, id, text, text, text, text, text, text, number, sealed)},
	{`SELECT id, name FROM users WHERE id = $1`, ofCoordinator, columns(id, sealed)},
	{`SELECT id, version, state, called_by, starts_at, minutes, place, agenda, participants, agreed, interpreter,
		interpreter_language FROM meetings WHERE case_file_id = $1 ORDER BY starts_at DESC`,
		ofFamily, columns(id, number, text, id, instant, number, sealed, sealed, sealed, sealed, yesNo, text)},
}, planQueries)

// read runs the queries for a family and counts the rows.
func (b *bare) read(ctx context.Context, t *town, family uuid.UUID) (int, error) {
	count := 0
	for _, q := range b.queries {
		found, err := b.rows(ctx, q, q.by(t, family))
		if err != nil {
			return 0, fmt.Errorf("bare query: %w", err)
		}
		count += found
	}
	return count, nil
}

func (b *bare) rows(ctx context.Context, q query, argument string) (int, error) {
	rows, err := b.db.QueryContext(ctx, q.text, argument)
	if err != nil {
		return 0, err
	}
	defer func() { _ = rows.Close() }()
	count := 0
	for rows.Next() {
		if err := rows.Scan(q.row()...); err != nil {
			return 0, err
		}
		count++
	}
	return count, rows.Err()
}
