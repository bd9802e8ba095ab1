package connection

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// A plugin that crashed too often in one replica is in quarantine in the whole
// municipality until an administrator lets it begin anew: what the installed
// plugin's row says holds for all. Each replica's host keeps its own count, so
// what it says is settled with the row whenever it matters.

// told are the quarantines of this program's processes that the row has been told
// of, by when each began. When the row no longer says so, an administrator has let
// the plugin begin anew, in this replica or another.
var told sync.Map // of time.Time, by seat

type seat struct {
	runner       host.Runner
	municipality uuid.UUID
	plugin       string
}

func seatOf(scope *tenants.Scope, name string) seat { return seat{scope.Plugins(), scope.ID, name} }

// quarantine is how a plugin stands with the host here and with the municipality.
type quarantine struct {
	seat
	status      host.Status
	here, known bool // in this replica; on the row
	letGo       bool // since the row was told
}

func quarantineOf(scope *tenants.Scope, row *tenant.Plugin) quarantine {
	q := quarantine{
		seat: seatOf(scope, row.Name), status: scope.Plugins().Status(scope.ID, row.Name), known: row.Health == HealthQuarantined,
	}
	q.here = q.status.State == host.Quarantined
	at, is := told.Load(q.seat)
	q.letGo = q.here && !q.known && is && at.(time.Time).Equal(q.status.Since)
	return q
}

// holds reports whether the plugin is in quarantine in the municipality.
func (q quarantine) holds() bool { return q.known || q.here && !q.letGo }

// shown is how the process is told of: as in quarantine in every replica, or in
// none.
func (q quarantine) shown() host.Status {
	switch {
	case q.holds():
		q.status.State = host.Quarantined
	case q.letGo:
		q.status = host.Status{State: host.Stopped}
	}
	return q.status
}

// remembered notes that the row says what this replica's host does.
func (s seat) remembered(status host.Status) {
	if status.State == host.Quarantined {
		told.Store(s, status.Since)
	}
}

// settleQuarantine has the host here and the row agree, and reports whether the
// plugin is in quarantine.
func settleQuarantine(ctx context.Context, scope *tenants.Scope, row *tenant.Plugin) (bool, error) {
	q := quarantineOf(scope, row)
	if q.letGo { // the row may have been read before it was told
		now, err := installed(ctx, scope.Client(), row.ID)
		if err != nil {
			return true, err
		}
		q = quarantineOf(scope, now)
	}
	switch {
	case q.letGo:
		if runner, can := q.runner.(restarter); can {
			runner.Restart(scope.ID, row.Name)
		}
	case q.here && !q.known:
		if err := noteQuarantine(ctx, scope, row, q.status); err != nil {
			return true, err
		}
		fallthrough
	case q.here:
		q.remembered(q.status)
	}
	return q.holds(), nil
}

// noteQuarantine keeps that a plugin has crashed too often.
func noteQuarantine(ctx context.Context, scope *tenants.Scope, row *tenant.Plugin, status host.Status) error {
	err := scope.InTx(ctx, func(tx *tenants.Tx) error {
		update := tx.Client().Plugin.UpdateOneID(row.ID).SetHealth(HealthQuarantined).SetCrashes(max(row.Crashes, status.Crashes))
		if status.Problem != nil {
			update.SetProblemWhose(status.Problem.Whose).SetProblemCode(cut(status.Problem.Code))
		}
		return update.Exec(ctx)
	})
	if err != nil && !tenant.IsNotFound(err) { // removed meanwhile
		return fmt.Errorf("noting that plugin %s is in quarantine: %w", row.Name, err)
	}
	return nil
}
