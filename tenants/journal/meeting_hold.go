package journal

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/meeting"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// HoldMeeting writes down that a planned meeting took place and what was
// agreed, and puts it on the contact log with the time it took, all or
// nothing. It returns the agreed lines in order: they can be made measures of
// the plan, with this meeting's id. version is the one that was read;
// ErrConflict says that the meeting was changed, held or cancelled since, and
// ErrInvalid also that it has not begun yet.
func HoldMeeting(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, version int, h Held) ([]string, error) {
	if err := h.Validate(); err != nil {
		return nil, err
	}
	what := meetingDeed("journal.meeting.hold", id)
	if err := casefile.AskBeforeLocating(ctx, v, family, what, h.LetStand, h.Agreed...); err != nil {
		return nil, err
	}
	err := casefile.Change(ctx, v, family, what,
		func(tx *tenants.Tx, a *casefile.Access) error {
			if err := a.Require(policy.SectionJournal, policy.ActionEdit); err != nil {
				return err
			}
			held, err := hold(ctx, tx, a, id, version, h)
			if err != nil {
				return err
			}
			logged := tenants.NewID()
			if err := insertContact(ctx, v, tx, family, logged, held); err != nil {
				return err
			}
			tx.Record(a.Deed("journal.contact.add", logged, policy.SectionJournal, policy.ActionEdit))
			return nil
		})
	if err != nil {
		return nil, err
	}
	return h.Agreed, nil
}

// hold marks the meeting held and returns the contact it was.
func hold(ctx context.Context, tx *tenants.Tx, a *casefile.Access, id uuid.UUID, version int, h Held) (Contact, error) {
	planned, err := reach(ctx, tx, a, id, policy.ActionEdit)
	if err != nil {
		return Contact{}, err
	}
	contact, err := asContact(tx, planned, h)
	if err != nil {
		return Contact{}, err
	}
	agreed, err := tx.Seal(meeting.Table, "agreed", id, join(h.Agreed))
	if err != nil {
		return Contact{}, err
	}
	changed, err := tx.Client().Meeting.Update().
		Where(meeting.ID(id), meeting.CaseFileID(a.ID), meeting.Version(version), meeting.State(string(StatePlanned))).
		AddVersion(1).SetState(string(StateHeld)).SetAgreed(agreed).
		SetStartsAt(contact.HappenedAt).SetMinutes(contact.Minutes).Save(ctx)
	return contact, changedSince(changed, err)
}

func asContact(tx *tenants.Tx, planned *tenant.Meeting, h Held) (Contact, error) {
	participants, err := tx.Open(meeting.Table, "participants", planned.ID, planned.Participants)
	if err != nil {
		return Contact{}, err
	}
	contact := Contact{
		Kind: KindMeeting, HappenedAt: planned.StartsAt.UTC().Truncate(time.Minute),
		Minutes: planned.Minutes, WithWhom: whom(split(participants)),
	}
	if !h.StartedAt.IsZero() {
		contact.HappenedAt = h.StartedAt
	}
	if h.Minutes != 0 {
		contact.Minutes = h.Minutes
	}
	if clock.DateOf(contact.HappenedAt) > tx.Today() {
		var faults tenants.Invalid
		faults.Add("starts_on", "journal.meeting.held.ahead")
		return Contact{}, faults.Err()
	}
	return contact, nil
}

// ChangeAgreed corrects what was agreed at a meeting that was held; when it was
// stays. It
// returns ErrConflict when somebody has changed it since version was read, or
// the meeting was not held.
func ChangeAgreed(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, version int, h Held) error {
	if err := h.Validate(); err != nil {
		return err
	}
	what := meetingDeed("journal.meeting.agreed.change", id)
	if err := casefile.AskBeforeLocating(ctx, v, family, what, h.LetStand, h.Agreed...); err != nil {
		return err
	}
	return casefile.Change(ctx, v, family, what,
		func(tx *tenants.Tx, a *casefile.Access) error {
			if _, err := reach(ctx, tx, a, id, policy.ActionEdit); err != nil {
				return err
			}
			sealed, err := tx.Seal(meeting.Table, "agreed", id, join(h.Agreed))
			if err != nil {
				return err
			}
			changed, err := tx.Client().Meeting.Update().
				Where(meeting.ID(id), meeting.CaseFileID(family), meeting.Version(version), meeting.State(string(StateHeld))).
				AddVersion(1).SetAgreed(sealed).Save(ctx)
			return changedSince(changed, err)
		})
}
