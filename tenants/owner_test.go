package tenants_test

import (
	"errors"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/migrations"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

func TestAProcessWithoutTheOwnersRoleServesAndMakesNothing(t *testing.T) {
	owner, serve := testenv.NewRoles(t)
	control := tenants.NewDatabaseName()
	whole, err := tenants.PostgresServer(serve, owner, control)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := tenants.MigrateControl(ctx, whole, control); err != nil {
		t.Fatal(err)
	}
	serving, err := tenants.PostgresServer(serve, "", control)
	if err != nil {
		t.Fatal(err)
	}
	db, err := serving.OpenControl(ctx)
	if err != nil {
		t.Fatalf("it cannot serve: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	err = serving.Create(ctx, tenants.NewDatabaseName())
	if !errors.Is(err, tenants.ErrNoOwner) {
		t.Errorf("making a database gives %v", err)
	}
	_, _, err = serving.Migrate(ctx, control, migrations.Control(serving.Dialect()))
	if !errors.Is(err, tenants.ErrNoOwner) {
		t.Errorf("migrating gives %v", err)
	}
}
