package provision

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/municipality"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/migrations"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Rollout says how a migration of all municipalities went.
type Rollout struct {
	Checked  int
	Migrated int
	Failed   []string // slugs; the causes are in the control plane and the log
}

// ErrCanary says that the first municipality failed and the rest were left alone.
var ErrCanary = errors.New("the first municipality failed, the others were not touched")

// atOnce is how many municipalities are migrated at a time: each waits for its
// own disk and its own database.
const atOnce = 4

// Migrate brings every municipality to the version this program knows. The one
// that goes first is the canary: if it fails, the rest are left as they are.
// One that fails later gets a maintenance page; the others go on. canary is the
// slug of the one to begin with; when it is empty, or needs nothing, the first
// that does is the canary.
func (p *Provisioner) Migrate(ctx context.Context, canary string) (Rollout, error) {
	return p.MigrateTo(ctx, canary, migrations.Tenant(p.Registry.Control.Databases.Dialect()))
}

// MigrateTo is Migrate to the end of a set; for tests and measurements of what
// the program does not know yet.
func (p *Provisioner) MigrateTo(ctx context.Context, canary string, set []migrations.Migration) (Rollout, error) {
	var rollout Rollout
	rows, err := p.Registry.Control.Client().Municipality.Query().Where(municipality.StateNEQ(tenants.StateCreating)).
		Order(municipality.BySlug()).All(ctx)
	if err != nil {
		return rollout, fmt.Errorf("listing municipalities: %w", err)
	}
	rollout.Checked = len(rows)
	late := slices.DeleteFunc(rows, func(row *control.Municipality) bool {
		return row.SchemaVersion == migrations.Latest(set) && row.MigrationState == ""
	})
	if len(late) == 0 {
		return rollout, nil
	}
	defer p.Registry.Changed(ctx)
	if i := slices.IndexFunc(late, func(row *control.Municipality) bool { return row.Slug == canary }); i > 0 {
		late[0], late[i] = late[i], late[0]
	}
	if err := p.migrateOne(ctx, late[0], set); err != nil {
		rollout.Failed = []string{late[0].Slug}
		if rollout.Checked > 1 {
			return rollout, fmt.Errorf("%w: %s", ErrCanary, late[0].Slug)
		}
		return rollout, nil
	}
	rollout.Migrated++
	p.migrateRest(ctx, late[1:], set, &rollout)
	return rollout, nil
}

// migrateRest migrates those behind the canary, some at a time.
func (p *Provisioner) migrateRest(ctx context.Context, late []*control.Municipality, set []migrations.Migration, rollout *Rollout) {
	var (
		mu      sync.Mutex
		running errgroup.Group
	)
	running.SetLimit(atOnce)
	for _, row := range late {
		running.Go(func() error {
			err := p.migrateOne(ctx, row, set)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				rollout.Failed = append(rollout.Failed, row.Slug)
			} else {
				rollout.Migrated++
			}
			return nil
		})
	}
	_ = running.Wait() // whoever fails is in the rollout
	slices.Sort(rollout.Failed)
}

func (p *Provisioner) migrateOne(ctx context.Context, row *control.Municipality, set []migrations.Migration) error {
	client := p.Registry.Control.Client()
	_, to, err := p.Registry.Control.Databases.Migrate(ctx, row.Database, set)
	if err != nil {
		p.Registry.Log.Error("municipality cannot be migrated", "municipality", row.Slug, "cause", err.Error())
		note := client.Municipality.UpdateOneID(row.ID).SetMigrationState("failed").SetMigrationError(cut(err.Error(), 1000))
		return errors.Join(err, note.Exec(ctx))
	}
	err = client.Municipality.UpdateOneID(row.ID).SetSchemaVersion(to).
		SetMigrationState("").SetMigrationError("").Exec(ctx)
	if err != nil {
		return fmt.Errorf("noting version of %s: %w", row.Slug, err)
	}
	return nil
}

func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return text[:most]
}
