package plan

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/measure"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// SetStatus says how far a measure has come. The coordinator may for every
// measure; a professional for their own, and others do not exist for them
// (ErrNotFound). It is follow-up and no change of what was agreed.
func SetStatus(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, status Status) error {
	if status.Key() == "" {
		return tenants.InvalidField("status", "measure.status.missing")
	}
	a, err := casefile.Enter(ctx, v, family)
	if err != nil {
		return err
	}
	what := deed("plan.measure.status", id, policy.SectionMeasures, policy.ActionEdit)
	which := []predicate.Measure{measure.ID(id), measure.CaseFileID(family), standing()}
	if !a.May(policy.SectionMeasures, policy.ActionEdit) {
		what.Section, what.Action = policy.SectionOwnMeasures, policy.ActionReport
		which = append(which, measure.ResponsibleID(v.Viewer.ID))
	}
	return casefile.Change(ctx, v, family, what, func(tx *tenants.Tx, a *casefile.Access) error {
		if _, err := reachMeasure(ctx, tx, a, id, what.Section, what.Action); err != nil {
			return err
		}
		changed, err := tx.Client().Measure.Update().Where(which...).
			SetStatus(string(status)).SetStatusAt(tx.Clock().Now()).Save(ctx)
		if err != nil {
			return fmt.Errorf("writing status: %w", err)
		}
		if changed == 0 {
			return tenants.ErrNotFound
		}
		return nil
	})
}

// RemoveMeasure takes a measure out of the plan; RestoreMeasure undoes it. A
// professional whose last open measure it was loses access to the family.
func RemoveMeasure(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	what := deed("plan.measure.remove", id, policy.SectionMeasures, policy.ActionEdit)
	return edit(ctx, v, family, what, func(tx *tenants.Tx, a *casefile.Access) error {
		if _, err := reachMeasure(ctx, tx, a, id, what.Section, what.Action); err != nil {
			return err
		}
		changed, err := tx.Client().Measure.Update().
			Where(measure.ID(id), measure.CaseFileID(family), standing()).
			SetRemovedAt(tx.Clock().Now()).SetRemovedBy(v.Viewer.ID).AddVersion(1).Save(ctx)
		if err != nil {
			return err
		}
		if changed == 0 {
			return tenants.ErrNotFound
		}
		return release(ctx, tx, a, measure.ID(id))
	})
}

// RestoreMeasure brings back a measure that was removed.
func RestoreMeasure(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	what := deed("plan.measure.restore", id, policy.SectionMeasures, policy.ActionEdit)
	return edit(ctx, v, family, what, func(tx *tenants.Tx, a *casefile.Access) error {
		changed, err := tx.Client().Measure.Update().
			Where(measure.ID(id), measure.CaseFileID(family), measure.RemovedAtNotNil()).
			ClearRemovedAt().ClearRemovedBy().AddVersion(1).Save(ctx)
		if err != nil {
			return err
		}
		if changed == 0 {
			return tenants.ErrNotFound
		}
		return resume(ctx, tx, a, measure.ID(id))
	})
}
