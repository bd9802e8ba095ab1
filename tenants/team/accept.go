package team

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/seat"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
)

// named reports whether the viewer is the person a place is for.
func named(v *tenants.Visit) func(*tenants.Tx, row) (bool, error) {
	return func(_ *tenants.Tx, one row) (bool, error) { return one.person() == v.Viewer.ID, nil }
}

// Accept is the yes of the person who was named, and of nobody else
// (ErrNotFound). They are inside from that moment, with what the family has
// said yes to showing the unit. It returns ErrInvalid when the family's yes has
// ended meanwhile, or the person may never be given access, and ErrConflict
// for a place that is settled.
func Accept(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	return answer(ctx, v, id, "team.accept", named(v), func(tx *tenants.Tx, one row) error {
		if one.state() != StateNamed {
			return fmt.Errorf("the place is settled: %w", tenants.ErrConflict)
		}
		if err := mayCome(ctx, tx, one, v.Viewer.ID); err != nil {
			return err
		}
		if err := admit(ctx, v, tx, one); err != nil {
			return err
		}
		now := tx.Clock().Now()
		err := tx.Client().Seat.Update().Where( // an earlier place of theirs here is this one now
			seat.CaseFileID(one.CaseFileID), seat.UnitID(one.UnitID), seat.UserID(v.Viewer.ID),
			seat.State(string(StateAccepted))).
			SetState(string(StateLeft)).SetSettledAt(now).AddVersion(1).Exec(ctx)
		if err != nil {
			return fmt.Errorf("ending an earlier place: %w", err)
		}
		err = one.move(ctx, tx, func(u *tenant.SeatUpdate) { u.SetState(string(StateAccepted)).SetSettledAt(now) })
		if err != nil {
			return err
		}
		return tellCoordinator(ctx, tx, one.CaseFileID)
	})
}

// Decline says that a place cannot be filled, and why: by the unit's leader
// while nobody is named, by the person who is named after that. The leader may
// name somebody else afterwards. It returns ErrInvalid without a reason,
// ErrNotFound for everybody else, ErrConflict for a place that is settled.
func Decline(ctx context.Context, v *tenants.Visit, id uuid.UUID, why string) error {
	why = strings.TrimSpace(why)
	var faults tenants.Invalid
	prose(&faults, "answer", why, "team.answer.missing")
	mayAnswer := func(tx *tenants.Tx, one row) (bool, error) {
		if one.person() == v.Viewer.ID {
			return true, nil
		}
		if one.state() == StateNamed || one.state() == StateAccepted {
			return false, nil
		}
		return leads(ctx, v)(tx, one)
	}
	return answer(ctx, v, id, "team.decline", mayAnswer, func(tx *tenants.Tx, one row) error {
		if one.state() != StateInvited && one.state() != StateNamed {
			return fmt.Errorf("the place is settled: %w", tenants.ErrConflict)
		}
		if err := faults.Err(); err != nil { // said only to whoever the place is for
			return err
		}
		sealed := tx.Row(seatsTable, one.ID)
		said := sealed.Seal("answer", why)
		if err := sealed.Err(); err != nil {
			return err
		}
		err := one.move(ctx, tx, func(u *tenant.SeatUpdate) {
			u.SetState(string(StateDeclined)).SetSettledAt(tx.Clock().Now()).SetAnswer(said)
		})
		if err != nil {
			return err
		}
		return tellCoordinator(ctx, tx, one.CaseFileID)
	})
}

// Leave is the person's own way out of the team; nothing of the family is
// shown to them after it. For everybody else there is no such place.
func Leave(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	return answer(ctx, v, id, "team.leave", named(v), func(tx *tenants.Tx, one row) error {
		if one.state() != StateAccepted {
			return fmt.Errorf("the place is settled: %w", tenants.ErrConflict)
		}
		if err := end(ctx, v, tx, one); err != nil {
			return err
		}
		return tellCoordinator(ctx, tx, one.CaseFileID)
	})
}

// tellCoordinator lets the family's coordinator know that something came of an
// invitation.
func tellCoordinator(ctx context.Context, tx *tenants.Tx, family uuid.UUID) error {
	coordinator, err := casefile.CoordinatorTx(ctx, tx, family)
	if err != nil {
		return err
	}
	return notice.Tell(ctx, tx, notice.Notice{To: coordinator, CaseFile: family, Reason: notice.Invited})
}
