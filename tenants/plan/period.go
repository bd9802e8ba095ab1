package plan

import (
	"context"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Period is how long a plan is meant to last, and when the whole of it is
// looked at again (individuell plan, forskrift 1.8.2022: period and revision).
type Period struct {
	From       clock.Date
	To         clock.Date
	EvaluateOn clock.Date
}

// Validate returns ErrInvalid with every fault.
func (p *Period) Validate() error {
	var faults tenants.Invalid
	checkDate(&faults, "from", p.From)
	checkDate(&faults, "to", p.To)
	checkDate(&faults, "evaluate_on", p.EvaluateOn)
	if !p.From.IsZero() && !p.To.IsZero() && p.To < p.From {
		faults.Add("to", "plan.period.to_before_from")
	}
	if !p.From.IsZero() && !p.EvaluateOn.IsZero() && p.EvaluateOn < p.From {
		faults.Add("evaluate_on", "plan.period.evaluate_before_from")
	}
	return faults.Err()
}

// ChangePeriod sets the plan's dates. version is the plan's as it was read (0
// when there was no plan yet); ErrConflict says that somebody else has changed
// them since.
func ChangePeriod(ctx context.Context, v *tenants.Visit, family uuid.UUID, version int, p Period) error {
	if err := p.Validate(); err != nil {
		return err
	}
	what := deed("plan.period.change", family, policy.SectionGoals, policy.ActionEdit)
	return casefile.Change(ctx, v, family, what, func(tx *tenants.Tx, _ *casefile.Access) error {
		if err := hold(ctx, tx, family, keep); err != nil {
			return err
		}
		which := tx.Client().Plan.Update().Where(plan.CaseFileID(family), plan.Version(max(version, 1)))
		changed, err := setPeriod(which, p).Save(ctx)
		if err == nil && changed == 0 {
			return tenants.ErrConflict
		}
		return err
	})
}

func setPeriod(update *tenant.PlanUpdate, p Period) *tenant.PlanUpdate {
	return update.AddVersion(1).SetState(string(StateDraft)).
		SetFromOn(p.From).SetToOn(p.To).SetEvaluateOn(p.EvaluateOn)
}
