package tenants

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/migrations"
)

// Databases opens and makes the databases of a profile. One implementation is
// files (SQLite), the other a PostgreSQL server. Only this package and
// provision use it.
type Databases interface {
	// Dialect is ent's name of the database kind.
	Dialect() string
	// Open opens an existing municipality's database for serving: a pool that
	// reads and one that writes (they may be the same). It never makes one.
	Open(ctx context.Context, name string) (read, write *sql.DB, err error)
	// OpenControl opens the control plane's database, made if need be.
	OpenControl(ctx context.Context) (*sql.DB, error)
	// Create makes an empty database; making one that exists is no error.
	Create(ctx context.Context, name string) error
	// Migrate brings a database to the version the program knows.
	Migrate(ctx context.Context, name string, set []migrations.Migration) (from, to int, err error)
	// Present reports whether the database is there, cheaply.
	Present(name string) bool
	// Names lists the municipalities' databases that exist.
	Names(ctx context.Context) ([]string, error)
	// Close releases locks and pools.
	Close() error
}

// NewDatabaseName returns an opaque name: who can list databases learns
// nothing of which municipalities there are.
func NewDatabaseName() string {
	random := make([]byte, 10)
	rand.Read(random)
	return "hv_" + hex.EncodeToString(random)
}
