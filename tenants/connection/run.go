package connection

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/plugin"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// How a run ended.
const (
	Done    = "done"
	Failed  = "failed"
	Stopped = "stopped" // whoever asked for it did not wait
)

const (
	runTable    = "plugin_runs"
	mostRemarks = 500
	endPatience = 10 * time.Second // to write down how a run ended
)

// Run is one thing a plugin was asked to do. Whoever uses the plugin counts in
// it what was received, sent and changed, and names the classes of data that
// were handed over; never content. It is safe for concurrent use through its
// methods.
type Run struct {
	ID                      uuid.UUID
	Received, Sent, Changed int

	mu      sync.Mutex
	plugin  *tenant.Plugin
	classes []string
	remarks []registry.Remark
	record  *recorder
}

// Handed notes classes of data, of manifest.Classes, that the plugin was given.
func (r *Run) Handed(classes ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, class := range classes {
		if !slices.Contains(r.classes, class) {
			r.classes = append(r.classes, class)
		}
	}
}

// Remark keeps what could not be read, for the administrator to put right. The
// first 500 are kept.
func (r *Run) Remark(remarks ...registry.Remark) {
	r.mu.Lock()
	defer r.mu.Unlock()
	room := max(0, mostRemarks-len(r.remarks))
	r.remarks = append(r.remarks, remarks[:min(room, len(remarks))]...)
}

// begin writes down that a run begins, so that one that our own death cuts off
// is seen.
func begin(ctx context.Context, scope *tenants.Scope, row *tenant.Plugin, job Job) (*Run, error) {
	id := tenants.NewID()
	run := &Run{ID: id, plugin: row, record: newRecorder(scope, row.ID, id)}
	err := scope.InTx(ctx, func(tx *tenants.Tx) error {
		create := tx.Client().PluginRun.Create().SetID(run.ID).SetCreatedAt(tx.Clock().Now()).
			SetPluginID(row.ID).SetRelease(row.Release).SetJob(job.Kind)
		if job.By != uuid.Nil {
			create.SetAskedBy(job.By)
		}
		if job.Family != uuid.Nil {
			create.SetCaseFileID(job.Family)
		}
		return create.Exec(ctx)
	})
	if err != nil {
		return nil, fmt.Errorf("writing down a run of plugin %s: %w", row.Name, err)
	}
	return run, nil
}

// end writes down how it went, what was sent out, and how the plugin is. A
// caller who has left does not keep that from being written.
func (r *Run) end(ctx context.Context, scope *tenants.Scope, failed error) error {
	stopped := ctx.Err() != nil
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endPatience)
	defer cancel()
	r.mu.Lock()
	defer r.mu.Unlock()
	outcome, problem := r.outcome(failed, stopped)
	status := scope.Plugins().Status(scope.ID, r.plugin.Name)
	err := scope.InTx(ctx, func(tx *tenants.Tx) error {
		if err := r.write(ctx, tx, outcome, problem); err != nil {
			return err
		}
		if err := r.record.write(ctx, tx); err != nil {
			return err
		}
		return r.fared(ctx, tx, outcome, problem, status)
	})
	if err != nil {
		return fmt.Errorf("writing down how plugin %s fared: %w", r.plugin.Name, err)
	}
	if problem != nil && problem.Code != host.CodeStopped {
		seatOf(scope, r.plugin.Name).remembered(status)
	}
	return nil
}

func (r *Run) outcome(failed error, stopped bool) (string, *host.Problem) {
	var problem *host.Problem
	switch {
	case failed == nil:
		return Done, nil
	case errors.As(failed, &problem):
		return Failed, problem
	case stopped:
		return Stopped, nil
	}
	return Failed, nil
}

func (r *Run) write(ctx context.Context, tx *tenants.Tx, outcome string, problem *host.Problem) error {
	update := tx.Client().PluginRun.UpdateOneID(r.ID).SetEndedAt(tx.Clock().Now()).SetOutcome(outcome).
		SetReceived(r.Received).SetSent(r.Sent).SetChanged(r.Changed).SetClasses(strings.Join(r.classes, ","))
	switch {
	case problem != nil:
		update.SetWhose(problem.Whose).SetCode(cut(problem.Code))
	case outcome == Failed:
		update.SetWhose(host.Ours).SetCode("host.failed")
	}
	if len(r.remarks) > 0 {
		text, err := json.Marshal(r.remarks)
		if err != nil {
			return fmt.Errorf("writing remarks: %w", err)
		}
		sealed, err := tx.Seal(runTable, "remarks", r.ID, string(text))
		if err != nil {
			return err
		}
		update.SetRemarks(sealed)
	}
	return update.Exec(ctx)
}

// fared keeps how the plugin is after a run. What only the caller failed with
// says nothing of the plugin, and what another replica has put in quarantine since
// the run began stays there.
func (r *Run) fared(ctx context.Context, tx *tenants.Tx, outcome string, problem *host.Problem, status host.Status) error {
	update := tx.Client().Plugin.Update().Where(plugin.ID(r.plugin.ID)) // nothing, when it was removed while it ran
	switch {
	case outcome == Done:
		update.Where(plugin.HealthNEQ(HealthQuarantined)).
			SetHealth(HealthHealthy).SetProblemWhose("").SetProblemCode("").SetCrashes(0).SetLastGoodAt(tx.Clock().Now())
	case problem == nil || problem.Code == host.CodeStopped:
		return nil
	default:
		health := r.health(status, problem)
		if health != HealthQuarantined {
			update.Where(plugin.HealthNEQ(HealthQuarantined))
		}
		update.SetProblemWhose(problem.Whose).SetProblemCode(cut(problem.Code)).SetHealth(health)
		if isCrash(problem) {
			update.AddCrashes(1)
		}
	}
	return update.Exec(ctx)
}

// health is how a plugin is after a problem: one that passes by itself may pass
// once, and lasts when it comes again.
func (r *Run) health(status host.Status, problem *host.Problem) string {
	switch {
	case status.State == host.Quarantined || problem.Code == host.CodeQuarantined:
		return HealthQuarantined
	case problem.Lasting || r.plugin.Health == HealthDegraded || r.plugin.Health == HealthFailing:
		return HealthFailing
	}
	return HealthDegraded
}

var crashes = []string{
	host.CodeCrashed, host.CodeMemory, host.CodeThreads, host.CodeBusy, host.CodeClutter, host.CodeStartTimeout, host.CodeNotStarted,
}

// isCrash tells whether a problem ended the plugin's process.
func isCrash(problem *host.Problem) bool { return slices.Contains(crashes, problem.Code) }

// cut keeps a code that comes from a plugin within its column.
func cut(code string) string { return cutTo(code, 60) }

func cutTo(text string, longest int) string {
	return strings.ToValidUTF8(text[:min(longest, len(text))], "")
}
