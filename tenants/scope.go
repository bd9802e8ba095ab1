package tenants

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/kv"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// Municipality is what the control plane knows about a tenant.
type Municipality struct {
	ID       uuid.UUID
	Name     string // "Bodø"
	Number   string // kommunenummer, "1804"
	Slug     string // "bodo"
	Host     string // exact host name, without port
	Language string // "nb" or "nn": the default for everyone there
}

// Scope is one municipality and everything that belongs to it. It is the only
// handle that reaches a municipality's data, and is safe for concurrent use.
type Scope struct {
	Municipality
	read, write *sql.DB
	client      *tenant.Client
	byHand      entsql.ExecQuerier
	dialect     string
	keys        *seal.Keys
	policy      *policy.Table
	kv          kv.Store
	clock       clock.Clock
	log         *slog.Logger
	audit       *audit.Log
	outbox      *outbox.Box
	plugins     host.Runner
	control     *Control
	usedAt      atomic.Int64
	close       func() error
}

// Keys returns the municipality's keys. For packages below tenants only.
func (s *Scope) Keys() *seal.Keys { return s.keys }

// Policy returns the rules in force in this municipality.
func (s *Scope) Policy() *policy.Table { return s.policy }

// KV returns the municipality's own part of the shared cache.
func (s *Scope) KV() kv.Store { return s.kv }

// Clock returns the clock everything in the municipality goes by.
func (s *Scope) Clock() clock.Clock { return s.clock }

// Today returns the day it is in Norway.
func (s *Scope) Today() clock.Date { return clock.Today(s.clock) }

// Log returns the operator's log. No personal data goes into it.
func (s *Scope) Log() *slog.Logger { return s.log }

// Audit returns the log of looks and deeds.
func (s *Scope) Audit() *audit.Log { return s.audit }

// Outbox returns the queue of what shall leave the municipality.
func (s *Scope) Outbox() *outbox.Box { return s.outbox }

// Plugins runs the municipality's plugins. tenants/connection asks it; whoever
// wants something of a plugin asks tenants/connection.
func (s *Scope) Plugins() host.Runner { return s.plugins }

// Releases reads the foundation's catalogue of plugins, in the control plane.
// For tenants/connection.
func (s *Scope) Releases() *control.PluginReleaseClient { return s.control.client.PluginRelease }

// PluginUses is where a municipality tells the foundation which plugins it runs
// and how often they fail, and nothing else. For tenants/connection.
func (s *Scope) PluginUses() *control.PluginUseClient { return s.control.client.PluginUse }

// Client reads the municipality's database. For packages below tenants only;
// writes go through InTx.
func (s *Scope) Client() *tenant.Client { return s.client }

// Query runs one of the few hot queries that are written by hand, as a
// statement that is kept prepared. For packages below tenants only.
func (s *Scope) Query(ctx context.Context, query string, arguments ...any) (*sql.Rows, error) {
	return s.byHand.QueryContext(ctx, query, arguments...)
}

// ReadDB is the database handle under Client, for what needs a pool: the log's
// verification, measurements. For packages below tenants only.
func (s *Scope) ReadDB() *sql.DB { return s.read }

// WriteDB is the handle for small writes outside the domain's tables, such as
// when a session was last seen. For packages below tenants only.
func (s *Scope) WriteDB() *sql.DB { return s.write }

// Seal encrypts a text for its place.
func (s *Scope) Seal(table, field string, row uuid.UUID, plain string) (seal.Sealed, error) {
	return s.keys.Seal(seal.Place{Table: table, Field: field, Row: row}, plain)
}

// Open decrypts a text from its place.
func (s *Scope) Open(table, field string, row uuid.UUID, sealed seal.Sealed) (string, error) {
	return s.keys.Open(seal.Place{Table: table, Field: field, Row: row}, sealed)
}

func (s *Scope) used() { s.usedAt.Store(time.Now().UnixNano()) }

func (s *Scope) idleSince() time.Time { return time.Unix(0, s.usedAt.Load()) }

// Close ends the log's writer and the database's connections.
func (s *Scope) Close() error {
	if err := s.close(); err != nil {
		return fmt.Errorf("closing municipality %s: %w", s.ID, err)
	}
	return nil
}

// NewID returns a new UUIDv7: unguessable, and sorted by when it was made.
func NewID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// Healthy reports whether the municipality's database answers.
func (s *Scope) Healthy(ctx context.Context) error {
	return databaseError(s.read.PingContext(ctx))
}

// LogDialect is the kind of database as the log names it.
func (s *Scope) LogDialect() audit.Dialect { return logDialect(s.dialect) }
