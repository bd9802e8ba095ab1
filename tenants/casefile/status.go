package casefile

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/statuschange"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// StatusChange is a closing or a reopening.
type StatusChange struct {
	To      State
	Outcome Outcome
	Reason  string
	On      clock.Date
}

// Close ends the follow-up with its outcome. What is queued to leave for the
// family is taken back, and the team and guests are out, also if it is opened
// again. also ends what other packages keep of the family, in the same
// transaction: pages call consent.Close, which gives it. It returns ErrConflict
// when it is already closed.
func Close(ctx context.Context, v *tenants.Visit, family uuid.UUID, outcome Outcome, reason string, on clock.Date,
	also ...func(*tenants.Tx) error,
) error {
	var faults tenants.Invalid
	if !slices.Contains(Outcomes(), outcome) {
		faults.Add("outcome", "close.outcome.missing")
	}
	if utf8.RuneCountInString(reason) > MaxText {
		faults.Add("reason", "form.too_long")
	}
	if on.IsZero() || on > v.Today() {
		faults.Add("on", "close.on.missing")
	}
	if err := faults.Err(); err != nil {
		return err
	}
	deed := Deed{Name: "family.close", Target: family, Section: policy.SectionOverview, Action: policy.ActionManage}
	return Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *Access) error {
		if err := tx.Recall(ctx, family); err != nil {
			return err
		}
		for _, relation := range []policy.Relation{policy.RelationTeam, policy.RelationGuest, policy.RelationEmergency} {
			if _, err := Shut(ctx, v, tx, family, accessgrant.Relation(relation.String())); err != nil {
				return err
			}
		}
		for _, end := range also {
			if err := end(tx); err != nil {
				return err
			}
		}
		return changeState(ctx, v, tx, family, StatusChange{To: StateClosed, Outcome: outcome, Reason: reason, On: on})
	})
}

// Reopen takes the follow-up up again. It returns ErrConflict when it is open.
func Reopen(ctx context.Context, v *tenants.Visit, family uuid.UUID, reason string) error {
	if utf8.RuneCountInString(reason) > MaxText {
		return tenants.InvalidField("reason", "form.too_long")
	}
	deed := Deed{
		Name: "family.reopen", Target: family, EvenClosed: true,
		Section: policy.SectionOverview, Action: policy.ActionManage,
	}
	return Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *Access) error {
		return changeState(ctx, v, tx, family, StatusChange{To: StateActive, Reason: reason, On: v.Today()})
	})
}

func changeState(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family uuid.UUID, change StatusChange) error {
	changed, err := tx.Client().CaseFile.Update().
		Where(casefile.ID(family), casefile.StateNEQ(string(change.To))).
		SetState(string(change.To)).AddVersion(1).Save(ctx)
	if err != nil {
		return fmt.Errorf("changing state: %w", err)
	}
	if changed == 0 {
		return tenants.ErrConflict
	}
	from := StateActive
	if change.To == StateActive {
		from = StateClosed
	}
	id := tenants.NewID()
	reason, err := tx.Seal("status_changes", "reason", id, change.Reason)
	if err != nil {
		return err
	}
	return tx.Client().StatusChange.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(family).
		SetFromState(string(from)).SetToState(string(change.To)).SetOutcome(string(change.Outcome)).
		SetReason(reason).SetHappenedOn(change.On).SetChangedBy(v.Viewer.ID).Exec(ctx)
}

// StatusChanges lists the closings and reopenings, oldest first.
func StatusChanges(ctx context.Context, a *Access) ([]StatusChange, error) {
	if err := a.RequireSee(policy.SectionOverview); err != nil {
		return nil, err
	}
	rows, err := a.Visit.Client().StatusChange.Query().
		Where(statuschange.CaseFileID(a.ID), statuschange.OutcomeNotIn(audienceWords...)).Order(statuschange.ByCreatedAt()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading closings: %w", err)
	}
	list := make([]StatusChange, 0, len(rows))
	for _, read := range rows {
		change := StatusChange{To: State(read.ToState), Outcome: Outcome(read.Outcome), On: read.HappenedOn}
		if a.Facts.Relation == policy.RelationCoordinator {
			change.Reason, err = a.Visit.Open("status_changes", "reason", read.ID, read.Reason)
			if err != nil {
				return nil, err
			}
		}
		list = append(list, change)
	}
	return list, nil
}
