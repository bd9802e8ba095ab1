package app

import (
	"errors"
	"net/http"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

func readHeld(f *form.Form) journal.Held {
	held := journal.Held{Agreed: lines(f.Prose("agreed", most)), LetStand: f.Bool(casefile.LetStand)}
	on, at := f.DateUntil("starts_on"), f.Time("starts_at")
	if at.Given {
		f.Require("starts_on", "journal.meeting.starts_on.missing")
	}
	if !on.IsZero() {
		f.Require("starts_at", "meeting.starts_at.missing")
	}
	if !on.IsZero() && at.Given {
		held.StartedAt = at.On(on)
	}
	held.Minutes, _ = f.Int("minutes", 1, journal.MaxMinutes)
	return held
}

func (r *Request) meetingHoldView(meeting journal.Meeting, f *form.Form) (view.MeetingHoldView, error) {
	page, err := r.meetingPage(r.L().T("meeting.hold.title"))
	if err != nil {
		return view.MeetingHoldView{}, err
	}
	page.Form, page.Lead, page.Width = f, r.L().T("meeting.hold.lead"), view.WidthNarrow
	return view.MeetingHoldView{
		Page: page, Post: r.meetingPath(meeting.ID, "/skriv"), Back: r.meetingPath(meeting.ID, ""),
		Draft: r.DraftKey("agreed", meeting.ID.String()), Hidden: versionField(meeting.Version),
		Agenda: meeting.Agenda, Agreed: strings.Join(meeting.Agreed, "\n"), Minutes: minutesTyped(meeting.Minutes),
		On: r.L().DateTyped(clock.DateOf(meeting.StartsAt)), At: typedTime(meeting.StartsAt),
	}, nil
}

// meetingHoldForm shows where what was agreed is written down.
func (a *App) meetingHoldForm(r *Request) error {
	return r.showHold(func(meeting journal.Meeting) bool { return meeting.State == journal.StatePlanned }, r.meetingHoldView)
}

// meetingAgreedForm shows what was agreed, to correct.
func (a *App) meetingAgreedForm(r *Request) error {
	return r.showHold(func(meeting journal.Meeting) bool { return meeting.State == journal.StateHeld }, r.meetingAgreedView)
}

// showHold shows one of the two forms; a meeting in another state is sent to
// its own page, which says how it stands.
func (r *Request) showHold(fits func(journal.Meeting) bool, make func(journal.Meeting, *form.Form) (view.MeetingHoldView, error)) error {
	meeting, err := r.meeting()
	if err != nil {
		return err
	}
	if r.readOnly() || !fits(meeting) {
		return r.SeeOther(r.meetingPath(meeting.ID, ""))
	}
	kept, when, err := r.Draft(r.DraftKey("agreed", meeting.ID.String()))
	if err != nil {
		return err
	}
	meeting.Version = readVersion(kept, meeting.Version)
	v, err := make(meeting, kept)
	if err != nil {
		return err
	}
	v.Kept = when
	return r.Show(view.MeetingHold(v))
}

// meetingHold writes down that the meeting took place and what was agreed.
func (a *App) meetingHold(r *Request) error {
	before, err := r.meeting()
	if err != nil {
		return err
	}
	f := r.Form()
	held, version := readHeld(f), versionOf(f)
	if f.OK() {
		_, err := journal.HoldMeeting(r.Context(), r.Visit, r.Access.ID, before.ID, version, held)
		if err == nil {
			r.DropDraft(r.DraftKey("agreed", before.ID.String()))
			return r.Done(r.meetingPath(before.ID, ""), "done.meeting_held", "")
		}
		if errors.Is(err, tenants.ErrConflict) {
			return r.holdConflict(f, held.Agreed, err)
		}
		if !Faults(f, err) {
			return err
		}
	}
	before.Version = version
	v, err := r.meetingHoldView(before, f)
	if err != nil {
		return err
	}
	return r.ShowFaults(view.MeetingHold(v))
}

// holdConflict keeps what was written when somebody else was first: the
// meeting was moved, and can be written down as it now stands, or it was
// written down already, and both texts are shown.
func (r *Request) holdConflict(f *form.Form, mine []string, conflict error) error {
	now, err := r.meeting()
	if err != nil {
		return err
	}
	if now.State == journal.StateCancelled || r.Access.State != casefile.StateActive {
		return conflict
	}
	show := r.meetingHoldView
	if now.State == journal.StateHeld {
		show = r.meetingAgreedView
	}
	v, err := show(now, f)
	if err != nil {
		return err
	}
	both := bothVersions(v.Post, []view.Difference{
		{Label: r.L().T("meeting.agreed"), Yours: strings.Join(mine, "\n"), Now: strings.Join(now.Agreed, "\n")},
	})
	v.Beside = &both
	return r.render(http.StatusConflict, view.MeetingHold(v))
}

func (r *Request) meetingAgreedView(meeting journal.Meeting, f *form.Form) (view.MeetingHoldView, error) {
	v, err := r.meetingHoldView(meeting, f)
	if err != nil {
		return v, err
	}
	v.Post, v.Again = r.meetingPath(meeting.ID, "/enige"), true
	return v, nil
}

// meetingAgreed corrects what was agreed.
func (a *App) meetingAgreed(r *Request) error {
	before, err := r.meeting()
	if err != nil {
		return err
	}
	f := r.Form()
	agreed, version := lines(f.Prose("agreed", most)), versionOf(f)
	letStand := f.Bool(casefile.LetStand)
	if f.OK() {
		err := journal.ChangeAgreed(r.Context(), r.Visit, r.Access.ID, before.ID, version, journal.Held{Agreed: agreed, LetStand: letStand})
		if err == nil {
			r.DropDraft(r.DraftKey("agreed", before.ID.String()))
			return r.Done(r.meetingPath(before.ID, ""), "done.meeting_agreed", "")
		}
		if errors.Is(err, tenants.ErrConflict) {
			return r.holdConflict(f, agreed, err)
		}
		if !Faults(f, err) {
			return err
		}
	}
	before.Version = version
	v, err := r.meetingAgreedView(before, f)
	if err != nil {
		return err
	}
	return r.ShowFaults(view.MeetingHold(v))
}
