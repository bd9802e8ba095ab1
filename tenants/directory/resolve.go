package directory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// ErrSignedOut says that a token opens no session: it never did, it has ended
// or run out, or its user has left. It is an ErrForbidden.
var ErrSignedOut = fmt.Errorf("no session: %w", tenants.ErrForbidden)

// Self is what a user's own pages need to know about them.
type Self struct {
	ID           uuid.UUID
	Name         string
	Title        string
	Kind         Kind
	UnitID       uuid.UUID // Nil for none
	Language     string    // nb, nn, or empty for the municipality's
	TextSize     string
	ColourScheme string
	Welcomed     bool // has read the first page
}

// Session is a signed-in person at this request.
type Session struct {
	ID        uuid.UUID
	User      Self
	Viewer    policy.Viewer
	IdleUntil time.Time // when it ends unless there is another request
	ExpiresAt time.Time // when it ends whatever happens
}

// seenEvery is how often a request is noted on its session.
const seenEvery = time.Minute

const resolveQuery = `SELECT s.id, s.seen_at, s.expires_at, u.id, u.kind, u.name, u.title, u.unit_id, u.language,
 u.text_size, u.colour_scheme, u.welcomed_at, r.role
FROM sessions s JOIN users u ON u.id = s.user_id
LEFT JOIN user_roles r ON r.user_id = u.id AND r.ended_at IS NULL
WHERE s.token_hash = $1 AND s.ended_at IS NULL AND u.state = 'active'`

// Resolve returns the session a token opens, with the roles its user holds
// now. It asks the database at every request and keeps nothing: an ended role,
// a user who has left and a session signed out elsewhere are gone at once, on
// every replica. It returns ErrSignedOut when there is no session.
func Resolve(ctx context.Context, scope *tenants.Scope, token string) (Session, error) {
	s, seenAt, err := read(ctx, scope, token)
	if err != nil {
		return Session{}, err
	}
	now := scope.Clock().Now()
	if now.Sub(seenAt) < seenEvery {
		return s, nil
	}
	return touch(ctx, scope, s, now)
}

// Extend keeps a session that is about to end for idleness. It returns
// ErrSignedOut when it has ended.
func Extend(ctx context.Context, scope *tenants.Scope, token string) (Session, error) {
	s, _, err := read(ctx, scope, token)
	if err != nil {
		return Session{}, err
	}
	return touch(ctx, scope, s, scope.Clock().Now())
}

func touch(ctx context.Context, scope *tenants.Scope, s Session, now time.Time) (Session, error) {
	_, err := scope.WriteDB().ExecContext(ctx,
		`UPDATE sessions SET seen_at = $1 WHERE id = $2 AND ended_at IS NULL`, now, s.ID.String())
	if err != nil {
		return Session{}, fmt.Errorf("noting request on session: %w", err)
	}
	s.IdleUntil = earlier(now.Add(LimitsFor(s.User.Kind).Idle), s.ExpiresAt)
	return s, nil
}

// Peek is Resolve for the question how long is left, which must not itself
// keep the session alive.
func Peek(ctx context.Context, scope *tenants.Scope, token string) (Session, error) {
	s, _, err := read(ctx, scope, token)
	return s, err
}

type sessionRow struct {
	unit        uuid.NullUUID
	name, title []byte // seal.Sealed, which database/sql cannot scan NULL into
	welcomed    sql.NullTime
	role        sql.NullString
	seenAt      time.Time
}

func read(ctx context.Context, scope *tenants.Scope, token string) (Session, time.Time, error) {
	if !looksLikeToken(token) {
		return Session{}, time.Time{}, ErrSignedOut
	}
	rows, err := scope.Query(ctx, resolveQuery, hashToken(token))
	if err != nil {
		return Session{}, time.Time{}, fmt.Errorf("reading session: %w", err)
	}
	s, row, err := scan(rows)
	if err := errors.Join(err, rows.Close()); err != nil {
		return Session{}, time.Time{}, fmt.Errorf("reading session: %w", err)
	}
	row.seenAt, s.ExpiresAt = row.seenAt.UTC(), s.ExpiresAt.UTC()
	now, limits := scope.Clock().Now(), LimitsFor(s.User.Kind)
	s.IdleUntil = earlier(row.seenAt.Add(limits.Idle), s.ExpiresAt)
	if s.ID == uuid.Nil || !now.Before(s.IdleUntil) {
		return Session{}, time.Time{}, ErrSignedOut
	}
	s.Viewer.ID, s.User.UnitID, s.User.Welcomed = s.User.ID, row.unit.UUID, row.welcomed.Valid
	if s.User.Name, err = scope.Open(usersTable, "name", s.User.ID, row.name); err != nil {
		return Session{}, time.Time{}, fmt.Errorf("reading session: %w", err)
	}
	if s.User.Title, err = scope.Open(usersTable, "title", s.User.ID, row.title); err != nil {
		return Session{}, time.Time{}, fmt.Errorf("reading session: %w", err)
	}
	return s, row.seenAt, nil
}

// scan reads one row for each role the user holds, or one without a role.
func scan(rows *sql.Rows) (s Session, row sessionRow, err error) {
	for rows.Next() {
		err := rows.Scan(&s.ID, &row.seenAt, &s.ExpiresAt, &s.User.ID, &s.User.Kind, &row.name, &row.title, &row.unit,
			&s.User.Language, &s.User.TextSize, &s.User.ColourScheme, &row.welcomed, &row.role)
		if err != nil {
			return s, row, err
		}
		if !row.role.Valid {
			continue
		}
		role, err := policy.ParseRole(row.role.String)
		if err != nil {
			return s, row, err
		}
		s.Viewer.Roles = s.Viewer.Roles.With(role)
	}
	return s, row, rows.Err()
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
