package connection

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/plugin"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

func due(now time.Time) predicate.Plugin {
	return plugin.Or(plugin.NextRunAtIsNil(), plugin.NextRunAtLTE(now))
}

// claim moves a plugin's next run on in one statement, and tells whether it was
// this replica that did.
func claim(ctx context.Context, scope *tenants.Scope, id uuid.UUID, now, next time.Time) (mine bool, err error) {
	err = scope.InTx(ctx, func(tx *tenants.Tx) error {
		count, err := tx.Client().Plugin.Update().
			Where(plugin.ID(id), plugin.State(string(Active)), due(now)).SetNextRunAt(next).Save(ctx)
		mine = count == 1
		return err
	})
	if err != nil {
		return false, fmt.Errorf("claiming a plugin's run: %w", err)
	}
	return mine, nil
}

// only finds the one connection in use that fits.
func only(ctx context.Context, scope *tenants.Scope, which predicate.Plugin) (Connection, error) {
	row, err := scope.Client().Plugin.Query().Where(which, plugin.State(string(Active))).Only(ctx)
	if tenant.IsNotFound(err) {
		return Connection{}, fmt.Errorf("plugin: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return Connection{}, fmt.Errorf("reading plugin: %w", err)
	}
	release, err := releaseOf(ctx, scope, row.Digest)
	if err != nil {
		return Connection{}, err
	}
	if release.Withdrawn() {
		return Connection{}, fmt.Errorf("plugin's release is withdrawn: %w", tenants.ErrNotFound)
	}
	return connectionOf(row, release)
}
