package app

import (
	"cmp"
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// milestone is one thing on the way, before it is put in words.
type milestone struct {
	on    clock.Date
	title string
	text  string
	href  string
}

// familyTimeline is the way from the crisis to the next evaluation: what has
// been, where the family is now, and what comes.
func (r *Request) familyTimeline(facts familyFacts) []view.Event {
	today := r.Scope.Today()
	stops := append(r.wayHere(facts), r.wayOn(facts)...)
	slices.SortStableFunc(stops, func(a, b milestone) int { return cmp.Compare(a.on, b.on) })
	var events []view.Event
	var ahead []view.Event
	for _, one := range stops {
		if one.on.IsZero() {
			continue
		}
		event := view.Event{When: r.L().DateFull(one.on), Title: one.title, Text: one.text, Href: one.href, State: view.MomentDone}
		if one.on < today {
			events = append(events, event)
			continue
		}
		event.State = view.MomentNext
		event.When = r.L().Date(one.on, today) + ", " + r.L().Duration(one.on, today)
		if one.on == today {
			event.When = r.L().Duration(one.on, today)
		}
		ahead = append(ahead, event)
	}
	if facts.closed == nil {
		events = append(events, r.nowOnTheWay(facts))
	}
	return append(events, ahead...)
}

// wayHere is how the family came here.
func (r *Request) wayHere(facts familyFacts) []milestone {
	o := facts.overview
	stops := []milestone{
		{on: o.CrisisOn, title: r.L().T("family.way.crisis")},
		{on: o.ReferredOn, title: r.L().T("family.way.referred")},
		{on: o.CentreFrom, title: r.L().T("family.way.centre")},
	}
	accepted := milestone{on: o.AcceptedOn, title: r.L().T("family.way.accepted")}
	if !o.CrisisOn.IsZero() && !o.AcceptedOn.IsZero() {
		if days := o.CrisisOn.DaysUntil(o.AcceptedOn); days > 0 {
			accepted.text = r.L().N("family.way.days_from_crisis", days)
		}
	}
	return append(stops, accepted)
}

// wayOn is what has been done together, and what is agreed ahead.
func (r *Request) wayOn(facts familyFacts) []milestone {
	var stops []milestone
	if first := facts.firstMeeting(); first != nil {
		stops = append(stops, milestone{
			on: clock.DateOf(first.StartsAt), title: r.L().T("family.way.first_meeting"), href: r.meetingPath(first.ID, ""),
		})
	}
	if version := facts.plan.InForce; version != nil && version.AgreedAt != nil {
		stops = append(stops, milestone{
			on: clock.DateOf(*version.AgreedAt), title: r.L().T("family.way.agreed", "ThePlan", r.thePlan()), href: familyAddress(r.Access.ID, "/plan"),
		})
	}
	if meeting := facts.next; meeting != nil {
		stops = append(stops, milestone{
			on: clock.DateOf(meeting.StartsAt), title: r.L().T("family.way.meeting"),
			text: r.L().Time(meeting.StartsAt), href: r.meetingPath(meeting.ID, ""),
		})
	}
	if on := facts.plan.Period.EvaluateOn; !on.IsZero() {
		stops = append(stops, milestone{
			on: on, title: r.L().T("family.way.evaluate"), href: familyAddress(r.Access.ID, "/plan"),
		})
	}
	if facts.closed != nil {
		stops = append(stops, milestone{on: facts.closed.On, title: r.L().T("family.way.closed")})
	}
	return stops
}

// nowOnTheWay tells what the family and the coordinator are doing now.
func (r *Request) nowOnTheWay(facts familyFacts) view.Event {
	event := view.Event{When: r.L().T("time.today"), State: view.MomentNow}
	switch {
	case facts.plan.State == plan.StateProposed:
		event.Title = r.L().T("family.now.proposed")
	case facts.plan.InForce != nil:
		event.Title = r.L().T("family.now.following")
	case len(facts.plan.Goals) > 0:
		event.Title = r.L().T("family.now.planning")
	default:
		event.Title = r.L().T("family.now.beginning")
	}
	return event
}
