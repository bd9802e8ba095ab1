package baton

import (
	"context"
	"fmt"
	"strings"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/batonoffer"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	families "github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
)

func desc() entsql.OrderTermOption { return entsql.OrderDesc() }

// Received lists the open offers to the viewer, oldest first. Until they have
// said yes they are told who asks, since when, and what was written to them,
// and nothing of the family. It returns ErrNotFound for a viewer who is no
// coordinator.
func Received(ctx context.Context, v *tenants.Visit) ([]Offer, error) {
	if err := v.Require(policy.SectionBatons, policy.ActionSee); err != nil {
		return nil, err
	}
	rows, err := v.Client().BatonOffer.Query().
		Where(batonoffer.ToID(v.Viewer.ID), batonoffer.State(string(StateOffered))).
		Order(batonoffer.ByCreatedAt()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading offers: %w", err)
	}
	list := make([]Offer, 0, len(rows))
	for _, read := range rows {
		one, err := open(v.Scope, read, true)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, name(ctx, v.Scope, list)
}

// ReadReceived is one offer to the viewer, also when it no longer stands; then
// it has no note. An offer to anybody else is ErrNotFound.
func ReadReceived(ctx context.Context, v *tenants.Visit, id uuid.UUID) (Offer, error) {
	if err := v.Require(policy.SectionBatons, policy.ActionSee); err != nil {
		return Offer{}, err
	}
	read, err := toViewer(ctx, v, v.Client(), id)
	if err != nil {
		return Offer{}, err
	}
	one, err := open(v.Scope, read, State(read.State) == StateOffered)
	if err != nil {
		return Offer{}, err
	}
	list := []Offer{one}
	err = name(ctx, v.Scope, list)
	return list[0], err
}

func toViewer(ctx context.Context, v *tenants.Visit, client *tenant.Client, id uuid.UUID) (*tenant.BatonOffer, error) {
	read, err := client.BatonOffer.Query().
		Where(batonoffer.ID(id), batonoffer.ToID(v.Viewer.ID), batonoffer.StateNEQ(string(StateMoved))).Only(ctx)
	if tenant.IsNotFound(err) {
		return nil, fmt.Errorf("offer: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("reading an offer: %w", err)
	}
	return read, nil
}

// Accept takes the baton: in one transaction the viewer becomes the family's
// coordinator and the one who offered it is out. It returns the family, or
// ErrSettled when the offer no longer stands, the follow-up is closed, or the
// viewer can no longer follow it.
func Accept(ctx context.Context, v *tenants.Visit, id uuid.UUID) (uuid.UUID, error) {
	var family uuid.UUID
	err := answer(ctx, v, id, "baton.accept", func(tx *tenants.Tx, offer *tenant.BatonOffer) error {
		family = offer.CaseFileID
		if err := canTake(ctx, tx, family, v.Viewer.ID); err != nil {
			return err
		}
		if err := pass(ctx, tx, family, offer.FromID, v.Viewer.ID); err != nil {
			return err
		}
		if err := settle(ctx, tx, offer, StateAccepted, nil, v.Viewer.ID); err != nil {
			return err
		}
		if err := withdrawOpen(ctx, tx, family, v.Viewer.ID); err != nil {
			return err
		}
		return tellAll(ctx, tx, family, offer.FromID, v.Viewer.ID)
	})
	if err != nil {
		return uuid.Nil, err
	}
	return family, nil
}

// Decline says no, with a reason for the one who offered. It returns ErrInvalid
// without one, and ErrSettled when the offer no longer stands.
func Decline(ctx context.Context, v *tenants.Visit, id uuid.UUID, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return tenants.InvalidField("reason", "baton.decline.reason.missing")
	}
	if tooLong(reason) {
		return tenants.InvalidField("reason", "form.too_long")
	}
	return answer(ctx, v, id, "baton.decline", func(tx *tenants.Tx, offer *tenant.BatonOffer) error {
		if err := settle(ctx, tx, offer, StateDeclined, &reason, v.Viewer.ID); err != nil {
			return err
		}
		return notice.Tell(ctx, tx, notice.Notice{To: offer.FromID, CaseFile: offer.CaseFileID, Reason: notice.BatonOffered})
	})
}

// answer runs a yes or a no to an open offer to the viewer, while nobody else
// changes the family.
func answer(ctx context.Context, v *tenants.Visit, id uuid.UUID, deed string, do func(*tenants.Tx, *tenant.BatonOffer) error) error {
	decision := v.Decide(policy.Facts{}, policy.SectionBatons, policy.ActionEdit)
	if err := v.Require(policy.SectionBatons, policy.ActionEdit); err != nil {
		return err
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		offer, err := toViewer(ctx, v, tx.Client(), id)
		if err != nil {
			return err
		}
		if err := families.Hold(ctx, tx, offer.CaseFileID); err != nil {
			return err
		}
		if offer, err = toViewer(ctx, v, tx.Client(), id); err != nil {
			return err
		}
		if State(offer.State) != StateOffered {
			return ErrSettled
		}
		if err := do(tx, offer); err != nil {
			return fmt.Errorf("%s: %w", deed, err)
		}
		tx.Record(v.Deed(deed, offer.CaseFileID, id, decision, policy.Facts{}))
		return nil
	})
}
