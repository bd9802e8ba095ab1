package app

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// most is more than a form's text may be; the domain says what is too long.
const most = 20000

// usualMinutes is how long a meeting is at first.
const usualMinutes = 60

func readCall(f *form.Form) journal.Call {
	var call journal.Call
	f.Require("starts_on", "journal.meeting.starts_on.missing")
	on := f.Date("starts_on")
	f.Require("starts_at", "meeting.starts_at.missing")
	at := f.Time("starts_at")
	if !on.IsZero() && at.Given {
		call.StartsAt = at.On(on)
	}
	f.Require("minutes", "journal.meeting.minutes.range")
	call.Minutes, _ = f.Int("minutes", 1, journal.MaxMinutes)
	call.Place = f.Line("place", casefile.MaxLine)
	call.Participants, call.Agenda = lines(f.Prose("participants", most)), lines(f.Prose("agenda", most))
	call.Member, call.LetStand = chosen(f, "member"), f.Bool(casefile.LetStand)
	call.Interpreter, call.InterpreterLanguage = f.Bool("interpreter"), f.Choice("interpreter_language", casefile.Languages()...)
	return call
}

// meetingForm is the form of a meeting, holding a call, for a family of these
// members.
func (r *Request) meetingForm(page *view.Page, call journal.Call, members []casefile.Member) view.MeetingFormView {
	v := view.MeetingFormView{
		Page: page, Minutes: minutesTyped(call.Minutes), Place: call.Place,
		ShowPlace: r.Access.May(policy.SectionMeetingPlace, policy.ActionEdit),
		Agenda:    strings.Join(call.Agenda, "\n"), Who: strings.Join(call.Participants, "\n"),
		Interpreter: call.Interpreter, Language: call.InterpreterLanguage,
		Languages: options(r.L(), casefile.Languages(), spokenWord), Back: r.logAddress(""),
		Member: idText(call.Member), Members: r.memberOptions(members),
	}
	if !call.StartsAt.IsZero() {
		v.On, v.At = r.L().DateTyped(clock.DateOf(call.StartsAt)), typedTime(call.StartsAt)
	}
	return v
}

func (r *Request) meetingNewView(f *form.Form) (view.MeetingFormView, error) {
	page, err := r.meetingPage(r.L().T("meeting.new.title"))
	if err != nil {
		return view.MeetingFormView{}, err
	}
	page.Form, page.Lead, page.Width = f, r.L().T("meeting.new.lead"), view.WidthNarrow
	call := journal.Call{Minutes: usualMinutes}
	members, err := r.meetingMembers()
	if err != nil {
		return view.MeetingFormView{}, err
	}
	needs := r.likelyCall(&call, members)
	v := r.meetingForm(page, call, members)
	v.Post, v.Submit = "/f/"+r.Access.ID.String()+"/moter/ny", r.L().T("meeting.new.save")
	v.Draft, v.Needs = r.DraftKey("meeting"), needs
	return v, nil
}

// meetingMembers are those a meeting can be about.
func (r *Request) meetingMembers() ([]casefile.Member, error) {
	if !r.Access.May(policy.SectionIdentity, policy.ActionSee) {
		return nil, nil
	}
	return casefile.Members(r.Context(), r.Access)
}

// likelyCall fills in who most likely takes part, and the interpreter that
// somebody of them needs.
func (r *Request) likelyCall(call *journal.Call, members []casefile.Member) (needs string) {
	if len(members) == 0 {
		return ""
	}
	call.Participants = []string{r.Session.User.Name}
	for _, member := range members {
		if member.Kind != casefile.Caregiver {
			continue
		}
		call.Participants = append(call.Participants, member.Name)
		if member.Interpreter && !call.Interpreter {
			call.Interpreter, call.InterpreterLanguage = true, member.Language
			needs = r.L().T("meeting.interpreter.needs", "Name", member.FirstName(), "Language", spokenWord(r.L(), member.Language))
		}
	}
	return needs
}

// meetingNew shows the form for a meeting.
func (a *App) meetingNew(r *Request) error {
	if r.readOnly() {
		return r.SeeOther(r.logAddress(""))
	}
	kept, when, err := r.Draft(r.DraftKey("meeting"))
	if err != nil {
		return err
	}
	v, err := r.meetingNewView(kept)
	if err != nil {
		return err
	}
	v.Kept = when
	return r.Show(view.MeetingForm(v))
}

// meetingPlan calls the meeting.
func (a *App) meetingPlan(r *Request) error {
	f := r.Form()
	call := readCall(f)
	if f.OK() {
		id, err := journal.PlanMeeting(r.Context(), r.Visit, r.Access.ID, call)
		if err == nil {
			r.DropDraft(r.DraftKey("meeting"))
			return r.Done(r.meetingPath(id, ""), "done.meeting_planned", "")
		}
		if !Faults(f, err) {
			return err
		}
	}
	v, err := r.meetingNewView(f)
	if err != nil {
		return err
	}
	return r.ShowFaults(view.MeetingForm(v))
}

func (r *Request) meetingChangeView(meeting journal.Meeting, f *form.Form) (view.MeetingFormView, error) {
	page, err := r.meetingPage(r.L().T("meeting.change.title"))
	if err != nil {
		return view.MeetingFormView{}, err
	}
	page.Form, page.Width = f, view.WidthNarrow
	members, err := r.meetingMembers()
	if err != nil {
		return view.MeetingFormView{}, err
	}
	v := r.meetingForm(page, meeting.Call, members)
	v.Post, v.Back, v.Submit = r.meetingPath(meeting.ID, "/endre"), r.meetingPath(meeting.ID, ""), r.L().T("meeting.change.save")
	v.Draft, v.Hidden = r.DraftKey("meeting", meeting.ID.String()), versionField(meeting.Version)
	return v, nil
}

// meetingChangeForm shows a meeting to change.
func (a *App) meetingChangeForm(r *Request) error {
	meeting, err := r.meeting()
	if err != nil {
		return err
	}
	if r.readOnly() || meeting.State != journal.StatePlanned {
		return r.SeeOther(r.meetingPath(meeting.ID, ""))
	}
	kept, when, err := r.Draft(r.DraftKey("meeting", meeting.ID.String()))
	if err != nil {
		return err
	}
	meeting.Version = readVersion(kept, meeting.Version)
	v, err := r.meetingChangeView(meeting, kept)
	if err != nil {
		return err
	}
	v.Kept = when
	return r.Show(view.MeetingForm(v))
}

// meetingChange changes it. When somebody else saved first, both are shown.
func (a *App) meetingChange(r *Request) error {
	before, err := r.meeting()
	if err != nil {
		return err
	}
	f := r.Form()
	mine, version := readCall(f), versionOf(f)
	if f.OK() {
		err := journal.ChangeMeeting(r.Context(), r.Visit, r.Access.ID, before.ID, version, mine)
		if err == nil {
			r.DropDraft(r.DraftKey("meeting", before.ID.String()))
			return r.Done(r.meetingPath(before.ID, ""), "done.meeting_changed", "")
		}
		if errors.Is(err, tenants.ErrConflict) {
			return r.meetingConflict(f, before, mine, err)
		}
		if !Faults(f, err) {
			return err
		}
	}
	before.Version = version
	v, err := r.meetingChangeView(before, f)
	if err != nil {
		return err
	}
	return r.ShowFaults(view.MeetingForm(v))
}

// meetingConflict shows both versions of a meeting that is still planned; one
// that was held or cancelled meanwhile cannot be changed any more.
func (r *Request) meetingConflict(f *form.Form, before journal.Meeting, mine journal.Call, conflict error) error {
	now, err := journal.ReadMeeting(r.Context(), r.Access, before.ID)
	if err != nil {
		return err
	}
	if now.State != journal.StatePlanned || r.Access.State != casefile.StateActive {
		return conflict
	}
	v, err := r.meetingChangeView(now, f)
	if err != nil {
		return err
	}
	members, err := r.meetingMembers()
	if err != nil {
		return err
	}
	l := r.L()
	both := bothVersions(v.Post, []view.Difference{
		{Label: l.T("meeting.starts_on"), Yours: r.meetingTime(mine.StartsAt), Now: r.meetingTime(now.StartsAt)},
		{Label: l.T("meeting.minutes"), Yours: minutesTyped(mine.Minutes), Now: minutesTyped(now.Minutes)},
		{Label: l.T("meeting.place"), Yours: mine.Place, Now: now.Place},
		{Label: l.T("meeting.participants"), Yours: l.List(mine.Participants), Now: l.List(now.Participants)},
		{Label: l.T("plan.member.label"), Yours: r.memberWord(members, mine.Member), Now: r.memberWord(members, now.Member)},
		{Label: l.T("meeting.agenda"), Yours: l.List(mine.Agenda), Now: l.List(now.Agenda)},
		{Label: l.T("meeting.interpreter"), Yours: r.meetingInterpreter(journal.Meeting{Call: mine}), Now: r.meetingInterpreter(now)},
	})
	v.Beside = &both
	return r.render(http.StatusConflict, view.MeetingForm(v))
}

func (r *Request) meetingTime(at time.Time) string { return r.L().DateTime(at, r.Scope.Today()) }

// meetingCancel cancels a planned meeting; it can be undone.
func (a *App) meetingCancel(r *Request) error {
	id, err := r.ID("meeting")
	if err != nil {
		return err
	}
	if err := journal.CancelMeeting(r.Context(), r.Visit, r.Access.ID, id); err != nil {
		return err
	}
	return r.Done(r.meetingPath(id, ""), "done.meeting_cancelled", r.meetingPath(id, "/likevel"))
}

// meetingRestore plans it again.
func (a *App) meetingRestore(r *Request) error {
	id, err := r.ID("meeting")
	if err != nil {
		return err
	}
	if err := journal.RestoreMeeting(r.Context(), r.Visit, r.Access.ID, id); err != nil {
		return err
	}
	return r.Done(r.meetingPath(id, ""), "done.meeting_restored", "")
}
