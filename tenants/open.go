package tenants

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"entgo.io/ent/dialect"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/migrations"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// openScope opens a municipality's database and everything that hangs on it.
// A database that is missing, damaged, of an older version (not yet migrated)
// or of a newer one (this program is too old) is refused.
func (r *Registry) openScope(ctx context.Context, row *control.Municipality) (*Scope, error) {
	keys, err := seal.Unwrap(r.KEK, row.ID, row.WrappedKeys)
	if err != nil {
		return nil, err
	}
	databases := r.Control.Databases
	read, write, err := databases.Open(ctx, row.Database)
	if err != nil {
		return nil, err
	}
	closeBoth := func() error { return closePools(read, write) }
	if err := checkVersion(ctx, read, databases.Dialect()); err != nil {
		return nil, errors.Join(err, closeBoth())
	}
	log := r.Log.With("municipality", row.Slug)
	book, err := audit.Open(ctx, audit.Config{
		DB: write, Reads: read, Dialect: logDialect(databases.Dialect()), Keys: keys, Clock: r.Clock, Log: log,
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening log: %w", err), closeBoth())
	}
	kind := databases.Dialect()
	driver, byHand := readDriver(kind, read)
	return &Scope{
		Municipality: describe(row),
		read:         read, write: write, dialect: kind,
		client: tenant.NewClient(tenant.Driver(driver)), byHand: byHand,
		keys: keys, policy: r.Policy, kv: r.KV.Prefixed("m:" + row.ID.String() + ":"),
		clock: r.Clock, log: log, audit: book, plugins: r.Plugins, control: r.Control,
		outbox: outbox.New(outbox.Config{DB: write, Dialect: outbox.Dialect(logDialect(kind)), Keys: keys, Clock: r.Clock, Log: log}),
		close:  func() error { return errors.Join(book.Close(), closeBoth()) },
	}, nil
}

// logDialect is the log's own word for ent's name of a database kind.
func logDialect(entDialect string) audit.Dialect {
	if entDialect == dialect.Postgres {
		return audit.Postgres
	}
	return audit.SQLite
}

func describe(row *control.Municipality) Municipality {
	return Municipality{
		ID: row.ID, Name: row.Name, Number: row.Number, Slug: row.Slug, Host: row.Host, Language: row.Language,
	}
}

func closePools(read, write *sql.DB) error {
	if read == write {
		return read.Close()
	}
	return errors.Join(read.Close(), write.Close())
}

func checkVersion(ctx context.Context, db *sql.DB, dialect string) error {
	have, err := migrations.Version(ctx, db)
	if err != nil {
		return fmt.Errorf("reading schema version: %w", err)
	}
	know := migrations.Latest(migrations.Tenant(dialect))
	switch {
	case have > know:
		return fmt.Errorf("database has version %d, newer than this program's %d", have, know)
	case have < know:
		return fmt.Errorf("database has version %d and must be migrated to %d", have, know)
	}
	return nil
}
