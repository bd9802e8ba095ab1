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
	err := casefile.Change(ctx, v, family, meetingDeed("journal.meeting.plan", id),
		func(tx *tenants.Tx, a *casefile.Access) error {
			if c.Place != "" {
				if err := a.Require(policy.SectionMeetingPlace, policy.ActionEdit); err != nil {
					return err
				}
			}
			row := tx.Row(meeting.Table, id)
			create := tx.Client().Meeting.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(family).
				SetState(string(StatePlanned)).SetStartsAt(c.StartsAt).SetMinutes(c.Minutes).SetCalledBy(v.Viewer.ID).
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
	return casefile.Change(ctx, v, family, meetingDeed("journal.meeting.change", id),
		func(tx *tenants.Tx, a *casefile.Access) error {
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
			if err := row.Err(); err != nil {
				return err
			}
			changed, err := update.Save(ctx)
			return whyNot(ctx, tx, family, id, changed, err)
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
		func(tx *tenants.Tx, _ *casefile.Access) error {
			changed, err := tx.Client().Meeting.Update().
				Where(meeting.ID(id), meeting.CaseFileID(family), meeting.State(string(from))).
				SetState(string(to)).AddVersion(1).Save(ctx)
			return whyNot(ctx, tx, family, id, changed, err)
		})
}

// whyNot says why no meeting was changed, when none was.
func whyNot(ctx context.Context, tx *tenants.Tx, family, id uuid.UUID, changed int, err error) error {
	if err != nil || changed > 0 {
		return err
	}
	there, err := tx.Client().Meeting.Query().Where(meeting.ID(id), meeting.CaseFileID(family)).Exist(ctx)
	return goneOrChanged(there, err)
}
