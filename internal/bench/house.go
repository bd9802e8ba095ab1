package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/kv"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
	"github.com/stinesofiesstiftelse/hverdagspakke/web"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/app"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/console"
)

// house is the whole product in one of its profiles.
type house struct {
	name        string
	databases   tenants.Databases
	kv          kv.Store
	registry    *tenants.Registry
	provisioner *provision.Provisioner
	server      *fiber.App
	table       *policy.Table
	towns       []*town
	closers     []func() error
}

// openHouses opens a house in each profile, with the town that pages are
// measured in.
func openHouses(ctx context.Context, p extent) (houses []*house, closeAll func() error, err error) {
	closeAll = func() error {
		var faults []error
		for _, h := range houses {
			faults = append(faults, h.close())
		}
		return errors.Join(faults...)
	}
	for _, kind := range []struct {
		name string
		open func(context.Context) (*house, error)
	}{{"SQLite", openEmbedded}, {"PostgreSQL", openProduction}} {
		if !strings.HasPrefix(kind.name, p.house) {
			continue
		}
		h, err := kind.open(ctx)
		if err != nil {
			return nil, nil, errors.Join(err, closeAll())
		}
		h.name = kind.name
		houses = append(houses, h)
		if err := h.settle(ctx, p); err != nil {
			return nil, nil, errors.Join(fmt.Errorf("filling the %s house: %w", h.name, err), closeAll())
		}
	}
	return houses, closeAll, nil
}

// openEmbedded is the profile of one process: SQLite files that survive power
// loss, and a Redis inside.
func openEmbedded(ctx context.Context) (*house, error) {
	h := &house{}
	folder, err := os.MkdirTemp("", "hverdag-bench-")
	if err != nil {
		return nil, fmt.Errorf("making a folder: %w", err)
	}
	h.later(func() error { return os.RemoveAll(folder) })
	h.databases, err = tenants.SQLiteFiles(folder)
	if err != nil {
		return nil, errors.Join(err, h.close())
	}
	h.later(h.databases.Close)
	store, stop, err := kv.OpenLocal()
	if err != nil {
		return nil, errors.Join(err, h.close())
	}
	h.kv = store
	h.later(stop)
	return h.open(ctx, "control")
}

// openProduction is the profile of production: a PostgreSQL that writes to
// disk what it confirms, served by a role that owns nothing, and a real Redis.
func openProduction(ctx context.Context) (*house, error) {
	h := &house{}
	server, err := testenv.StartPostgres(ctx, testenv.Options{Durable: true})
	if err != nil {
		return nil, err
	}
	// Nobody needs what is in it any more.
	h.later(func() error { return errors.Join(server.Kill(), server.Stop()) })
	redis, err := testenv.StartRedis(ctx, testenv.Options{})
	if err != nil {
		return nil, errors.Join(err, h.close())
	}
	h.later(redis.Stop)
	owner, serve, err := testenv.MakeRoles(server.URL)
	if err != nil {
		return nil, errors.Join(err, h.close())
	}
	control := tenants.NewDatabaseName()
	h.databases, err = tenants.PostgresServer(serve, owner, control)
	if err != nil {
		return nil, errors.Join(err, h.close())
	}
	h.later(h.databases.Close)
	store, stop, err := kv.Open(redis.URL)
	if err != nil {
		return nil, errors.Join(err, h.close())
	}
	h.kv = store
	h.later(stop)
	return h.open(ctx, control)
}

func (h *house) later(end func() error) { h.closers = append(h.closers, end) }

// close ends what was opened, the last first.
func (h *house) close() error {
	var faults []error
	for i := len(h.closers) - 1; i >= 0; i-- {
		faults = append(faults, h.closers[i]())
	}
	h.closers = nil
	return errors.Join(faults...)
}

func (h *house) open(ctx context.Context, control string) (*house, error) {
	if _, _, err := tenants.MigrateControl(ctx, h.databases, control); err != nil {
		return nil, errors.Join(err, h.close())
	}
	plane, err := tenants.OpenControl(ctx, h.databases)
	if err != nil {
		return nil, errors.Join(err, h.close())
	}
	h.later(plane.Close)
	key := make([]byte, seal.KEKBytes)
	rand.Read(key)
	kek, err := seal.NewKEK(key)
	if err != nil {
		return nil, errors.Join(err, h.close())
	}
	h.table, err = policy.Base()
	if err != nil {
		return nil, errors.Join(err, h.close())
	}
	h.registry = h.newRegistry(ctx, plane, kek)
	h.later(func() error { h.registry.Close(); return nil })
	h.provisioner = &provision.Provisioner{Registry: h.registry, Domain: "localhost"}
	h.server, err = h.serve(ctx, h.registry)
	if err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

func (h *house) newRegistry(ctx context.Context, plane *tenants.Control, kek seal.KEK) *tenants.Registry {
	return tenants.NewRegistry(ctx, tenants.Config{
		Control: plane, KEK: kek, KV: h.kv, Policy: h.table, Clock: clock.System{}, Log: discard(),
	})
}

// replica is one more process on the same databases that has opened nothing.
func (h *house) replica(ctx context.Context) *tenants.Registry {
	return h.newRegistry(ctx, h.registry.Control, h.registry.KEK)
}

// serve puts the whole web server together, as the program does.
func (h *house) serve(ctx context.Context, registry *tenants.Registry) (*fiber.App, error) {
	return web.New(web.Config{
		Base: ctx, Log: discard(), ConsoleHost: "stiftelsen.localhost", KV: h.kv, Ports: []string{"8080"},
		App: app.New(app.Config{Registry: registry}),
		Console: console.New(console.Config{
			Provisioner: h.provisioner, Clock: clock.System{}, Log: discard(),
		}),
		Ready: func(context.Context) error { return nil },
	})
}

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

// municipality makes an active municipality.
func (h *house) municipality(ctx context.Context, number int) (*tenants.Scope, error) {
	slug := fmt.Sprintf("kommune-%d", number)
	made, err := h.provisioner.Create(ctx, provision.Order{
		Name: "Kommune " + fmt.Sprint(number), Number: fmt.Sprintf("%04d", number), Slug: slug, Language: "nb",
		AdminName: "Asta Administrator", AdminEmail: administrator(slug),
	})
	if err != nil {
		return nil, err
	}
	if err := h.provisioner.Activate(ctx, made.ID, uuid.Nil); err != nil {
		return nil, err
	}
	return h.registry.ByID(ctx, made.ID)
}

func administrator(slug string) string { return "administrator@" + slug + ".example" }

// settle makes the towns that pages are measured in.
func (h *house) settle(ctx context.Context, p extent) error {
	for number := range 4 {
		scope, err := h.municipality(ctx, number+1)
		if err != nil {
			return err
		}
		t, err := settle(ctx, scope, p.families)
		if err != nil {
			return err
		}
		h.towns = append(h.towns, t)
	}
	return nil
}
