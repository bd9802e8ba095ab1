package app

import (
	"slices"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// waypoint is an event with the day that places it on the way.
type waypoint struct {
	on clock.Date
	view.Event
}

// inOrder puts the stops after each other in time.
func inOrder(waypoints []waypoint) []view.Event {
	slices.SortStableFunc(waypoints, func(a, b waypoint) int { return strings.Compare(string(a.on), string(b.on)) })
	events := make([]view.Event, 0, len(waypoints))
	for _, one := range waypoints {
		events = append(events, one.Event)
	}
	return events
}

// pastEvents are the stops the family has behind it.
func (r *Request) pastEvents(o ownPlan, meetings []journal.Meeting) []view.Event {
	var waypoints []waypoint
	add := func(on clock.Date, title, text string, more []string) {
		if on.IsZero() || on > r.Scope.Today() {
			return
		}
		event := view.Event{
			When: capital(r.L().Date(on, r.Scope.Today())), Title: title, Text: text, State: view.MomentDone,
		}
		if len(more) > 0 {
			event.More = view.LineList(more)
		}
		waypoints = append(waypoints, waypoint{on: on, Event: event})
	}
	add(o.overview.CentreFrom, r.L().T("ahead.centre"), "", nil)
	add(o.overview.AcceptedOn, r.L().T("ahead.accepted"), "", nil)
	if o.overview.CoordinatorSince != o.overview.AcceptedOn {
		add(o.overview.CoordinatorSince, r.L().T("ahead.coordinator", "Name", sentence(r.coordinatorName(o.overview))), "", nil)
	}
	if o.agreed && o.read.InForce.AgreedAt != nil {
		title := r.L().T("ahead.agreed")
		if o.read.InForce.Number > 1 {
			title = r.L().T("ahead.agreed_again")
		}
		add(clock.DateOf(*o.read.InForce.AgreedAt), title, "", nil)
	}
	for _, meeting := range meetings {
		if meeting.State != journal.StateHeld {
			continue
		}
		text := ""
		if len(meeting.Agreed) > 0 {
			text = r.L().T("ahead.met.agreed")
		}
		add(clock.DateOf(meeting.StartsAt), r.L().T("ahead.met"), text, meeting.Agreed)
	}
	for _, measure := range o.measures() {
		if measure.Status == plan.StatusDone && measure.StatusAt != nil {
			add(clock.DateOf(*measure.StatusAt), measure.What, r.L().T("ahead.done"), nil)
		}
	}
	return inOrder(waypoints)
}

// measures are those of the plan that was agreed, as they stand now. What is
// still being written is nothing to wait for.
func (o ownPlan) measures() []plan.Measure {
	if !o.agreed {
		return nil
	}
	var list []plan.Measure
	for _, measure := range o.read.Measures() {
		for _, goal := range o.frozen.Goals {
			if slices.ContainsFunc(goal.Measures, func(m plan.SnapshotMeasure) bool { return m.ID == measure.ID }) {
				list = append(list, measure)
			}
		}
	}
	return list
}

// nowEvent is where the family is today: what waits for it, and what is going
// on.
func (r *Request) nowEvent(o ownPlan) view.Event {
	today := r.Scope.Today()
	event := view.Event{When: r.L().Date(today, today), Title: r.L().T("ahead.now"), State: view.MomentNow}
	if o.closed() {
		event.Title = r.L().T("our_plan.closed")
		return event
	}
	if r.waitsForMe(o) {
		event.Title, event.Href = r.L().T("ahead.now.answer"), r.ownAddress("/plan/forslag")
	}
	var going, late []string
	for _, measure := range o.measures() {
		switch {
		case measure.Overdue(today):
			late = append(late, r.L().T("ahead.now.late", "What", measure.What, "Date", r.L().Date(measure.Due, today)))
		case measure.Status == plan.StatusUnderWay:
			going = append(going, measure.What)
		}
	}
	event.More = view.NowLines(r.L().N("ahead.now.going", len(going)), going, r.L().T("ahead.now.waits"), late)
	return event
}

// nextEvents are the stops the family has before it.
func (r *Request) nextEvents(page *view.Page, o ownPlan, meetings []journal.Meeting) []view.Event {
	if o.closed() {
		return nil
	}
	today := r.Scope.Today()
	var waypoints []waypoint
	for _, meeting := range meetings {
		if meeting.State == journal.StatePlanned && meeting.EndsAt().After(r.Scope.Clock().Now()) {
			waypoints = append(waypoints, waypoint{on: clock.DateOf(meeting.StartsAt), Event: r.meetingAhead(page, meeting)})
		}
	}
	add := func(on clock.Date, title, text string) {
		if on.IsZero() || on < today {
			return
		}
		waypoints = append(waypoints, waypoint{on: on, Event: view.Event{
			When:  r.L().T("ahead.when", "Date", capital(r.L().Date(on, today)), "Until", r.L().Duration(on, today)),
			Title: title, Text: text, State: view.MomentNext,
		}})
	}
	for _, measure := range o.measures() {
		if !measure.Status.Open() {
			continue
		}
		add(measure.Due, measure.What, r.whoDoes(measure))
	}
	if o.agreed {
		add(o.frozen.Period.EvaluateOn, r.L().T("ahead.evaluate"), r.L().T("ahead.evaluate.text"))
		add(o.frozen.Period.To, r.L().T("ahead.end"), r.L().T("ahead.end.text"))
	}
	return inOrder(waypoints)
}

func (r *Request) whoDoes(measure plan.Measure) string {
	if measure.Who == "" {
		return r.L().T("ahead.due")
	}
	return r.L().T("ahead.due.who", "Name", r.named(measure.Who))
}

func (r *Request) meetingAhead(page *view.Page, m journal.Meeting) view.Event {
	words := r.meetingWords(m)
	event := view.Event{
		When:  r.L().T("ahead.when", "Date", words.When, "Until", r.L().Duration(clock.DateOf(m.StartsAt), r.Scope.Today())),
		Title: r.L().T("ahead.meeting"), State: view.MomentNext,
	}
	if words.Where != "" {
		event.Text = r.L().T("our_plan.meeting.where", "Place", words.Where)
	}
	event.More = view.MeetingLines(page, words)
	return event
}
