package demo

import (
	"context"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
)

func (h *house) contact(ctx context.Context, v *tenants.Visit, c contact) error {
	_, err := journal.AddContact(ctx, v, h.id, journal.Contact{
		Kind: c.Kind, HappenedAt: h.now.Add(-time.Duration(c.Minutes) * time.Minute),
		Minutes: c.Minutes, WithWhom: c.With, Note: c.Note,
	})
	return err
}

func (h *house) call(ctx context.Context, v *tenants.Visit, c call) error {
	id, err := journal.PlanMeeting(ctx, v, h.id, journal.Call{
		StartsAt: c.Starts.At(h.World.Now), Minutes: c.Minutes, Place: c.Place, Agenda: c.Agenda,
		Participants: c.Who, Interpreter: c.Interpreter != "", InterpreterLanguage: c.Interpreter,
	})
	h.meetings[c.Key] = id
	return err
}

func (h *house) held(ctx context.Context, v *tenants.Visit, held held) error {
	id, err := find(h.meetings, held.Meeting)
	if err != nil {
		return err
	}
	access, err := casefile.Enter(ctx, v, h.id)
	if err != nil {
		return err
	}
	planned, err := journal.ReadMeeting(ctx, access, id)
	if err != nil {
		return err
	}
	if err := v.Commit(ctx); err != nil {
		return err
	}
	_, err = journal.HoldMeeting(ctx, v, h.id, id, planned.Version, journal.Held{Minutes: held.Minutes, Agreed: held.Agreed})
	return err
}
