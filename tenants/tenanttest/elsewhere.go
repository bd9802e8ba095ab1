package tenanttest

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/kv"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// Elsewhere is how another process opens Fjordby as a house has left it. It can
// be written as JSON.
type Elsewhere struct {
	Municipality          uuid.UUID
	Folder                string // of SQLite files; empty on PostgreSQL
	Owner, Serve, Control string
	Redis                 string
}

// Elsewhere lets another process open Fjordby. On SQLite it is a copy of the
// files as they are now, which the house does not hold.
func (h *House) Elsewhere() Elsewhere {
	h.T.Helper()
	where := Elsewhere{Municipality: h.Scope.ID}
	if on, is := h.Databases.(*copied); is && h.Folder == "" {
		where.Owner, where.Serve = testenv.Roles(h.T)
		where.Control, where.Redis = on.control, testenv.Redis(h.T)
		return where
	}
	where.Folder = h.T.TempDir()
	must(h.T, filepath.WalkDir(h.Folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || entry.Name() == "lock" || strings.HasSuffix(entry.Name(), "-shm") {
			return err
		}
		content, err := os.ReadFile(path)
		return errors.Join(err, os.WriteFile(filepath.Join(where.Folder, entry.Name()), content, 0o600))
	}))
	return where
}

// Open opens the municipality, as a program does when it starts. close lets go
// of everything.
func (e Elsewhere) Open(ctx context.Context, now clock.Clock, plugins host.Runner) (scope *tenants.Scope, close func() error, err error) {
	var ends []func() error
	close = func() error {
		var faults []error
		for i := len(ends) - 1; i >= 0; i-- {
			faults = append(faults, ends[i]())
		}
		return errors.Join(faults...)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, close())
		}
	}()
	databases, err := e.databases()
	if err != nil {
		return nil, close, err
	}
	ends = append(ends, databases.Close)
	control, err := tenants.OpenControl(ctx, databases)
	if err != nil {
		return nil, close, err
	}
	ends = append(ends, control.Close)
	store, stop, err := e.store()
	if err != nil {
		return nil, close, err
	}
	ends = append(ends, stop)
	kek, err := seal.NewKEK(make([]byte, seal.KEKBytes))
	if err != nil {
		return nil, close, err
	}
	table, err := policy.Base()
	if err != nil {
		return nil, close, err
	}
	registry := tenants.NewRegistry(ctx, tenants.Config{
		Control: control, KEK: kek, KV: store, Policy: table, Clock: now, Log: slog.New(slog.DiscardHandler), Plugins: plugins,
	})
	ends = append(ends, func() error { registry.Close(); return nil })
	scope, err = registry.ByID(ctx, e.Municipality)
	return scope, close, err
}

func (e Elsewhere) databases() (tenants.Databases, error) {
	if e.Folder != "" {
		return tenants.SQLiteFiles(e.Folder)
	}
	return tenants.PostgresServer(e.Serve, e.Owner, e.Control)
}

func (e Elsewhere) store() (kv.Store, func() error, error) {
	if e.Redis == "" {
		return kv.OpenLocal()
	}
	return kv.Open(e.Redis)
}
