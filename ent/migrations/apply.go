package migrations

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"github.com/jackc/pgx/v5/pgconn"
)

// ErrNewer says that the database has been migrated by a newer program than
// this one, which therefore must not touch it.
var ErrNewer = errors.New("the database is newer than this program")

// postgresLock is the advisory lock that one migrating process holds in a
// database while others wait.
const postgresLock = 0x68766572646167 // "hverdag"

const undefinedTable = "42P01" // PostgreSQL's code for a table that is not there

// querier is a pool or one of its connections.
type querier interface {
	QueryRowContext(ctx context.Context, query string, arguments ...any) *sql.Row
}

// Version is the version that a database is at; 0 for one that has not been
// migrated. It is one cheap query.
func Version(ctx context.Context, db *sql.DB) (int, error) { return version(ctx, db) }

func version(ctx context.Context, db querier) (int, error) {
	var at int
	err := db.QueryRowContext(ctx, `SELECT COALESCE(MAX(version), 0) FROM schema_versions`).Scan(&at)
	if err == nil {
		return at, nil
	}
	var fault *pgconn.PgError
	if errors.As(err, &fault) && fault.Code == undefinedTable || strings.Contains(err.Error(), "no such table: schema_versions") {
		return 0, nil
	}
	return 0, fmt.Errorf("reading the database's version: %w", err)
}

// Apply brings a database to a set's latest version, each migration in a
// transaction together with the row that says it is done. It returns the
// version it found and the one it left, also when it fails between two
// migrations. Two processes may call it at once: one waits for the other.
//
// It returns ErrNewer, and does nothing, when the database is at a version
// that the set does not know. The pool must be the owner's; on SQLite it must
// have a busy_timeout.
func Apply(ctx context.Context, db *sql.DB, entDialect string, set []Migration) (from, to int, err error) {
	if entDialect != dialect.SQLite && entDialect != dialect.Postgres {
		return 0, 0, fmt.Errorf("migrating: dialect %q is not known", entDialect)
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("migrating: %w", err)
	}
	defer conn.Close()
	from, err = version(ctx, conn)
	if err != nil {
		return 0, 0, err
	}
	switch latest := Latest(set); {
	case from > latest:
		return from, from, newer(from, latest)
	case from == latest:
		return from, from, nil
	}
	to, err = applyFrom(ctx, conn, entDialect, from, set)
	return from, to, err
}

func applyFrom(ctx context.Context, conn *sql.Conn, entDialect string, from int, set []Migration) (to int, err error) {
	to = from
	if entDialect == dialect.SQLite {
		restore, err := suspendForeignKeys(ctx, conn)
		if err != nil {
			return to, err
		}
		defer restore()
	}
	for _, m := range set {
		if m.Version <= to {
			continue
		}
		at, err := applyOne(ctx, conn, entDialect, m)
		if err != nil {
			return to, fmt.Errorf("migration %d (%s): %w", m.Version, m.Name, err)
		}
		to = at
		if to > Latest(set) {
			return to, newer(to, Latest(set))
		}
	}
	return to, nil
}

func newer(have, know int) error {
	return fmt.Errorf("%w: it is at version %d, the program knows %d", ErrNewer, have, know)
}

// applyOne does one migration, unless another process has just done it, and
// returns the version that the database then is at.
func applyOne(ctx context.Context, conn *sql.Conn, entDialect string, m Migration) (at int, err error) {
	if err := begin(ctx, conn, entDialect); err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			rollBack(ctx, conn)
		}
	}()
	at, err = version(ctx, conn)
	if err != nil {
		return 0, err
	}
	if at < m.Version {
		at, err = m.Version, m.run(ctx, conn, entDialect)
	}
	if err != nil {
		return 0, err
	}
	return at, execute(ctx, conn, "COMMIT")
}

// begin starts a transaction in which this process is the only one that
// migrates, with the table of versions in place.
func begin(ctx context.Context, conn *sql.Conn, entDialect string) (err error) {
	statements := []string{"BEGIN IMMEDIATE"}
	if entDialect == dialect.Postgres {
		statements = []string{
			"BEGIN",
			fmt.Sprintf("SELECT pg_advisory_xact_lock(%d)", postgresLock),
			// A migration that waits long for a table would hold up everybody
			// who comes after it; it fails instead, and is tried again.
			"SET LOCAL lock_timeout = '10s'",
		}
	}
	statements = append(statements, `CREATE TABLE IF NOT EXISTS schema_versions (
		version integer NOT NULL PRIMARY KEY, name varchar(200) NOT NULL, applied_at timestamp NOT NULL)`)
	for i, statement := range statements {
		if err := execute(ctx, conn, statement); err != nil {
			if i > 0 {
				rollBack(ctx, conn)
			}
			return fmt.Errorf("beginning: %w", err)
		}
	}
	return nil
}

func (m Migration) run(ctx context.Context, conn *sql.Conn, entDialect string) error {
	if err := execute(ctx, conn, m.SQL); err != nil {
		return err
	}
	if entDialect == dialect.SQLite {
		if err := checkForeignKeys(ctx, conn); err != nil {
			return err
		}
	}
	_, err := conn.ExecContext(ctx, `INSERT INTO schema_versions (version, name, applied_at) VALUES ($1, $2, $3)`,
		m.Version, m.Name, time.Now().UTC().Truncate(time.Microsecond))
	if err != nil {
		return fmt.Errorf("recording the version: %w", err)
	}
	return nil
}

func execute(ctx context.Context, conn *sql.Conn, statement string) error {
	_, err := conn.ExecContext(ctx, statement)
	return err
}

// rollBack ends a transaction even when the context has ended. A connection on
// which that fails is not given back to the pool.
func rollBack(ctx context.Context, conn *sql.Conn) {
	if err := execute(context.WithoutCancel(ctx), conn, "ROLLBACK"); err != nil {
		discard(conn)
	}
}

func discard(conn *sql.Conn) {
	_ = conn.Raw(func(any) error { return driver.ErrBadConn })
}
