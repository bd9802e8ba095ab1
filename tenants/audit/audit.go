// Package audit is the append-only log of looks and deeds of one municipality:
// who, in which role, which sections, on which basis and rule, when.
//
// It is an RFC 6962 tree (golang.org/x/mod/sumdb/tlog) kept in the
// municipality's own database. A line's leaf holds its place, its time and a
// salted commitment to its text, so that a family can be erased and the tree
// stays provable. Each line also carries a link, a hash chained from the line
// before, so that Verify can point at the very line that was changed.
//
// Only packages below tenants/ use it; the rest of the program reaches it
// through tenants.Tx and tenants.Visit.
package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// Dialect says which database the log stands in.
type Dialect string

// The two databases the product runs on.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

var (
	// ErrClosed says that the log has been closed; nothing was recorded.
	ErrClosed = errors.New("audit log is closed")
	// ErrEntry says that an entry lacks its kind or action; nothing was recorded.
	ErrEntry = errors.New("audit entry is not complete")
	// ErrDamaged says that the log does not fit its head, so that nothing can
	// be appended before somebody has run Verify.
	ErrDamaged = errors.New("audit log does not fit its head")
)

// batchTimeout bounds one commit on PostgreSQL, where a lock held by another
// replica could otherwise hold every page back. SQLite has its busy timeout.
const batchTimeout = 10 * time.Second

// Config is what a log is opened with.
type Config struct {
	DB      *sql.DB // writes; on SQLite with _txlock=immediate and one connection
	Reads   *sql.DB // reads; DB when nil
	Dialect Dialect
	Keys    *seal.Keys
	Clock   clock.Clock  // clock.System when nil
	Log     *slog.Logger // slog.Default when nil
}

// Log is one municipality's log. Safe for concurrent use, and several of them
// (in several replicas) may stand on one database: the head row decides.
type Log struct {
	db      *sql.DB
	reads   *sql.DB
	dialect Dialect
	keys    *seal.Keys
	clock   clock.Clock
	log     *slog.Logger
	write   statements

	mu   sync.Mutex
	edge edge // the tree as this Log last saw it committed; the head row is the truth

	queue   queue
	stopped chan struct{} // closed when the writer has ended
}

// Open prepares the log in a database whose tables exist, makes its head row
// when the log is new, and starts its writer. The caller closes it before the
// database. It returns ErrDamaged for lines without a head.
func Open(ctx context.Context, c Config) (*Log, error) {
	if c.Reads == nil {
		c.Reads = c.DB
	}
	if c.Clock == nil {
		c.Clock = clock.System{}
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	l := &Log{
		db: c.DB, reads: c.Reads, dialect: c.Dialect, keys: c.Keys, clock: c.Clock, log: c.Log,
		queue: queue{wake: make(chan struct{}, 1)}, stopped: make(chan struct{}),
	}
	if err := l.begin(ctx); err != nil {
		return nil, fmt.Errorf("opening audit log: %w", err)
	}
	if err := l.write.prepare(ctx, c.DB, c.Dialect); err != nil {
		return nil, fmt.Errorf("opening audit log: %w", err)
	}
	go l.run()
	return l, nil
}

// begin makes the head row of a new log and reads the edge of an old one.
func (l *Log) begin(ctx context.Context) error {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	e, err := readEdge(ctx, tx, l.dialect)
	if errors.Is(err, sql.ErrNoRows) {
		err = makeHead(ctx, tx)
	}
	if err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	l.edge = e
	return nil
}

// makeHead writes the head of an empty log. Another replica may do so first,
// which is as good.
func makeHead(ctx context.Context, tx *sql.Tx) error {
	var lines int
	err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM (SELECT id FROM audit_entries LIMIT 1) AS first_line`).Scan(&lines)
	if err != nil {
		return fmt.Errorf("looking for lines: %w", err)
	}
	if lines > 0 {
		return fmt.Errorf("%w: there are lines but no head", ErrDamaged)
	}
	none := edge{}
	_, err = tx.ExecContext(ctx, `INSERT INTO audit_heads (id, size, edge, link) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING`,
		headRow, 0, none.bytes(), none.link[:])
	if err != nil {
		return fmt.Errorf("making head row: %w", err)
	}
	return nil
}

// Close records what is waiting and stops the writer. Calls to Record after it
// return ErrClosed. It does not close the database.
func (l *Log) Close() error {
	l.queue.close()
	<-l.stopped
	return l.write.close()
}

// settled takes over the edge of a committed transaction. Should two of them
// arrive in the wrong order, the next batch reads the head row again.
func (l *Log) settled(e edge) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.edge = e
}

func (l *Log) current() edge {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.edge.clone()
}

// Size returns how many lines the log held when this Log last wrote or read
// its head.
func (l *Log) Size() int64 { return l.current().size }

// Root returns the root hash that goes with Size.
func (l *Log) Root() tlog.Hash {
	e := l.current()
	return e.root()
}
