package catalogue

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/pluginrelease"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Publish lets municipalities install a release. by is the console user, or
// Nil for the command line. It returns ErrNotFound when there is no such
// release.
func Publish(ctx context.Context, c *tenants.Control, at time.Time, by, id uuid.UUID) error {
	return turn(ctx, c, at, by, id, Published, "plugin.published")
}

// Withdraw ends a release: nobody installs it any more, and where it runs, the
// next use is refused. It returns ErrNotFound when there is no such release.
func Withdraw(ctx context.Context, c *tenants.Control, at time.Time, by, id uuid.UUID) error {
	return turn(ctx, c, at, by, id, Withdrawn, "plugin.withdrawn")
}

// turn changes a release's state and writes down that it did. Turning it to
// what it is changes nothing.
func turn(ctx context.Context, c *tenants.Control, at time.Time, by, id uuid.UUID, to State, what string) error {
	row, err := c.Client().PluginRelease.Get(ctx, id)
	if control.IsNotFound(err) {
		return fmt.Errorf("release of a plugin: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return fmt.Errorf("reading a release: %w", err)
	}
	tx, err := c.Client().Tx(ctx)
	if err != nil {
		return fmt.Errorf("changing a release: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // nothing once it is committed
	update := tx.PluginRelease.Update().Where(pluginrelease.ID(id), pluginrelease.StateNEQ(string(to))).SetState(string(to))
	event := tx.Event.Create().SetID(tenants.NewID()).SetCreatedAt(at).SetWhat(what).SetDetail(row.Name + " " + row.Version)
	if by != uuid.Nil {
		update.SetChangedBy(by)
		event.SetUserID(by)
	}
	changed, err := update.Save(ctx)
	if err != nil {
		return fmt.Errorf("changing a release: %w", err)
	}
	if changed == 0 {
		return nil
	}
	if err := event.Exec(ctx); err != nil {
		return fmt.Errorf("writing down a change of a release: %w", err)
	}
	return tx.Commit()
}
