package tenants

import (
	"context"
	"database/sql"
	"fmt"

	entsql "entgo.io/ent/dialect/sql"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/migrations"
)

// Control is the control plane: which municipalities there are. For this
// package and those below it.
type Control struct {
	Databases Databases
	client    *control.Client
	db        *sql.DB
}

// OpenControl opens the control plane's database as it is.
func OpenControl(ctx context.Context, databases Databases) (*Control, error) {
	db, err := databases.OpenControl(ctx)
	if err != nil {
		return nil, fmt.Errorf("opening control plane: %w", err)
	}
	client := control.NewClient(control.Driver(entsql.OpenDB(databases.Dialect(), db)))
	return &Control{Databases: databases, client: client, db: db}, nil
}

// MigrateControl makes the control plane's database if need be and brings it
// to the version the program knows.
func MigrateControl(ctx context.Context, databases Databases, name string) (from, to int, err error) {
	if err := databases.Create(ctx, name); err != nil {
		return 0, 0, fmt.Errorf("making control plane: %w", err)
	}
	return databases.Migrate(ctx, name, migrations.Control(databases.Dialect()))
}

// Client reads and writes the control plane. It knows no family.
func (c *Control) Client() *control.Client { return c.client }

// DB is the handle under Client.
func (c *Control) DB() *sql.DB { return c.db }

// Close ends the connections.
func (c *Control) Close() error { return c.client.Close() }
