package tenants

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/migrations"
)

// maxConnections is how many connections a municipality may have in a process.
// More would wait for the same processors.
const maxConnections = 8

type postgresServer struct {
	serve, owner *pgx.ConnConfig // owner is nil in a process that only serves
	control      string
}

// ErrNoOwner says that this process was not given the role that makes and
// migrates databases.
var ErrNoOwner = errors.New("there is no owner's database URL, so that no database can be made or migrated")

// PostgresServer keeps one database for each municipality on a server. The
// owner role makes and migrates databases; the serve role may only read and
// change rows, and may not change or remove a line of the log.
// control names the control plane's database. Without an owner's URL, what
// needs the owner returns ErrNoOwner.
func PostgresServer(serveURL, ownerURL, control string) (Databases, error) {
	serve, err := pgx.ParseConfig(serveURL)
	if err != nil {
		return nil, fmt.Errorf("reading database URL: %w", err)
	}
	if ownerURL == "" {
		return &postgresServer{serve: serve, control: control}, nil
	}
	owner, err := pgx.ParseConfig(ownerURL)
	if err != nil {
		return nil, fmt.Errorf("reading owner's database URL: %w", err)
	}
	return &postgresServer{serve: serve, owner: owner, control: control}, nil
}

func (p *postgresServer) Dialect() string { return dialect.Postgres }

// Present is always true: whether a database exists is asked by opening it.
func (p *postgresServer) Present(string) bool { return true }

func (p *postgresServer) Close() error { return nil }

func (p *postgresServer) Open(ctx context.Context, name string) (read, write *sql.DB, err error) {
	db, err := p.connect(ctx, p.serve, name)
	return db, db, err
}

func (p *postgresServer) OpenControl(ctx context.Context) (*sql.DB, error) {
	return p.connect(ctx, p.serve, p.control)
}

// asOwner connects as the owner, to the database its URL names when name is
// empty.
func (p *postgresServer) asOwner(ctx context.Context, name string) (*sql.DB, error) {
	if p.owner == nil {
		return nil, ErrNoOwner
	}
	if name == "" {
		name = p.owner.Database
	}
	return p.connect(ctx, p.owner, name)
}

func (p *postgresServer) connect(ctx context.Context, base *pgx.ConnConfig, name string) (*sql.DB, error) {
	config := base.Copy()
	config.Database = name
	config.RuntimeParams["application_name"] = "hverdag"
	config.RuntimeParams["timezone"] = "UTC"
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(maxConnections)
	db.SetMaxIdleConns(maxConnections) // what a busy moment opened serves the next one, until it has been idle
	db.SetConnMaxIdleTime(time.Minute)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("connecting to database: %w: %w", ErrUnavailable, err), db.Close())
	}
	return db, nil
}

func (p *postgresServer) Create(ctx context.Context, name string) (err error) {
	db, err := p.asOwner(ctx, "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var exists bool
	err = db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`, name).Scan(&exists)
	if err != nil {
		return fmt.Errorf("looking for database: %w", err)
	}
	if !exists {
		if err := execAll(ctx, db, "CREATE DATABASE "+quote(name)+" ENCODING 'UTF8' TEMPLATE template0"); err != nil {
			return fmt.Errorf("making database: %w", err)
		}
	}
	return execAll(ctx, db,
		"REVOKE ALL ON DATABASE "+quote(name)+" FROM PUBLIC",
		"GRANT CONNECT ON DATABASE "+quote(name)+" TO "+quote(p.serve.User))
}

func (p *postgresServer) Migrate(ctx context.Context, name string, set []migrations.Migration) (from, to int, err error) {
	db, err := p.asOwner(ctx, name)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	from, to, err = migrations.Apply(ctx, db, dialect.Postgres, set)
	if err != nil {
		return from, to, err
	}
	// Also when there was nothing to migrate: an earlier run may have been cut
	// off between the tables and the grants.
	return from, to, p.grant(ctx, db)
}

// grant gives the serving role rows and no more: it cannot change the shape
// of a table, and the log's lines it can only add and read.
func (p *postgresServer) grant(ctx context.Context, db *sql.DB) error {
	role := quote(p.serve.User)
	err := execAll(ctx, db,
		"REVOKE ALL ON SCHEMA public FROM PUBLIC",
		"GRANT USAGE ON SCHEMA public TO "+role,
		"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "+role,
		"REVOKE INSERT, UPDATE, DELETE ON schema_versions FROM "+role,
	)
	if err != nil {
		return err
	}
	var hasLog bool
	err = db.QueryRowContext(ctx, `SELECT to_regclass('public.audit_entries') IS NOT NULL`).Scan(&hasLog)
	if err != nil || !hasLog {
		return err
	}
	return execAll(ctx, db,
		"REVOKE UPDATE, DELETE, TRUNCATE ON audit_entries FROM "+role,
		"REVOKE UPDATE, DELETE, TRUNCATE ON audit_signed_heads FROM "+role)
}

func (p *postgresServer) Names(ctx context.Context) (names []string, err error) {
	db, err := p.asOwner(ctx, "")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.QueryContext(ctx, `SELECT datname FROM pg_database WHERE datname LIKE 'hv\_%' ORDER BY datname`)
	if err != nil {
		return nil, fmt.Errorf("listing databases: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, fmt.Errorf("listing databases: %w", err)
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// execAll runs statements in one round trip and one transaction. CREATE
// DATABASE must therefore be alone.
func execAll(ctx context.Context, db *sql.DB, statements ...string) error {
	if _, err := db.ExecContext(ctx, strings.Join(statements, ";\n")); err != nil {
		return fmt.Errorf("preparing database: %w", err)
	}
	return nil
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }
