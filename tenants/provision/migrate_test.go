package provision_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/migrations"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// failing is a migration that fails where there is a unit.
func failing(set []migrations.Migration) []migrations.Migration {
	return append(slices.Clone(set), migrations.Migration{Version: migrations.Latest(set) + 1, Name: "failing", SQL: `
		CREATE TABLE no_units (units integer NOT NULL);
		INSERT INTO no_units SELECT CASE WHEN count(*) > 0 THEN NULL ELSE 0 END FROM units;`})
}

func TestWhenTheCanaryFailsTheOthersAreLeftAlone(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		house.Unit("Fjellvik skole") // in the municipality, not in its neighbour
		set := failing(migrations.Tenant(house.Provisioner.Registry.Control.Databases.Dialect()))
		done, err := house.Provisioner.MigrateTo(t.Context(), house.Scope.Slug, set)
		if !errors.Is(err, provision.ErrCanary) || done.Migrated != 0 || !slices.Equal(done.Failed, []string{house.Scope.Slug}) {
			t.Errorf("%+v, %v; want the canary alone to have failed", done, err)
		}
		if version := migratedTo(t, house, house.Neighbour); version != migrations.Latest(set)-1 {
			t.Errorf("the neighbour is at %d", version)
		}
	})
}

func TestOneThatFailsBehindTheCanaryKeepsNobodyWaiting(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		house.Unit("Fjellvik skole")
		set := failing(migrations.Tenant(house.Provisioner.Registry.Control.Databases.Dialect()))
		done, err := house.Provisioner.MigrateTo(t.Context(), house.Neighbour.Slug, set)
		if err != nil || done.Checked != 2 || done.Migrated != 1 || !slices.Equal(done.Failed, []string{house.Scope.Slug}) {
			t.Fatalf("%+v, %v; want one migrated and one not", done, err)
		}
		if version := migratedTo(t, house, house.Neighbour); version != migrations.Latest(set) {
			t.Errorf("the neighbour is at %d", version)
		}
		late, err := house.Provisioner.Get(t.Context(), house.Scope.ID)
		if err != nil || house.Provisioner.Schema(late) != provision.SchemaFailed {
			t.Errorf("the one that failed is said to be %s, %v", house.Provisioner.Schema(late), err)
		}
	})
}

func TestAMunicipalityThatIsUpToDateIsNotTouched(t *testing.T) {
	house := tenanttest.SQLite(t)
	done, err := house.Provisioner.Migrate(t.Context(), "")
	if err != nil || done.Checked != 2 || done.Migrated != 0 || len(done.Failed) != 0 {
		t.Errorf("%+v, %v", done, err)
	}
}

func migratedTo(t *testing.T, house *tenanttest.House, scope *tenants.Scope) int {
	t.Helper()
	one, err := house.Provisioner.Get(t.Context(), scope.ID)
	if err != nil {
		t.Fatal(err)
	}
	return one.SchemaVersion
}
