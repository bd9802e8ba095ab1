package baton

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	families "github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// canTake is fits for somebody who says yes: whatever stands in the way, the
// offer no longer stands. They are at work, since they answer.
func canTake(ctx context.Context, tx *tenants.Tx, family, user uuid.UUID) error {
	who, err := directory.AvailabilityTx(ctx, tx, user)
	if err != nil {
		return err
	}
	barred, err := families.BarredUser(ctx, tx, family, user)
	if err != nil {
		return err
	}
	if barred || !who.Coordinates() {
		return ErrSettled
	}
	return nil
}

// Move gives a family another coordinator because the one it has cannot follow
// it. Only a leader may, for families whose coordinator they lead, has left, or
// belongs to no unit: others are ErrNotFound, and so is a closed follow-up. It
// returns ErrInvalid without a reason, and for somebody who cannot follow the
// family; ErrConflict when the family got another coordinator meanwhile. Both
// coordinators and the family are told.
func Move(ctx context.Context, v *tenants.Visit, family, to uuid.UUID, reason string) error {
	decision := v.Decide(policy.Facts{}, policy.SectionLoad, policy.ActionManage)
	if err := v.Require(policy.SectionLoad, policy.ActionManage); err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		if err := families.Hold(ctx, tx, family); err != nil {
			return err
		}
		from, err := ledBy(ctx, v, tx, family)
		if err != nil {
			return err
		}
		if err := checkMove(ctx, tx, family, from, to, reason); err != nil {
			return err
		}
		if err := pass(ctx, tx, family, from, to); err != nil {
			return err
		}
		if err := withdrawOpen(ctx, tx, family, v.Viewer.ID); err != nil {
			return err
		}
		id, err := insert(ctx, tx, family, Offer{From: from, To: to, State: StateMoved, Note: reason, MadeBy: v.Viewer.ID})
		if err != nil {
			return err
		}
		tx.Record(v.Deed("baton.move", family, id, decision, policy.Facts{}))
		return tellAll(ctx, tx, family, from, to)
	})
}

// ledBy is the coordinator of an active family that the viewer may move.
func ledBy(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family uuid.UUID) (uuid.UUID, error) {
	followed, err := families.ReadFollowUp(ctx, tx.Client(), family)
	if err != nil {
		return uuid.Nil, err
	}
	if followed.State != families.StateActive {
		return uuid.Nil, fmt.Errorf("a follow-up that is closed: %w", tenants.ErrNotFound)
	}
	leader, err := directory.AvailabilityTx(ctx, tx, v.Viewer.ID)
	if err != nil {
		return uuid.Nil, err
	}
	holder, err := directory.AvailabilityTx(ctx, tx, followed.Coordinator)
	if err != nil {
		return uuid.Nil, err
	}
	if !directory.Leads(&leader, &holder) {
		return uuid.Nil, fmt.Errorf("a family of another unit: %w", tenants.ErrNotFound)
	}
	return followed.Coordinator, nil
}

// checkMove collects what is wrong with a move.
func checkMove(ctx context.Context, tx *tenants.Tx, family, from, to uuid.UUID, reason string) error {
	var faults tenants.Invalid
	switch {
	case reason == "":
		faults.Add("reason", "baton.move.reason.missing")
	case tooLong(reason):
		faults.Add("reason", "form.too_long")
	}
	err := fits(ctx, tx, family, to)
	var unfit *tenants.Invalid
	switch {
	case to == from:
		faults.Add("to", "baton.to.same")
	case errors.As(err, &unfit):
		faults.Fields = append(faults.Fields, unfit.Fields...)
	case err != nil:
		return err
	}
	return faults.Err()
}
