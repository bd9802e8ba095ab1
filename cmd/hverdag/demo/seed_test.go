package demo_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/cmd/hverdag/demo"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin/demoissuer"
)

func TestMain(m *testing.M) { testenv.Main(m) }

const issuer = "http://innlogging.localhost:8080"

var towns = []string{"bodo", "arendal", "lillesand", "kristiansand"}

func worldOf(house *tenanttest.House, now time.Time) demo.World {
	return demo.World{
		Provisioner: house.Provisioner, Clock: house.Clock, Now: now, Issuer: issuer, Log: house.Log,
	}
}

// seeded is a house in which the demo's people live beside the house's own.
func seeded(t *testing.T, house *tenanttest.House, now time.Time) *tenanttest.House {
	t.Helper()
	must(t, demo.Seed(t.Context(), worldOf(house, now)))
	return house
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func scopeOf(t *testing.T, house *tenanttest.House, host string) *tenants.Scope {
	t.Helper()
	scope, err := house.Registry.ByHost(t.Context(), host)
	must(t, err)
	return scope
}

func people(t *testing.T) []demoissuer.Person {
	t.Helper()
	list, err := demo.People("localhost")
	must(t, err)
	return list
}

// claims is what the program is told by the demo issuer.
func claims(p demoissuer.Person) directory.Identity {
	who := directory.Identity{Issuer: issuer, Subject: p.Sub, Kind: directory.Kind(p.Kind)}
	if p.Kind == demoissuer.KindFamily {
		who.PID = p.PID
		return who
	}
	who.Email, who.EmailVerified, who.Name = p.Email, true, p.Name
	return who
}

func visit(t *testing.T, house *tenanttest.House, p demoissuer.Person) *tenants.Visit {
	t.Helper()
	scope := scopeOf(t, house, p.Host)
	_, user, err := directory.SignIn(t.Context(), scope, claims(p))
	if err != nil {
		t.Fatalf("%s cannot sign in: %v", p.Value, err)
	}
	return tenants.NewVisit(scope, policy.Viewer{ID: user.ID, Roles: user.Roles})
}

// coordinators visits as each of them.
func coordinators(t *testing.T, house *tenanttest.House) []*tenants.Visit {
	t.Helper()
	var visits []*tenants.Visit
	for _, p := range people(t) {
		if strings.Contains(p.Value, ".koordinator.") {
			visits = append(visits, visit(t, house, p))
		}
	}
	return visits
}

// families lists every family of the demo with its coordinator.
func families(t *testing.T, house *tenanttest.House) map[*tenants.Visit][]casefile.Summary {
	t.Helper()
	all := map[*tenants.Visit][]casefile.Summary{}
	for _, v := range coordinators(t, house) {
		for _, closed := range []bool{false, true} {
			list, err := casefile.Mine(t.Context(), v, closed)
			must(t, err)
			all[v] = append(all[v], list...)
		}
	}
	return all
}

func TestTheDemoIsThePilotsSizeOnBothDatabases(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		begun := time.Now()
		seeded(t, house, tenanttest.Start)
		if took := time.Since(begun); took > 20*time.Second {
			t.Errorf("seeding took %s", took)
		}
		listed, err := house.Provisioner.List(t.Context())
		must(t, err)
		active := 0
		for _, one := range listed {
			if slices.Contains(towns, one.Slug) && one.State == tenants.StateActive {
				active++
			}
		}
		count, children := 0, 0
		for _, list := range families(t, house) {
			count += len(list)
			for _, one := range list {
				children += one.Children
			}
		}
		if active != 4 || count != 11 || children != 27 {
			t.Errorf("%d municipalities, %d families, %d children", active, count, children)
		}
		if !house.Clock.Now().Equal(tenanttest.Start) {
			t.Errorf("the clock was left at %s", house.Clock.Now())
		}
	})
}

func TestTheDemoCanBeginOnAnyDay(t *testing.T) {
	// A Saturday, a Sunday and a Monday right after midnight, around a clock
	// change, and a leap day.
	for _, now := range []time.Time{
		time.Date(2026, 10, 24, 21, 0, 0, 0, time.UTC), time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC),
		time.Date(2026, 10, 25, 23, 5, 0, 0, time.UTC), time.Date(2028, 2, 29, 12, 0, 0, 0, time.UTC),
	} {
		t.Run(now.Format("Mon 2006-01-02"), func(t *testing.T) {
			house := tenanttest.SQLite(t)
			house.Clock.Set(now)
			seeded(t, house, now)
			for _, town := range towns {
				scope := scopeOf(t, house, town+".localhost")
				lines, err := scope.Audit().Read(t.Context(), audit.Filter{})
				must(t, err)
				for i, line := range lines {
					if line.At.After(now) {
						t.Errorf("%s: line %d is from the future", town, line.Place)
					}
					if i > 0 && line.At.After(lines[i-1].At) {
						t.Errorf("%s: line %d is later than the one after it", town, line.Place)
					}
				}
			}
		})
	}
}

func TestSeedingIsDoneOnce(t *testing.T) {
	house := tenanttest.SQLite(t)
	w := worldOf(house, tenanttest.Start)
	done, err := demo.Seeded(t.Context(), w.Provisioner)
	if done || err != nil {
		t.Fatalf("before: %t, %v", done, err)
	}
	must(t, demo.Seed(t.Context(), w))
	scope := scopeOf(t, house, "bodo.localhost")
	before, err := scope.Audit().Read(t.Context(), audit.Filter{})
	must(t, err)
	must(t, demo.Seed(t.Context(), w))
	after, err := scope.Audit().Read(t.Context(), audit.Filter{})
	must(t, err)
	if len(before) == 0 || len(before) != len(after) {
		t.Errorf("%d lines became %d", len(before), len(after))
	}
	must(t, house.Provisioner.Suspend(t.Context(), scope.ID, uuid.Nil))
	done, err = demo.Seeded(t.Context(), w.Provisioner)
	if !done || err != nil {
		t.Errorf("with one suspended: %t, %v", done, err)
	}
}

// stopping ends a context when it has been asked often enough.
type stopping struct {
	context.Context
	left int
}

func (s *stopping) Err() error {
	if s.left--; s.left < 0 {
		return context.Canceled
	}
	return nil
}

func TestASeedingThatWasCutOffIsFound(t *testing.T) {
	house := tenanttest.SQLite(t)
	w := worldOf(house, tenanttest.Start)
	if err := demo.Seed(&stopping{Context: t.Context(), left: 500}, w); !errors.Is(err, context.Canceled) {
		t.Fatalf("cutting it off gave %v", err)
	}
	done, err := demo.Seeded(t.Context(), w.Provisioner)
	if done || !errors.Is(err, demo.ErrCutOff) {
		t.Errorf("afterwards: %t, %v", done, err)
	}
	if err := demo.Seed(t.Context(), w); !errors.Is(err, demo.ErrCutOff) {
		t.Errorf("seeding again gave %v", err)
	}
}
