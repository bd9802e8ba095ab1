package provision

import (
	"context"
	"errors"
	"fmt"

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

// Migrate brings every municipality to the version this program knows, one by
// one. The first that needs it is the canary: if it fails, the rest are left
// as they are. One that fails later gets a maintenance page; the others go on.
func (p *Provisioner) Migrate(ctx context.Context) (Rollout, error) {
	var rollout Rollout
	client := p.Registry.Control.Client()
	rows, err := client.Municipality.Query().Where(municipality.StateNEQ(tenants.StateCreating)).
		Order(municipality.BySlug()).All(ctx)
	if err != nil {
		return rollout, fmt.Errorf("listing municipalities: %w", err)
	}
	set := migrations.Tenant(p.Registry.Control.Databases.Dialect())
	for _, row := range rows {
		rollout.Checked++
		if row.SchemaVersion == migrations.Latest(set) && row.MigrationState == "" {
			continue
		}
		if err := p.migrateOne(ctx, row, set); err != nil {
			rollout.Failed = append(rollout.Failed, row.Slug)
			if rollout.Migrated == 0 && len(rollout.Failed) == 1 && len(rows) > 1 {
				return rollout, fmt.Errorf("%w: %s", ErrCanary, row.Slug)
			}
			continue
		}
		rollout.Migrated++
	}
	p.Registry.Changed(ctx)
	return rollout, nil
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
