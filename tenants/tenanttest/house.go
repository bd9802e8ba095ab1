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
	stop        func() error // of KV
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
	house := newHouse(t)
	house.onFiles()
	house.build("control")
	return house
}

// onFiles has the house keep its databases in a folder of its own.
func (h *House) onFiles() {
	h.T.Helper()
	h.Folder = testenv.Folder(h.T)
	files, err := tenants.SQLiteFiles(h.Folder)
	must(h.T, err)
	h.Databases = copiesOfFiles(h.T, files, h.Folder, "control")
	h.KV, h.stop, err = kv.OpenLocal()
	must(h.T, err)
}

// Postgres builds a house on a private PostgreSQL, served by a role that owns
// nothing, and on a real Redis.
func Postgres(t testing.TB) *House {
	t.Helper()
	owner, serve := testenv.Roles(t)
	control := tenants.NewDatabaseName()
	databases, err := tenants.PostgresServer(serve, owner, control)
	must(t, err)
	house := newHouse(t)
	house.Databases = copiesOnServer(t, databases, owner, serve, control)
	house.KV, house.stop, err = kv.Open(testenv.Redis(t))
	must(t, err)
	house.build(control)
	return house
}

func newHouse(t testing.TB) *House {
	return &House{
		plugins: newPlugins(), T: t, Clock: clock.NewFixed(Start),
		Log: slog.New(slog.DiscardHandler), people: map[string]directory.User{}, tokens: map[uuid.UUID]string{},
	}
}

func (h *House) build(control string) {
	h.T.Helper()
	ctx := context.Background()
	_, _, err := tenants.MigrateControl(ctx, h.Databases, control)
	must(h.T, err)
	h.open()
	h.Scope = h.municipality(ctx, "Fjordby", "9901", "fjordby")
	h.Neighbour = h.municipality(ctx, "Skogvik", "9902", "skogvik")
}

// open opens the control plane; everything is closed when the test ends.
func (h *House) open() {
	h.T.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var err error
	h.Control, err = tenants.OpenControl(ctx, h.Databases)
	must(h.T, err)
	h.KEK, err = seal.NewKEK(make([]byte, seal.KEKBytes))
	must(h.T, err)
	h.Registry = h.Replica(ctx)
	h.Provisioner = &provision.Provisioner{Registry: h.Registry, Domain: "localhost"}
	h.T.Cleanup(func() {
		cancel()
		h.Registry.Close()
		must(h.T, h.Control.Close())
		must(h.T, h.stop())
		must(h.T, h.Databases.Close())
	})
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
