package connection

import (
	"context"
	"fmt"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/pluginuse"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/plugincall"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/pluginrun"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// KeepRuns is how long runs and calls are kept.
const KeepRuns = 90 * 24 * time.Hour

// Report notes how the processes are, and tells the foundation which plugins
// the municipality runs and how often they failed within 24 hours: counts, and
// nothing of what or whom. The dispatcher calls it.
func Report(ctx context.Context, scope *tenants.Scope) error {
	rows, err := scope.Client().Plugin.Query().All(ctx)
	if err != nil {
		return fmt.Errorf("reading plugins: %w", err)
	}
	var names []string
	for _, row := range rows {
		names = append(names, row.Name)
		if _, err := settleQuarantine(ctx, scope, row); err != nil {
			return err
		}
		if err := report(ctx, scope, row); err != nil {
			return err
		}
	}
	_, err = scope.PluginUses().Delete().
		Where(pluginuse.MunicipalityID(scope.ID), pluginuse.NameNotIn(names...)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("telling which plugins are gone: %w", err)
	}
	return nil
}

func report(ctx context.Context, scope *tenants.Scope, row *tenant.Plugin) error {
	now := scope.Clock().Now()
	lately := scope.Client().PluginRun.Query().
		Where(pluginrun.PluginID(row.ID), pluginrun.CreatedAtGT(now.Add(-24*time.Hour)))
	runs, err := lately.Clone().Count(ctx)
	if err != nil {
		return fmt.Errorf("counting runs: %w", err)
	}
	failures, err := lately.Clone().Where(pluginrun.Outcome(Failed)).Count(ctx)
	if err != nil {
		return fmt.Errorf("counting runs that failed: %w", err)
	}
	crashed, err := lately.Clone().Where(pluginrun.CodeIn(crashes...)).Count(ctx)
	if err != nil {
		return fmt.Errorf("counting crashes: %w", err)
	}
	told, err := scope.PluginUses().Update().
		Where(pluginuse.MunicipalityID(scope.ID), pluginuse.Name(row.Name)).
		SetVersion(row.Release).SetState(row.State).SetHealth(row.Health).
		SetRuns(runs).SetFailures(failures).SetCrashes(crashed).SetReportedAt(now).Save(ctx)
	if err != nil {
		return fmt.Errorf("telling how plugin %s fares: %w", row.Name, err)
	}
	if told > 0 {
		return nil
	}
	err = scope.PluginUses().Create().SetID(tenants.NewID()).SetCreatedAt(now).SetMunicipalityID(scope.ID).
		SetName(row.Name).SetVersion(row.Release).SetState(row.State).SetHealth(row.Health).
		SetRuns(runs).SetFailures(failures).SetCrashes(crashed).SetReportedAt(now).Exec(ctx)
	if control.IsConstraintError(err) { // another replica was first
		return nil
	}
	if err != nil {
		return fmt.Errorf("telling how plugin %s fares: %w", row.Name, err)
	}
	return nil
}

// Sweep deletes runs and calls older than KeepRuns, and returns how many runs
// went. The dispatcher calls it.
func Sweep(ctx context.Context, scope *tenants.Scope) (int, error) {
	before := scope.Clock().Now().Add(-KeepRuns)
	var gone int
	err := scope.InTx(ctx, func(tx *tenants.Tx) error {
		if _, err := tx.Client().PluginCall.Delete().Where(plugincall.CreatedAtLT(before)).Exec(ctx); err != nil {
			return fmt.Errorf("deleting old calls: %w", err)
		}
		var err error
		gone, err = tx.Client().PluginRun.Delete().Where(pluginrun.CreatedAtLT(before)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("deleting old runs: %w", err)
		}
		return nil
	})
	return gone, err
}
