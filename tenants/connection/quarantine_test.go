package connection_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// fragile is one replica's host: it puts a plugin in quarantine the first time it
// crashes, as the Supervisor does after some.
type fragile struct {
	now func() time.Time

	mu      sync.Mutex
	crashes bool // the next time it is used
	status  host.Status
	uses    int
}

func (f *fragile) Use(context.Context, host.Instance, func(context.Context, host.Plugin) error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.uses++
	if f.status.State == host.Quarantined {
		return &host.Problem{Whose: host.Plugins, Code: host.CodeQuarantined, Lasting: true}
	}
	if f.crashes {
		f.crashes, f.status = false, host.Status{State: host.Quarantined, Since: f.now(), Crashes: 1}
		return &host.Problem{Whose: host.Plugins, Code: host.CodeCrashed}
	}
	f.status = host.Status{State: host.Healthy, Since: f.now()}
	return nil
}

func (f *fragile) Status(uuid.UUID, string) host.Status {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.status
}

func (f *fragile) Stop(uuid.UUID, string) {}

func (f *fragile) Restart(uuid.UUID, string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.status = host.Status{State: host.Stopped}
}

// twoReplicas are two programs with one municipality, in which a plugin is in use.
type twoReplicas struct {
	t     *testing.T
	id    uuid.UUID
	hosts [2]*fragile
	admin [2]*tenants.Visit
}

func openTwo(t *testing.T, house *tenanttest.House) *twoReplicas {
	t.Helper()
	room := open(t, house)
	two := &twoReplicas{t: t, id: room.ready()}
	table, err := policy.Base()
	room.Must(err)
	for i := range two.hosts {
		two.hosts[i] = &fragile{now: house.Clock.Now}
		replica := tenants.NewRegistry(t.Context(), tenants.Config{
			Control: house.Control, KEK: house.KEK, KV: house.KV, Policy: table, Clock: house.Clock, Log: house.Log, Plugins: two.hosts[i],
		})
		t.Cleanup(replica.Close)
		scope, err := replica.ByID(t.Context(), house.Scope.ID)
		room.Must(err)
		two.admin[i] = tenants.NewVisit(scope, room.admin.Viewer)
	}
	return two
}

// uses has the plugin be used in one of the replicas.
func (two *twoReplicas) uses(in int) error {
	return connection.Use(two.t.Context(), two.admin[in].Scope, "registry-test", connection.Job{Kind: connection.Read},
		func(context.Context, host.Plugin, *connection.Run) error { return nil })
}

// tells fails unless both replicas' pages say that the plugin is, or is not, in
// quarantine.
func (two *twoReplicas) tells(when string, quarantined bool) {
	two.t.Helper()
	for i, admin := range two.admin {
		shown, err := connection.Show(two.t.Context(), admin, two.id)
		if err != nil {
			two.t.Fatal(err)
		}
		if (shown.Health == connection.HealthQuarantined) != quarantined || (shown.Status.State == host.Quarantined) != quarantined {
			two.t.Errorf("%s, replica %d says %q and that the process is %q", when, i, shown.Health, shown.Status.State)
		}
	}
}

func (two *twoReplicas) reports() {
	two.t.Helper()
	for _, admin := range two.admin {
		if err := connection.Report(two.t.Context(), admin.Scope); err != nil {
			two.t.Fatal(err)
		}
	}
}

func TestAQuarantineIsTheMunicipalitysInEveryReplica(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		two := openTwo(t, house)
		two.hosts[0].crashes = true
		if err := two.uses(0); err == nil {
			t.Fatal("it did not crash")
		}
		two.tells("when it has crashed in one", true)
		var problem *host.Problem
		if err := two.uses(1); !errors.As(err, &problem) || problem.Code != host.CodeQuarantined || two.hosts[1].uses != 0 {
			t.Errorf("the other replica goes on with it: %v", err)
		}
		two.reports()
		two.tells("after a report", true)
		if err := connection.Restart(t.Context(), two.admin[1], two.id); err != nil {
			t.Fatal(err)
		}
		two.tells("when an administrator has let it begin anew in the other", false)
		two.reports()
		two.tells("after another report", false)
		for i := range two.admin {
			if err := two.uses(i); err != nil {
				t.Errorf("replica %d still holds it: %v", i, err)
			}
		}
		two.hosts[0].crashes = true
		house.Clock.Advance(time.Second)
		if err := two.uses(0); err == nil {
			t.Fatal("it did not crash again")
		}
		two.tells("when it crashes again", true)
	})
}

func TestAQuarantineThatBeganWhileNobodyUsedThePluginIsToldOf(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		two := openTwo(t, house)
		two.hosts[1].status = host.Status{State: host.Quarantined, Since: house.Clock.Now(), Crashes: 5}
		two.reports()
		two.tells("after a report", true)
		if err := connection.Restart(t.Context(), two.admin[0], two.id); err != nil {
			t.Fatal(err)
		}
		two.reports()
		two.tells("when it is let begin anew", false)
	})
}
