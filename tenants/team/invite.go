package team

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/seat"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
)

// Invite asks a unit to come into the team around a family's child, with a
// note to the unit. Its leaders are told, without content. It needs team/edit,
// which the family's coordinator has, and returns ErrInvalid when the family
// has not said yes to the unit, or the unit is asked already and has not
// answered.
func Invite(ctx context.Context, v *tenants.Visit, family, unit uuid.UUID, note string) (uuid.UUID, error) {
	note = strings.TrimSpace(note)
	var faults tenants.Invalid
	prose(&faults, "note", note, "")
	if unit == uuid.Nil {
		faults.Add("unit", "team.unit.missing")
	}
	if err := faults.Err(); err != nil {
		return uuid.Nil, err
	}
	id := tenants.NewID()
	deed := casefile.Deed{Name: "team.invite", Target: id, Section: policy.SectionTeam, Action: policy.ActionEdit}
	err := casefile.Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *casefile.Access) error {
		if err := mayBeAsked(ctx, tx, family, unit); err != nil {
			return err
		}
		sealed := tx.Row(seatsTable, id)
		create := tx.Client().Seat.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(family).
			SetUnitID(unit).SetState(string(StateInvited)).SetNote(sealed.Seal("note", note)).
			SetAnswer(sealed.Seal("answer", "")).SetInvitedBy(v.Viewer.ID)
		if err := sealed.Err(); err != nil {
			return err
		}
		if err := create.Exec(ctx); err != nil {
			return fmt.Errorf("writing invitation: %w", err)
		}
		return tellLeaders(ctx, tx, family, unit)
	})
	if err != nil {
		return uuid.Nil, err
	}
	return id, nil
}

// mayBeAsked returns ErrInvalid unless the family has said yes to the unit and
// no invitation to it waits.
func mayBeAsked(ctx context.Context, tx *tenants.Tx, family, unit uuid.UUID) error {
	given, err := yesTo(ctx, tx, family, unit)
	if err != nil {
		return err
	}
	if !given {
		return tenants.InvalidField("unit", "team.unit.no_yes")
	}
	waits, err := tx.Client().Seat.Query().Where(
		seat.CaseFileID(family), seat.UnitID(unit), seat.State(string(StateInvited))).Exist(ctx)
	if err != nil {
		return fmt.Errorf("reading invitations: %w", err)
	}
	if waits {
		return tenants.InvalidField("unit", "team.unit.waits")
	}
	return nil
}

func tellLeaders(ctx context.Context, tx *tenants.Tx, family, unit uuid.UUID) error {
	leaders, err := directory.OfUnitTx(ctx, tx, unit, policy.RoleLeader)
	if err != nil {
		return err
	}
	for _, one := range leaders {
		barred, err := casefile.BarredUser(ctx, tx, family, one.ID)
		if err != nil {
			return err
		}
		if barred {
			continue
		}
		if err := notice.Tell(ctx, tx, notice.Notice{To: one.ID, CaseFile: family, Reason: notice.Invited}); err != nil {
			return err
		}
	}
	return nil
}

// Remove takes a person out of the team, or an invitation back; what the place
// opened is shut at once, and what is queued to them is taken back. It needs
// team/edit, also when the follow-up is closed. Removing twice is no error.
func Remove(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	deed := casefile.Deed{
		Name: "team.remove", Target: id, Section: policy.SectionTeam, Action: policy.ActionEdit, EvenClosed: true,
	}
	return casefile.Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *casefile.Access) error {
		one, err := findIn(ctx, tx, family, id)
		if err != nil {
			return err
		}
		if one.state() == StateLeft || one.state() == StateDeclined {
			return nil
		}
		return end(ctx, v, tx, one)
	})
}

// end is the last of a place: nobody is inside by it any more, and whoever was
// to be told of it is not.
func end(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, one row) error {
	if one.UserID != nil && one.state() == StateAccepted {
		_, err := casefile.Shut(ctx, v, tx, one.CaseFileID, accessgrant.UserID(*one.UserID),
			accessgrant.UnitID(one.UnitID), accessgrant.Relation(policy.RelationTeam.String()))
		if err != nil {
			return err
		}
	}
	if one.state() == StateNamed {
		if err := tx.RecallTo(ctx, one.CaseFileID, one.person()); err != nil {
			return err
		}
	}
	return one.move(ctx, tx, func(u *tenant.SeatUpdate) {
		u.SetState(string(StateLeft)).SetSettledAt(tx.Clock().Now())
	})
}
