// Package outbox holds everything that shall leave a municipality (notices,
// mail, exports, jobs) until it has left. A message is written in the
// transaction of what it tells about, so that neither happens without the
// other, and is delivered at least once, with the same idempotency key each
// time, so that the receiver can tell a repetition.
//
// Several replicas may work on one outbox: a message is leased to one of them,
// and comes free again when that one dies. Messages of one family leave in the
// order they were written. What cannot be delivered becomes a dead letter,
// which an administrator sees and can send again.
//
// Only packages below tenants/ use it; they enqueue through tenants.Tx.
package outbox

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// Dialect says which database the outbox stands in.
type Dialect string

// The two databases the product runs on.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// MaxAttempts is how many deliveries are tried before a message is dead.
const MaxAttempts = 8

// A message is waiting, done, dead or recalled; the words stand in the queries.

var (
	// ErrMessage says that a message has no kind, or a kind, lane or key too
	// long.
	ErrMessage = errors.New("outbox message is not complete")
	// ErrLeaseLost says that a delivery took longer than its lease, so that
	// the message may have been delivered by another replica too.
	ErrLeaseLost = errors.New("outbox lease is lost")
	// ErrNotDead says that there is no dead letter with that id.
	ErrNotDead = errors.New("no such dead letter")
)

// Message is something that shall leave.
type Message struct {
	Kind           string    // which handler delivers it
	CaseFile       uuid.UUID // Nil when it concerns no family
	Lane           string    // a family's messages leave in order within one lane; empty: the family's own notices
	Recipient      uuid.UUID // the user or unit it goes to, for RecallToTx; Nil when it is nobody known here
	Payload        any       // a string as it is, anything else as JSON; sealed
	IdempotencyKey string    // at most 100 characters and nobody's name; made up when empty
	Due            time.Time // now when zero
}

// Delivery is a message leased for one attempt.
type Delivery struct {
	ID             uuid.UUID
	Kind           string
	CaseFile       uuid.UUID
	Payload        string
	IdempotencyKey string
	Attempt        int // from 1
	lease          string
}

// Decode reads a payload that was not a string into v.
func (d Delivery) Decode(v any) error {
	if err := json.Unmarshal([]byte(d.Payload), v); err != nil {
		return fmt.Errorf("decoding %s message: %w", d.Kind, err)
	}
	return nil
}

// Config is what an outbox is made with.
type Config struct {
	DB      *sql.DB // writes; on SQLite with _txlock=immediate
	Dialect Dialect
	Keys    *seal.Keys
	Clock   clock.Clock  // clock.System when nil
	Log     *slog.Logger // slog.Default when nil
}

// Box is the outbox of one municipality. Safe for concurrent use.
type Box struct {
	db      *sql.DB
	dialect Dialect
	keys    *seal.Keys
	clock   clock.Clock
	log     *slog.Logger
	jitter  func() float64 // 0 to 1
	kinds   kinds
}

// New returns the outbox in a database whose tables exist.
func New(c Config) *Box {
	if c.Clock == nil {
		c.Clock = clock.System{}
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return &Box{db: c.DB, dialect: c.Dialect, keys: c.Keys, clock: c.Clock, log: c.Log, jitter: rand.Float64}
}

// EnqueueTx writes a message within the caller's transaction. The same
// idempotency key twice is one message: the first. It returns ErrMessage for
// one that could never be delivered.
func EnqueueTx(ctx context.Context, tx *sql.Tx, keys *seal.Keys, c clock.Clock, m Message) error {
	if m.Kind == "" || len(m.Kind) > 64 || len(m.Lane) > 64 || len(m.IdempotencyKey) > 100 {
		return fmt.Errorf("%w: kind %q, lane of %d bytes, key of %d bytes", ErrMessage, m.Kind, len(m.Lane), len(m.IdempotencyKey))
	}
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("making message id: %w", err)
	}
	payload, err := payloadText(m.Payload)
	if err != nil {
		return fmt.Errorf("enqueueing %s: %w", m.Kind, err)
	}
	sealed, err := keys.Seal(payloadPlace(id), payload)
	if err != nil {
		return fmt.Errorf("enqueueing %s: %w", m.Kind, err)
	}
	if m.IdempotencyKey == "" {
		m.IdempotencyKey = id.String()
	}
	now := c.Now().UTC().Truncate(time.Microsecond)
	if m.Due.IsZero() {
		m.Due = now
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO outbox_messages
		(id, created_at, kind, case_file_id, lane, recipient_id, payload, idempotency_key, state, attempts, due_at, leased_by, last_error)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 0, $9, '', '') ON CONFLICT (idempotency_key) DO NOTHING`,
		id.String(), now, m.Kind, nullable(m.CaseFile), m.Lane, nullable(m.Recipient), []byte(sealed), m.IdempotencyKey, m.Due.UTC().Truncate(time.Microsecond))
	if err != nil {
		return fmt.Errorf("enqueueing %s: %w", m.Kind, err)
	}
	return nil
}

// RecallTx takes back every message of a family that has not left, dead
// letters too, within the transaction that withdraws what they rest on. What
// they said is deleted. A message being delivered at this instant may still
// leave; it is then marked as done.
func RecallTx(ctx context.Context, tx *sql.Tx, c clock.Clock, caseFile uuid.UUID) error {
	if caseFile == uuid.Nil {
		return errors.New("recalling messages: no family given")
	}
	_, err := tx.ExecContext(ctx, `UPDATE outbox_messages SET state = 'recalled', payload = NULL, done_at = $1
		WHERE case_file_id = $2 AND state IN ('waiting', 'dead')`, now(c), caseFile.String())
	if err != nil {
		return fmt.Errorf("recalling messages: %w", err)
	}
	return nil
}

// RecallToTx is RecallTx for what goes to one recipient alone.
func RecallToTx(ctx context.Context, tx *sql.Tx, c clock.Clock, caseFile, recipient uuid.UUID) error {
	if caseFile == uuid.Nil || recipient == uuid.Nil {
		return errors.New("recalling messages: no family or recipient given")
	}
	_, err := tx.ExecContext(ctx, `UPDATE outbox_messages SET state = 'recalled', payload = NULL, done_at = $1
		WHERE case_file_id = $2 AND recipient_id = $3 AND state IN ('waiting', 'dead')`,
		now(c), caseFile.String(), recipient.String())
	if err != nil {
		return fmt.Errorf("recalling messages: %w", err)
	}
	return nil
}

// Recall is RecallTx with the outbox's own clock.
func (b *Box) Recall(ctx context.Context, tx *sql.Tx, caseFile uuid.UUID) error {
	return RecallTx(ctx, tx, b.clock, caseFile)
}

func payloadText(payload any) (string, error) {
	if text, ok := payload.(string); ok || payload == nil {
		return text, nil
	}
	text, err := json.Marshal(payload)
	if err != nil {
		return "", fmt.Errorf("writing payload: %w", err)
	}
	return string(text), nil
}

func payloadPlace(id uuid.UUID) seal.Place {
	return seal.Place{Table: "outbox_messages", Field: "payload", Row: id}
}

func now(c clock.Clock) time.Time { return c.Now().UTC().Truncate(time.Microsecond) }

func nullable(id uuid.UUID) any {
	if id == uuid.Nil {
		return nil
	}
	return id.String()
}
