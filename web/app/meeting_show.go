package app

import (
	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// calendarHost makes a calendar entry's id unique. It is the service's name
// and never the municipality's host, which would tell where the family lives.
const calendarHost = "hverdag"

func (r *Request) meeting() (journal.Meeting, error) {
	id, err := r.ID("meeting")
	if err != nil {
		return journal.Meeting{}, err
	}
	return journal.ReadMeeting(r.Context(), r.Access, id)
}

// meetingPage begins a page about a meeting.
func (r *Request) meetingPage(title string) (*view.Page, error) {
	page := r.FamilyPage(title, "/logg")
	if r.Access.May(policy.SectionJournal, policy.ActionSee) {
		page.Breadcrumbs = append(page.Breadcrumbs, view.Link{Label: r.L().T("journal.title"), Href: r.logAddress("")})
	} else {
		page.Breadcrumbs = []view.Link{{Label: r.L().T("nav.ahead"), Href: "/framover"}}
	}
	return page, r.eyebrow(page)
}

// meetingShow shows a meeting: before, with what to prepare; after, with what
// was agreed and the way to make it part of the plan.
func (a *App) meetingShow(r *Request) error {
	meeting, err := r.meeting()
	if err != nil {
		return err
	}
	page, err := r.meetingPage(r.L().T("meeting.title"))
	if err != nil {
		return err
	}
	l, today := r.L(), r.Scope.Today()
	v := view.MeetingView{
		Page: page, In: capital(l.Duration(clock.DateOf(meeting.StartsAt), today)),
		Length: l.Minutes(meeting.Minutes), Interpreter: r.meetingInterpreter(meeting),
		Agenda: meeting.Agenda, Who: r.allNamed(meeting.Participants), Agreed: meeting.Agreed, Held: meeting.State == journal.StateHeld,
	}
	if v.About, err = r.meetingAbout(meeting); err != nil {
		return err
	}
	page.H1, page.Lead = capital(l.DateTime(meeting.StartsAt, today)), meeting.Place
	v.State, v.Tone = r.meetingState(meeting)
	v.AgendaTitle, v.WhoTitle = l.T("meeting.agenda"), l.T("meeting.participants")
	if v.Held {
		v.AgendaTitle, v.WhoTitle = l.T("meeting.agenda.was"), l.T("meeting.participants.was")
	}
	if meeting.State == journal.StatePlanned && meeting.EndsAt().After(r.Scope.Clock().Now()) {
		v.Calendar = r.meetingPath(meeting.ID, "/kalender.ics")
	}
	if r.mayWrite(policy.SectionMeetings) {
		r.meetingActions(&v, meeting)
	}
	return r.Show(view.Meeting(v))
}

// meetingAbout is the first name of whom a meeting is about; empty for the whole
// family, and where the viewer may not see who they are.
func (r *Request) meetingAbout(meeting journal.Meeting) (string, error) {
	if meeting.Member == nil {
		return "", nil
	}
	members, err := r.meetingMembers()
	if err != nil {
		return "", err
	}
	return r.memberWord(members, meeting.Member), nil
}

// meetingActions are what can be done with a meeting as it stands.
func (r *Request) meetingActions(v *view.MeetingView, meeting journal.Meeting) {
	path := func(part string) string { return r.meetingPath(meeting.ID, part) }
	switch meeting.State {
	case journal.StatePlanned:
		v.Change, v.Cancel = path("/endre"), path("/avlys")
		if clock.DateOf(meeting.StartsAt) <= r.Scope.Today() && r.mayWrite(policy.SectionJournal) {
			v.Write = path("/skriv")
		}
	case journal.StateHeld:
		v.ChangeAgreed = path("/enige")
		if len(meeting.Agreed) > 0 && r.mayWrite(policy.SectionMeasures) {
			v.ToMeasures = r.planFromMeeting(meeting)
		}
	case journal.StateCancelled:
		v.Restore = path("/likevel")
	}
}

// planFromMeeting is where what was agreed becomes measures of the plan.
func (r *Request) planFromMeeting(meeting journal.Meeting) string {
	return "/f/" + r.Access.ID.String() + "/plan/fra-mote/" + meeting.ID.String()
}

func (r *Request) meetingState(meeting journal.Meeting) (string, view.Tone) {
	switch meeting.State {
	case journal.StateHeld:
		return r.L().T("meeting.state.held"), view.Good
	case journal.StateCancelled:
		return r.L().T("meeting.state.cancelled"), view.Neutral
	}
	if meeting.EndsAt().Before(r.Scope.Clock().Now()) {
		return r.L().T("meeting.state.unwritten"), view.Attention
	}
	return r.L().T("meeting.state.planned"), view.Info
}

func (r *Request) meetingInterpreter(meeting journal.Meeting) string {
	if !meeting.Interpreter {
		return r.L().T("meeting.interpreter.no")
	}
	return r.L().T("meeting.interpreter.yes", "Language", spokenWord(r.L(), meeting.InterpreterLanguage))
}

// meetingCalendar is the meeting as a calendar file: when, and nothing else.
func (a *App) meetingCalendar(r *Request) error {
	meeting, err := r.meeting()
	if err != nil {
		return err
	}
	r.Ctx.Set(fiber.HeaderContentType, "text/calendar; charset=utf-8")
	r.Ctx.Set(fiber.HeaderContentDisposition, `attachment; filename="mote.ics"`)
	return r.Ctx.Send(journal.ICS(meeting, calendarHost))
}
