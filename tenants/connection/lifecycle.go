package connection

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/plugincall"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/pluginrun"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/pluginstate"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Pause stops a plugin that is in use until Resume. Nothing of it is lost. It
// returns ErrConflict when it is not in use.
func Pause(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	return turn(ctx, v, id, "plugin.pause", Active, Paused)
}

// Resume has a paused plugin be used again; its regular run is due at once. It
// returns ErrConflict when it is not paused.
func Resume(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	return turn(ctx, v, id, "plugin.resume", Paused, Active)
}

func turn(ctx context.Context, v *tenants.Visit, id uuid.UUID, name string, from, to State) error {
	return change(ctx, v, id, name, func(tx *tenants.Tx, row *tenant.Plugin) (Release, error) {
		if State(row.State) != from {
			return Release{}, fmt.Errorf("%s: it is %s: %w", name, row.State, tenants.ErrConflict)
		}
		return Release{}, tx.Client().Plugin.UpdateOneID(id).AddVersion(1).SetState(string(to)).ClearNextRunAt().Exec(ctx)
	})
}

// restarter is a Runner that keeps plugins in quarantine, such as the
// Supervisor.
type restarter interface {
	Restart(municipality uuid.UUID, plugin string)
}

// Restart lets a plugin that crashed too often, or that fails, begin anew: its
// crashes are forgotten and its regular run is due at once. It is for an
// administrator who has seen why.
func Restart(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	var name string
	err := change(ctx, v, id, "plugin.restart", func(tx *tenants.Tx, row *tenant.Plugin) (Release, error) {
		name = row.Name
		return Release{}, tx.Client().Plugin.UpdateOneID(id).AddVersion(1).SetHealth(HealthUnknown).
			SetProblemWhose("").SetProblemCode("").SetCrashes(0).ClearNextRunAt().Exec(ctx)
	})
	if err != nil {
		return err
	}
	if runner, can := v.Plugins().(restarter); can {
		runner.Restart(v.ID, name)
	}
	return nil
}

// Ending is what else ends, in the same transaction, when a plugin is removed:
// a domain package's own rows about it.
type Ending func(ctx context.Context, tx *tenants.Tx, plugin uuid.UUID) error

// Remove takes a plugin out of the municipality: its settings, its secrets,
// what it remembered, and the list of its runs are deleted for good. What it
// has filled the directory with stays. endings end what else hangs on it; what
// somebody makes hang on it meanwhile, who calls Hold, is there for them to end.
// Installing it again begins from nothing, except that tenants/services knows
// again what it listed.
func Remove(ctx context.Context, v *tenants.Visit, id uuid.UUID, endings ...Ending) error {
	return change(ctx, v, id, "plugin.remove", func(tx *tenants.Tx, row *tenant.Plugin) (Release, error) {
		if err := holdToRemove(ctx, tx, id); err != nil {
			return Release{}, err
		}
		for _, end := range endings {
			if err := end(ctx, tx, id); err != nil {
				return Release{}, err
			}
		}
		client := tx.Client()
		_, states := client.PluginState.Delete().Where(pluginstate.PluginID(id)).Exec(ctx)
		_, calls := client.PluginCall.Delete().Where(plugincall.PluginID(id)).Exec(ctx)
		_, runs := client.PluginRun.Delete().Where(pluginrun.PluginID(id)).Exec(ctx)
		if err := errors.Join(states, calls, runs, client.Plugin.DeleteOneID(id).Exec(ctx)); err != nil {
			return Release{}, fmt.Errorf("removing a plugin: %w", err)
		}
		var gone Release
		gone.Manifest.Name = row.Name
		return gone, nil
	})
}

// CodeNotWell is the problem of a system that answered, and said that something
// is wrong with the connection.
const CodeNotWell = "system.not_well"

// Try has an installed plugin try the system behind it, as lightly as it can be
// tried, and returns what it says. A fault is a *host.Problem that says whose
// it is. It returns ErrNotFound unless the viewer runs plugins, and the plugin
// is installed.
func Try(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	decision, err := mayEdit(v)
	if err != nil {
		return err
	}
	row, err := installed(ctx, v.Client(), id)
	if err != nil {
		return err
	}
	release := Release{}
	release.Manifest.Name = row.Name
	if err := v.Audit().Record(ctx, deed(v, "plugin.try", id, decision, release)); err != nil {
		return fmt.Errorf("putting on record: %w", err)
	}
	job := Job{Kind: Check, By: v.Viewer.ID}
	return Use(ctx, v.Scope, row.Name, job, func(ctx context.Context, p host.Plugin, _ *Run) error {
		health, err := p.Check(ctx)
		if err == nil && !health.OK {
			err = &host.Problem{Whose: host.Systems, Code: CodeNotWell, Message: health.Message}
		}
		return err
	})
}
