package app

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/voice"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// day is what a coordinator's day is made of, all of it derived from dates
// and states as they are now.
type day struct {
	families  []casefile.Summary
	waiting   []plan.Waiting
	meetings  []journal.Due  // of today and the days after
	unwritten []journal.Due  // that were before today
	wishes    []voice.Wish   // children who want to talk with somebody
	ending    []consent.Soon // yeses to ask for again
	handedOn  []stafettlogg.HandedOn
	states    map[uuid.UUID]plan.State
	contact   map[uuid.UUID]time.Time
}

// myDay is where a coordinator begins.
func (a *App) myDay(r *Request) error {
	d, err := r.day()
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("my_day.title"))
	page.H1, page.Eyebrow = r.greeting(), capital(r.L().Date(r.Scope.Today(), r.Scope.Today()))
	v := view.MyDayView{Page: page, NewFamily: "/familier/ny"}
	if v.Batons, err = r.batonsWaiting(); err != nil {
		return err
	}
	today, week, others := r.sortDay(d)
	v.Families = byFamily(today)
	v.Week, v.Others = r.weekAhead(week), others
	if len(d.families) > 0 {
		page.Lead = r.dayLead(today, v.Families)
		page.Actions = view.LinkButton(view.Button{
			Label: r.L().T("my_day.new_family"), Href: v.NewFamily, Variant: view.Secondary, Icon: view.IconPlus,
		})
	}
	for _, family := range d.families {
		v.Glance = append(v.Glance, r.glance(d, family, today, week))
	}
	return r.Show(view.MyDay(v))
}

func (r *Request) day() (day, error) {
	var d day
	var err error
	ctx := r.Context()
	if d.families, err = casefile.Mine(ctx, r.Visit, false); err != nil {
		return d, err
	}
	if d.waiting, err = plan.Due(ctx, r.Visit); err != nil {
		return d, err
	}
	if d.meetings, err = journal.Upcoming(ctx, r.Visit); err != nil {
		return d, err
	}
	if d.unwritten, err = journal.Unwritten(ctx, r.Visit); err != nil {
		return d, err
	}
	if d.wishes, err = voice.Wishes(ctx, r.Visit); err != nil {
		return d, err
	}
	if d.ending, err = consent.Ending(ctx, r.Visit); err != nil {
		return d, err
	}
	ids := make([]uuid.UUID, 0, len(d.families))
	for _, family := range d.families {
		ids = append(ids, family.ID)
	}
	if d.states, err = plan.States(ctx, r.Scope, ids); err != nil {
		return d, err
	}
	if d.handedOn, err = stafettlogg.ReadHandedOn(ctx, r.Scope, ids); err != nil {
		return d, err
	}
	d.contact, err = journal.LastContact(ctx, r.Scope, ids)
	return d, err
}

// Hours of the day at which one greets differently.
const (
	morningEnds   = 10
	eveningBegins = 17
)

func (r *Request) greeting() string {
	first, _, _ := strings.Cut(r.Session.User.Name, " ")
	switch hour := r.Scope.Clock().Now().In(clock.Oslo).Hour(); {
	case hour < morningEnds:
		return r.L().T("my_day.morning", "Name", first)
	case hour >= eveningBegins:
		return r.L().T("my_day.evening", "Name", first)
	}
	return r.L().T("my_day.hello", "Name", first)
}

func (r *Request) dayLead(today []thing, families []view.MyDayFamily) string {
	if len(today) == 0 {
		return r.L().T("my_day.lead.none")
	}
	return r.L().T("my_day.lead", "Things", r.L().N("my_day.things", len(today)),
		"Families", r.L().N("my_day.families", len(families)))
}

// byFamily puts what is to be done today under each family, the most urgent
// family first.
func byFamily(today []thing) []view.MyDayFamily {
	var families []view.MyDayFamily
	place := map[uuid.UUID]int{}
	for i, one := range today {
		at, known := place[one.family]
		if !known {
			at = len(families)
			place[one.family] = at
			families = append(families, view.MyDayFamily{Name: one.name, Href: "/f/" + one.family.String()})
		}
		one.item.Primary = i == 0
		families[at].Items = append(families[at].Items, one.item)
	}
	return families
}

// longSilence is how many days may pass without contact before the day says
// so.
const longSilence = 28

// glance is how a family stands: its plan, when there last was contact, when
// they meet next, and how much waits.
func (r *Request) glance(d day, family casefile.Summary, today, week []thing) view.MyDayGlance {
	l := r.L()
	one := view.MyDayGlance{
		Name: family.ShortName, Href: "/f/" + family.ID.String(), About: l.N("my_day.children", family.Children),
		Plan:    view.StateDot{Tone: view.Attention, Label: l.T("my_day.plan.none")},
		Contact: view.StateDot{Tone: view.Attention, Label: l.T("my_day.contact.none")},
		Wait:    view.StateDot{Tone: view.Good, Label: l.T("my_day.now.nothing")},
		Meeting: l.T("my_day.meeting.none"),
	}
	if state, begun := d.states[family.ID]; begun {
		one.Plan = view.StateDot{Tone: planTone(state), Label: l.T(state.Key())}
	}
	if at, known := d.contact[family.ID]; known {
		on := clock.DateOf(at)
		one.Contact = view.StateDot{Tone: view.Good, Label: capital(l.Duration(on, r.Scope.Today()))}
		if on.DaysUntil(r.Scope.Today()) > longSilence {
			one.Contact.Tone = view.Attention
		}
	}
	for _, meeting := range slices.Backward(d.meetings) {
		if meeting.Family == family.ID && !meeting.StartsAt.Before(r.Scope.Clock().Now()) {
			one.Meeting = capital(l.Duration(clock.DateOf(meeting.StartsAt), r.Scope.Today()))
		}
	}
	if n := countOf(week, family.ID); n > 0 {
		one.Wait = view.StateDot{Tone: view.Info, Label: l.N("my_day.now.week", n)}
	}
	if n := countOf(today, family.ID); n > 0 {
		one.Wait = view.StateDot{Tone: view.Attention, Label: l.N("my_day.now.today", n)}
	}
	return one
}

func planTone(state plan.State) view.Tone {
	if state == plan.StateAgreed {
		return view.Good
	}
	return view.Info
}

func countOf(things []thing, family uuid.UUID) int {
	count := 0
	for _, one := range things {
		if one.family == family {
			count++
		}
	}
	return count
}
