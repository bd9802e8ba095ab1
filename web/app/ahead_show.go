package app

import (
	"errors"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// aheadShow is the way forward as a timeline: what was last, what is now, what
// comes, and whom to call.
func (a *App) aheadShow(r *Request) error {
	o, err := r.readOwnPlan()
	if err != nil {
		return err
	}
	meetings, err := journal.Meetings(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page, err := r.ownPage(r.L().T("ahead.title"))
	if err != nil {
		return err
	}
	page.Lead = r.L().T("ahead.lead")
	var v view.AheadView
	past := r.pastEvents(o, meetings)
	v.Earlier, v.Events = split(past, shownPast)
	v.Events = append(v.Events, r.nowEvent(o))
	next := r.nextEvents(page, o, meetings)
	near := min(shownNext, len(next))
	v.Events, v.Later = append(v.Events, next[:near]...), next[near:]
	if v.Coordinator, err = r.reachable(o.overview); err != nil {
		return err
	}
	v.Help, v.Who = r.ownAddress("/rettigheter"), r.ownAddress("/koordinator")
	return r.Show(view.AheadPage(page, v))
}

// How many events of the past, and of what comes, are shown at once.
const (
	shownPast = 4
	shownNext = 6
)

// split parts the events that are further back from the last ones.
func split(past []view.Event, last int) (earlier, shown []view.Event) {
	cut := max(0, len(past)-last)
	return past[:cut:cut], past[cut:]
}

// aheadCalendar is a meeting as a file for the calendar, which says nothing
// but when.
func (a *App) aheadCalendar(r *Request) error {
	id, err := r.ID("meeting")
	if err != nil {
		return err
	}
	meeting, err := journal.ReadMeeting(r.Context(), r.Access, id)
	if errors.Is(err, tenants.ErrNotFound) {
		return tenants.ErrNotFound
	}
	if err != nil {
		return err
	}
	r.Ctx.Set("Content-Type", "text/calendar; charset=utf-8")
	r.Ctx.Set("Content-Disposition", `attachment; filename="mote.ics"`)
	return r.Ctx.Send(journal.ICS(meeting, calendarHost))
}
