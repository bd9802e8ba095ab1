package tenants_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	_ "modernc.org/sqlite"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var ctx = context.Background()

func TestOnlyAnExactHostOpensAMunicipality(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		scope, err := house.Registry.ByHost(ctx, "fjordby.localhost")
		if err != nil || scope.Slug != "fjordby" {
			t.Fatalf("its own host gave %v", err)
		}
		for _, host := range []string{"", "localhost", "x.fjordby.localhost", "fjordby.localhost.", "fjordby", "FJORDBY.localhost", "fjordby.localhost:80"} {
			if _, err := house.Registry.ByHost(ctx, host); !errors.Is(err, tenants.ErrUnknownHost) {
				t.Errorf("%q gave %v, want unknown host", host, err)
			}
		}
	})
}

func TestASuspendedMunicipalityIsClosedAtOnceHereAndSoonOnEveryReplica(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		replica := house.Replica(t.Context())
		defer replica.Close()
		if _, err := replica.ByHost(ctx, house.Scope.Host); err != nil {
			t.Fatal(err)
		}
		if err := house.Provisioner.Suspend(ctx, house.Scope.ID, uuid.Nil); err != nil {
			t.Fatal(err)
		}
		if _, err := house.Registry.ByHost(ctx, house.Scope.Host); !errors.Is(err, tenants.ErrSuspended) {
			t.Errorf("here: %v, want suspended", err)
		}
		deadline := time.Now().Add(3 * time.Second)
		for {
			_, err := replica.ByHost(ctx, house.Scope.Host)
			if errors.Is(err, tenants.ErrSuspended) {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("on the replica: %v, want suspended", err)
			}
			time.Sleep(50 * time.Millisecond)
		}
		if _, err := house.Registry.ByHost(ctx, house.Neighbour.Host); err != nil {
			t.Errorf("the neighbour: %v", err)
		}
	})
}

// A municipality whose database cannot serve gets a maintenance page; its
// neighbour notices nothing.
func TestADatabaseThatCannotServeIsOneMunicipalitysTroubleAlone(t *testing.T) {
	for name, harm := range map[string]func(t *testing.T, path string){
		"missing": func(t *testing.T, path string) { must(t, os.Remove(path)) },
		"empty":   func(t *testing.T, path string) { must(t, os.Truncate(path, 0)) },
		"damaged": func(t *testing.T, path string) {
			content, err := os.ReadFile(path)
			must(t, err)
			for i := range content {
				content[i] ^= 0x5a
			}
			must(t, os.WriteFile(path, content, 0o600))
		},
		"newer": func(t *testing.T, path string) {
			db, err := sql.Open("sqlite", "file:"+path)
			must(t, err)
			_, err = db.Exec(`INSERT INTO schema_versions (version, name, applied_at) VALUES (9999, 'from a later program', '2030-01-01')`)
			must(t, err)
			must(t, db.Close())
		},
	} {
		t.Run(name, func(t *testing.T) {
			house := tenanttest.SQLite(t)
			must(t, house.Scope.Close())
			replica := house.Replica(t.Context())
			defer replica.Close()
			path := fileOf(t, house, house.Scope.ID)
			removeLog(t, path)
			harm(t, path)
			if _, err := replica.ByHost(ctx, house.Scope.Host); !errors.Is(err, tenants.ErrMaintenance) {
				t.Errorf("got %v, want maintenance", err)
			}
			if _, err := replica.ByHost(ctx, house.Neighbour.Host); err != nil {
				t.Errorf("the neighbour: %v", err)
			}
			if name == "missing" {
				if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
					t.Error("a missing database was made anew")
				}
			}
		})
	}
}

func TestAMissingPostgresDatabaseIsMaintenanceToo(t *testing.T) {
	house := tenanttest.Postgres(t)
	_, err := house.Control.DB().ExecContext(ctx,
		`UPDATE municipalities SET database = 'hv_gone' WHERE id = $1`, house.Scope.ID.String())
	must(t, err)
	replica := house.Replica(t.Context())
	defer replica.Close()
	if _, err := replica.ByHost(ctx, house.Scope.Host); !errors.Is(err, tenants.ErrMaintenance) {
		t.Errorf("got %v, want maintenance", err)
	}
	if _, err := replica.ByHost(ctx, house.Neighbour.Host); err != nil {
		t.Errorf("the neighbour: %v", err)
	}
}

func TestALockedDatabaseIsSaidToBeUnavailable(t *testing.T) {
	house := tenanttest.SQLite(t)
	family, coordinator := house.Family("Lia"), house.Coordinator()
	db, err := sql.Open("sqlite", "file:"+fileOf(t, house, house.Scope.ID))
	must(t, err)
	defer func() { must(t, db.Close()) }()
	conn, err := db.Conn(ctx)
	must(t, err)
	_, err = conn.ExecContext(ctx, "BEGIN IMMEDIATE")
	must(t, err)
	if err := casefile.Rename(ctx, coordinator, family.ID, "Ny"); !errors.Is(err, tenants.ErrUnavailable) {
		t.Errorf("got %v, want unavailable", err)
	}
	_, err = conn.ExecContext(ctx, "ROLLBACK")
	must(t, err)
	must(t, conn.Close())
	if err := casefile.Rename(ctx, coordinator, family.ID, "Ny"); err != nil {
		t.Errorf("when it was free again: %v", err)
	}
}

func TestAChangeIsOnRecordWithItOrNotDoneAtAll(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, coordinator := house.Family("Lia"), house.Coordinator()
		before, err := house.Scope.Audit().Read(ctx, audit.Filter{CaseFile: family.ID})
		must(t, err)
		boom := errors.New("boom")
		err = casefile.Change(ctx, coordinator, family.ID, casefile.Deed{
			Name: "test.deed", Target: family.ID, Section: 1, Action: 2,
		}, func(tx *tenants.Tx, _ *casefile.Access) error {
			must(t, tx.Client().CaseFile.UpdateOneID(family.ID).SetState("closed").Exec(ctx))
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatalf("got %v", err)
		}
		access, err := casefile.Enter(ctx, coordinator, family.ID)
		must(t, err)
		if access.State != casefile.StateActive {
			t.Error("half of it was done")
		}
		after, err := house.Scope.Audit().Read(ctx, audit.Filter{CaseFile: family.ID})
		must(t, err)
		if len(after) != len(before) {
			t.Errorf("%d lines became %d", len(before), len(after))
		}
	})
}

func fileOf(t *testing.T, house *tenanttest.House, id uuid.UUID) string {
	t.Helper()
	row, err := house.Control.Client().Municipality.Get(ctx, id)
	must(t, err)
	return filepath.Join(house.Folder, row.Database+".db")
}

// removeLog folds what is in the write-ahead log into the file.
func removeLog(t *testing.T, path string) {
	t.Helper()
	for _, end := range []string{"-wal", "-shm"} {
		if err := os.Remove(path + end); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
