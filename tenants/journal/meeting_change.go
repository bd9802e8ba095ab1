package journal

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/meeting"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

func meetingDeed(name string, id uuid.UUID) casefile.Deed {
	return casefile.Deed{Name: name, Target: id, Section: policy.SectionMeetings, Action: policy.ActionEdit}
}

// PlanMeeting calls a meeting with the family. It returns ErrInvalid for what
// was typed wrongly, ErrNotFound or ErrForbidden for a viewer who may not call
// one, and ErrConflict when the follow-up is closed.
func PlanMeeting(ctx context.Context, v *tenants.Visit, family uuid.UUID, c Call) (uuid.UUID, error) {
	if err := c.Validate(v.Today()); err != nil {
		return uuid.Nil, err
	}
	id := tenants.NewID()
	what := meetingDeed("journal.meeting.plan", id)
	if err := casefile.AskBeforeLocating(ctx, v, family, what, c.LetStand, c.Agenda...); err != nil {
		return uuid.Nil, err
	}
	err := casefile.Change(ctx, v, family, what,
		func(tx *tenants.Tx, a *casefile.Access) error {
			if err := a.MayConcern(ctx, tx, what, c.Member); err != nil {
				return err
			}
			if c.Place != "" {
				if err := a.Require(policy.SectionMeetingPlace, policy.ActionEdit); err != nil {
					return err
				}
			}
			row := tx.Row(meeting.Table, id)
			create := tx.Client().Meeting.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(family).
				SetNillableMemberID(c.Member).SetState(string(StatePlanned)).SetStartsAt(c.StartsAt).SetMinutes(c.Minutes).SetCalledBy(v.Viewer.ID).
				SetPlace(row.Seal("place", c.Place)).SetAgenda(row.Seal("agenda", join(c.Agenda))).
				SetParticipants(row.Seal("participants", join(c.Participants))).
				SetInterpreter(c.Interpreter).SetInterpreterLanguage(c.InterpreterLanguage)
			if err := row.Err(); err != nil {
				return err
			}
			if err := create.Exec(ctx); err != nil {
				return fmt.Errorf("writing meeting: %w", err)
			}
			return nil
		})
	if err != nil {
		return uuid.Nil, err
	}
	return id, nil
}

// ChangeMeeting changes a meeting that is planned. version is the one that was
// read; ErrConflict says that the meeting was changed, held or cancelled since.
// Who may not see the place leaves it as it is.
func ChangeMeeting(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, version int, c Call) error {
	if err := c.Validate(v.Today()); err != nil {
		return err
	}
	what := meetingDeed("journal.meeting.change", id)
	if err := casefile.AskBeforeLocating(ctx, v, family, what, c.LetStand, c.Agenda...); err != nil {
		return err
	}
	return casefile.Change(ctx, v, family, what,
		func(tx *tenants.Tx, a *casefile.Access) error {
			if _, err := reach(ctx, tx, a, id, policy.ActionEdit); err != nil {
				return err
			}
			if err := a.MayConcern(ctx, tx, what, c.Member); err != nil {
				return err
			}
			row := tx.Row(meeting.Table, id)
			update := tx.Client().Meeting.Update().
				Where(meeting.ID(id), meeting.CaseFileID(family), meeting.Version(version), meeting.State(string(StatePlanned))).
				AddVersion(1).SetStartsAt(c.StartsAt).SetMinutes(c.Minutes).
				SetAgenda(row.Seal("agenda", join(c.Agenda))).
				SetParticipants(row.Seal("participants", join(c.Participants))).
				SetInterpreter(c.Interpreter).SetInterpreterLanguage(c.InterpreterLanguage)
			if a.May(policy.SectionMeetingPlace, policy.ActionSee) && a.May(policy.SectionMeetingPlace, policy.ActionEdit) {
				update.SetPlace(row.Seal("place", c.Place))
			}
			if c.Member == nil {
				update.ClearMemberID()
			} else {
				update.SetMemberID(*c.Member)
			}
			if err := row.Err(); err != nil {
				return err
			}
			changed, err := update.Save(ctx)
			return changedSince(changed, err)
		})
}

// CancelMeeting cancels a planned meeting; RestoreMeeting undoes it. It
// returns ErrConflict when the meeting is held or cancelled already.
func CancelMeeting(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	return turn(ctx, v, family, id, "journal.meeting.cancel", StatePlanned, StateCancelled)
}

// RestoreMeeting plans a meeting again that was cancelled. It returns
// ErrConflict when the meeting is not cancelled.
func RestoreMeeting(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	return turn(ctx, v, family, id, "journal.meeting.restore", StateCancelled, StatePlanned)
}

func turn(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, name string, from, to State) error {
	return casefile.Change(ctx, v, family, meetingDeed(name, id),
		func(tx *tenants.Tx, a *casefile.Access) error {
			if _, err := reach(ctx, tx, a, id, policy.ActionEdit); err != nil {
				return err
			}
			changed, err := tx.Client().Meeting.Update().
				Where(meeting.ID(id), meeting.CaseFileID(family), meeting.State(string(from))).
				SetState(string(to)).AddVersion(1).Save(ctx)
			return changedSince(changed, err)
		})
}

// changedSince is ErrConflict when a meeting that was reached was not changed:
// it is there, but not as it was read.
func changedSince(changed int, err error) error {
	if err == nil && changed == 0 {
		return fmt.Errorf("meeting: %w", tenants.ErrConflict)
	}
	return err
}
