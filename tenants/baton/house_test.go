package baton_test

import (
	"context"
	"errors"
	"flag"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// Each history is some tens of transactions on a real server; a longer run asks
// for more with -rapid.checks.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "12"); err != nil {
		panic(err)
	}
	testenv.Main(m)
}

var ctx = context.Background()

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func is(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
}

// holder is who the family's coordinator is, read from the table.
func holder(t testing.TB, scope *tenants.Scope, family uuid.UUID) uuid.UUID {
	t.Helper()
	file, err := scope.Client().CaseFile.Get(ctx, family)
	must(t, err)
	return file.CoordinatorID
}

// inside reports whether somebody can open the family.
func inside(t testing.TB, v *tenants.Visit, family uuid.UUID) bool {
	t.Helper()
	_, err := casefile.Enter(ctx, v, family)
	if err != nil && !errors.Is(err, tenants.ErrNotFound) {
		t.Fatal(err)
	}
	return err == nil
}

func leader(house *tenanttest.House) *tenants.Visit {
	return house.Staff(house.Scope, "leder", policy.RoleLeader)
}

// unit is a new unit of Fjordby.
func unit(t testing.TB, house *tenanttest.House, name string) uuid.UUID {
	t.Helper()
	made, err := directory.AddUnit(ctx, house.Administrator(), directory.Unit{Name: name, Kind: directory.UnitKinds()[0]})
	must(t, err)
	return made.ID
}

// moveInto puts somebody into a unit, as an administrator does.
func moveInto(t testing.TB, house *tenanttest.House, who *tenants.Visit, unit uuid.UUID) {
	t.Helper()
	u, err := directory.Get(ctx, house.Administrator(), who.Viewer.ID)
	must(t, err)
	_, err = directory.ChangeUser(ctx, house.Administrator(), u.ID, directory.Profile{
		Name: u.Name, Title: u.Title, Email: u.Email, UnitID: unit, Version: u.Version,
	})
	must(t, err)
}

// again is the same person at their next request, perhaps on another replica.
func again(scope *tenants.Scope, v *tenants.Visit) *tenants.Visit {
	return tenants.NewVisit(scope, v.Viewer)
}
