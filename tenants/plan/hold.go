package plan

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// edit runs a command that changes what the plan says. The plan becomes a
// draft, also when the family had agreed to it; the version they agreed to
// stays in force until the next one is.
func edit(ctx context.Context, v *tenants.Visit, family uuid.UUID, deed casefile.Deed, write func(*tenants.Tx, *casefile.Access) error) error {
	return casefile.Change(ctx, v, family, deed, func(tx *tenants.Tx, a *casefile.Access) error {
		err := hold(ctx, tx, family, func(u *tenant.PlanUpsert) { u.SetState(string(StateDraft)) })
		if err != nil {
			return err
		}
		return write(tx, a)
	})
}

// hold makes sure that the family has a plan, and keeps its row until the
// transaction ends, so that commands on one plan follow one after the other in
// both databases. change says what else is written to it.
func hold(ctx context.Context, tx *tenants.Tx, family uuid.UUID, change func(*tenant.PlanUpsert)) error {
	err := tx.Client().Plan.Create().SetID(tenants.NewID()).SetCreatedAt(tx.Clock().Now()).
		SetCaseFileID(family).SetState(string(StateDraft)).
		OnConflict(sql.ConflictColumns(plan.FieldCaseFileID)).Update(change).Exec(ctx)
	if err != nil {
		return fmt.Errorf("holding plan: %w", err)
	}
	return nil
}

// keep changes nothing in the plan's row.
func keep(u *tenant.PlanUpsert) { u.AddVersion(0) }

// gone tells a row that is not there (any more) from one somebody else has
// changed since it was read.
func gone(there bool, err error) error {
	if err != nil {
		return err
	}
	if there {
		return tenants.ErrConflict
	}
	return tenants.ErrNotFound
}

func deed(name string, target uuid.UUID, section policy.Section, action policy.Action) casefile.Deed {
	return casefile.Deed{Name: name, Target: target, Section: section, Action: action}
}
