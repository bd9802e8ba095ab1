package app

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// familyFacts is what the family's page is made of.
type familyFacts struct {
	overview casefile.Overview
	members  []casefile.Member
	plan     plan.View
	meetings []journal.Meeting // newest first
	next     *journal.Meeting  // planned, not over
	closed   *casefile.StatusChange
}

// familyShow is a family at a glance: what to do next, who they are, the way
// forward, the next meeting and what waits.
func (a *App) familyShow(r *Request) error {
	facts, err := r.familyFacts()
	if err != nil {
		return err
	}
	page := r.FamilyPage(r.L().T("family.title"), "")
	page.H1 = facts.overview.ShortName
	page.Lead = r.familyLead(facts)
	v := view.FamilyView{
		Next: r.familyNext(facts), Waits: r.familyWaits(facts.plan), Timeline: r.familyTimeline(facts),
		Meeting: r.familyMeeting(facts), Strict: facts.overview.Grade.Strict(),
		Members: familyAddress(r.Access.ID, "/personer"), Background: familyAddress(r.Access.ID, "/bakgrunn"),
		Rename: familyAddress(r.Access.ID, "/navn"), Close: familyAddress(r.Access.ID, "/avslutt"),
		Baton: familyAddress(r.Access.ID, "/lag/stafettpinne"),
	}
	for _, member := range facts.members {
		v.People = append(v.People, r.familyPerson(member))
	}
	if facts.closed != nil {
		v.Closed = r.closedNotice(*facts.closed)
	}
	v.Services = r.familyServices(facts)
	return r.Show(view.FamilyPage(page, v))
}

func (r *Request) familyFacts() (familyFacts, error) {
	var facts familyFacts
	asked, err := r.ask(casefile.AskOverview, casefile.AskMembers, journal.AskMeetings)
	if err != nil {
		return facts, err
	}
	if facts.overview, err = casefile.OverviewFrom(r.Context(), r.Access, r.batch); err != nil {
		return facts, err
	}
	if facts.members, err = casefile.MembersFrom(r.Context(), r.Access, r.batch); err != nil {
		return facts, err
	}
	if facts.plan, err = asked.Read(r.Context()); err != nil {
		return facts, err
	}
	if facts.meetings, err = journal.MeetingsFrom(r.Context(), r.Access, r.batch); err != nil {
		return facts, err
	}
	facts.next = journal.Next(facts.meetings)
	if facts.overview.State != casefile.StateClosed {
		return facts, nil
	}
	changes, err := casefile.StatusChanges(r.Context(), r.Access)
	if len(changes) > 0 {
		facts.closed = &changes[len(changes)-1]
	}
	return facts, err
}

// firstMeeting is the first meeting that was held, or nil.
func (f familyFacts) firstMeeting() *journal.Meeting {
	for i := len(f.meetings) - 1; i >= 0; i-- {
		if f.meetings[i].State == journal.StateHeld {
			return &f.meetings[i]
		}
	}
	return nil
}

func (r *Request) familyLead(facts familyFacts) string {
	children := 0
	for _, member := range facts.members {
		if member.Kind == casefile.Child {
			children++
		}
	}
	since := facts.overview.CoordinatorSince
	return r.L().N("family.lead", children, "Since", r.L().DateFull(since))
}

func (r *Request) familyPerson(member casefile.Member) view.FamilyPerson {
	role := memberKindWord(r.L(), member.Kind)
	if member.Relation != "" {
		role = member.Relation
	}
	if age, known := ageOn(member.BornOn, r.Scope.Today()); known && member.Kind == casefile.Child {
		role = r.L().N("family.age", age)
	}
	tone := view.Neutral
	if member.Kind == casefile.Child {
		tone = view.Warm
	} else if member.Kind == casefile.Caregiver {
		tone = view.Accent
	}
	one := view.FamilyPerson{
		PersonView:  view.PersonView{Name: member.Name, Role: role, Tone: tone},
		Phone:       member.Phone,
		Interpreter: r.interpreterWord(member),
	}
	if r.mayWrite(policy.SectionIdentity) {
		one.Href = r.memberAddress(member.ID.String())
	}
	return one
}

// ageOn is how many years old somebody is on a day.
func ageOn(born, today clock.Date) (int, bool) {
	if born.IsZero() || born > today {
		return 0, false
	}
	from, to := born.Time(), today.Time()
	age := to.Year() - from.Year()
	if today[4:] < born[4:] {
		age--
	}
	return age, true
}

func (r *Request) familyMeeting(facts familyFacts) *view.FamilyMeeting {
	if facts.next == nil {
		return nil
	}
	meeting := facts.next
	return &view.FamilyMeeting{
		When: sentence(r.L().DateTime(meeting.StartsAt, r.Scope.Today())), Place: meeting.Place,
		In:   r.L().Duration(clock.DateOf(meeting.StartsAt), r.Scope.Today()),
		With: r.L().List(meeting.Participants), Interpreter: meeting.Interpreter,
		Href: r.meetingPath(meeting.ID, ""),
	}
}

// familyServices are the people of the services who have measures here.
func (r *Request) familyServices(facts familyFacts) []view.PersonView {
	var ids []uuid.UUID
	var services []view.PersonView
	for _, measure := range facts.plan.Measures() {
		who := measure.Responsible
		if who == nil || *who == r.Visit.Viewer.ID || measure.WhoKind != directory.KindStaff || slices.Contains(ids, *who) {
			continue
		}
		ids = append(ids, *who)
		services = append(services, view.PersonView{Name: measure.Who, Role: measure.WhoTitle, Tone: view.Neutral})
	}
	return services
}

func (r *Request) interpreterWord(member casefile.Member) string {
	if !member.Interpreter {
		return ""
	}
	if language := spokenWord(r.L(), member.Language); language != "" {
		return r.L().T("member.interpreter.in", "Language", language)
	}
	return r.L().T("member.interpreter.yes")
}

func (r *Request) closedNotice(change casefile.StatusChange) *view.ClosedNotice {
	notice := &view.ClosedNotice{
		On: r.L().DateFull(change.On), Outcome: outcomeWord(r.L(), change.Outcome), Reason: change.Reason,
	}
	if r.Access.May(policy.SectionOverview, policy.ActionManage) {
		notice.Reopen = familyAddress(r.Access.ID, "/gjenapne")
	}
	return notice
}

// sentence begins a text with a capital, for headings made of dates.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
