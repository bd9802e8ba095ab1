// Package tenanttest is a house to test in: two municipalities with people of
// every role, on either kind of database, with a clock that the test moves.
//
//	func TestMain(m *testing.M) { testenv.Main(m) }
//
//	func TestX(t *testing.T) {
//		tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
//			coordinator := house.Coordinator()
//			...
//		})
//	}
//
// Both runs the test on SQLite with the in-process Redis, and on PostgreSQL
// with a real one. Only tests import it.
package tenanttest

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/kv"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// Start is when a house's clock begins: a Tuesday morning.
var Start = time.Date(2026, 11, 3, 8, 0, 0, 0, time.UTC)

// House is a control plane with two municipalities, Fjordby and Skogvik.
type House struct {
	T           testing.TB
	Clock       *clock.Fixed
	Databases   tenants.Databases
	Control     *tenants.Control
	KEK         seal.KEK
	KV          kv.Store
	Log         *slog.Logger
	Registry    *tenants.Registry
	Provisioner *provision.Provisioner
	Scope       *tenants.Scope // Fjordby
	Neighbour   *tenants.Scope // Skogvik
	Folder      string         // of the SQLite files; empty on PostgreSQL
	plugins     *plugins
	people      map[string]directory.User
	tokens      map[uuid.UUID]string
}

// Both runs a test on both kinds of database, each with its kind of Redis.
func Both(t *testing.T, test func(t *testing.T, house *House)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// SQLite builds a house on files in a temporary folder.
func SQLite(t testing.TB) *House {
	t.Helper()
	folder := testenv.Folder(t)
	files, err := tenants.SQLiteFiles(folder)
	must(t, err)
	databases := copiesOfFiles(t, files, folder, "control")
	store, stop, err := kv.OpenLocal()
	must(t, err)
	house := build(t, databases, store, "control", stop)
	house.Folder = folder
	return house
}

// Postgres builds a house on a private PostgreSQL, served by a role that owns
// nothing, and on a real Redis.
func Postgres(t testing.TB) *House {
	t.Helper()
	owner, serve := testenv.Roles(t)
	control := tenants.NewDatabaseName()
	databases, err := tenants.PostgresServer(serve, owner, control)
	must(t, err)
	store, stop, err := kv.Open(testenv.Redis(t))
	must(t, err)
	return build(t, copiesOnServer(t, databases, owner, serve, control), store, control, stop)
}

func build(t testing.TB, databases tenants.Databases, store kv.Store, control string, stop func() error) *House {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	house := &House{
		plugins: newPlugins(), T: t, Clock: clock.NewFixed(Start), Databases: databases, KV: store,
		Log: slog.New(slog.DiscardHandler), people: map[string]directory.User{}, tokens: map[uuid.UUID]string{},
	}
	_, _, err := tenants.MigrateControl(ctx, databases, control)
	must(t, err)
	house.Control, err = tenants.OpenControl(ctx, databases)
	must(t, err)
	house.KEK, err = seal.NewKEK(make([]byte, seal.KEKBytes))
	must(t, err)
	house.Registry = house.Replica(ctx)
	house.Provisioner = &provision.Provisioner{Registry: house.Registry, Domain: "localhost"}
	t.Cleanup(func() {
		cancel()
		house.Registry.Close()
		must(t, house.Control.Close())
		must(t, stop())
		must(t, databases.Close())
	})
	house.Scope = house.municipality(ctx, "Fjordby", "9901", "fjordby")
	house.Neighbour = house.municipality(ctx, "Skogvik", "9902", "skogvik")
	return house
}

// Replica is one more Registry on the same databases, as another process
// would have. The caller need not close it.
func (h *House) Replica(ctx context.Context) *tenants.Registry {
	h.T.Helper()
	table, err := policy.Base()
	must(h.T, err)
	return tenants.NewRegistry(ctx, tenants.Config{
		Control: h.Control, KEK: h.KEK, KV: h.KV, Policy: table, Clock: h.Clock, Log: h.Log, Plugins: h.plugins,
	})
}

func (h *House) municipality(ctx context.Context, name, number, slug string) *tenants.Scope {
	h.T.Helper()
	made, err := h.Provisioner.Create(ctx, provision.Order{
		Name: name, Number: number, Slug: slug, Language: "nb",
		AdminName: "Asta Administrator", AdminEmail: "administrator@" + slug + ".example",
	})
	must(h.T, err)
	must(h.T, h.Provisioner.Activate(ctx, made.ID, uuid.Nil))
	scope, err := h.Registry.ByID(ctx, made.ID)
	must(h.T, err)
	return scope
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("building a house to test in: %v", err)
	}
}
