package demo_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/cmd/hverdag/demo"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/kv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

const issuer = "http://innlogging.localhost:8080"

// world is an empty control plane on SQLite, standing at now.
func world(t *testing.T, now time.Time) (demo.World, string) {
	t.Helper()
	ctx := t.Context()
	folder := t.TempDir()
	databases, err := tenants.SQLiteFiles(folder)
	must(t, err)
	_, _, err = tenants.MigrateControl(ctx, databases, "control")
	must(t, err)
	control, err := tenants.OpenControl(ctx, databases)
	must(t, err)
	store, stop, err := kv.OpenLocal()
	must(t, err)
	kek, err := seal.NewKEK(make([]byte, seal.KEKBytes))
	must(t, err)
	table, err := policy.Base()
	must(t, err)
	fixed := clock.NewFixed(now)
	log := slog.New(slog.DiscardHandler)
	registry := tenants.NewRegistry(ctx, tenants.Config{
		Control: control, KEK: kek, KV: store, Policy: table, Clock: fixed, Log: log,
	})
	t.Cleanup(func() {
		registry.Close()
		must(t, control.Close())
		must(t, stop())
		must(t, databases.Close())
	})
	return demo.World{
		Provisioner: &provision.Provisioner{Registry: registry, Domain: "localhost"},
		Clock:       fixed, Now: now, Issuer: issuer, Log: log,
	}, folder
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestSeeds(t *testing.T) {
	w, _ := world(t, time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC))
	begun := time.Now()
	must(t, demo.Seed(context.Background(), w))
	t.Log(time.Since(begun))
}
