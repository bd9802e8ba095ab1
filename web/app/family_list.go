package app

import (
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// quietAfter is how many days may go without contact before the list says so.
const quietAfter = 30

// familyList lists the coordinator's families, active or closed.
func (a *App) familyList(r *Request) error {
	closed := r.Query("vis") == "avsluttet"
	families, err := casefile.Mine(r.Context(), r.Visit, closed)
	if err != nil {
		return err
	}
	rows, err := r.familyRows(families)
	if err != nil {
		return err
	}
	return r.Show(view.FamiliesPage(r.familiesPage(closed, false), view.FamiliesView{Rows: rows, Closed: closed}))
}

// familySearch finds families by somebody's name or telephone number. It is a
// POST, so that neither stands in an address, a history or a log.
func (a *App) familySearch(r *Request) error {
	f := r.Form()
	found, searched, err := r.search(f)
	if err != nil {
		return err
	}
	page := r.familiesPage(false, true)
	if !searched {
		page.Form = f
		return r.ShowFaults(view.FamiliesPage(page, view.FamiliesView{Searched: true, Faulty: true}))
	}
	rows, err := r.familyRows(found.Mine)
	if err != nil {
		return err
	}
	page.Form = f
	return r.Show(view.FamiliesPage(page, view.FamiliesView{
		Rows: rows, Searched: true, Elsewhere: found.Elsewhere, Search: f.Line("sok", casefile.MaxName),
	}))
}

// search reads what to look for and looks; the second value is false when the
// form must be put right first.
func (r *Request) search(f *form.Form) (casefile.Found, bool, error) {
	text := f.Line("sok", casefile.MaxName)
	bornOn := f.DateUntil("fodt")
	f.Require("sok", "families.search.missing")
	if !f.OK() {
		return casefile.Found{}, false, nil
	}
	found, err := casefile.Search(r.Context(), r.Visit, text, bornOn)
	return found, err == nil, err
}

func (r *Request) familiesPage(closed, searched bool) *view.Page {
	page := r.Page(r.L().T("families.title"))
	page.Width = view.WidthWide
	page.Actions = view.LinkButton(view.Button{Label: r.L().T("families.new"), Href: "/familier/ny", Icon: view.IconPlus})
	page.SubNavLabel = r.L().T("families.filter")
	page.SubNav = []view.NavItem{
		{Label: r.L().T("families.filter.active"), Href: "/familier", Current: !closed && !searched},
		{Label: r.L().T("families.filter.closed"), Href: "/familier?vis=avsluttet", Current: closed},
	}
	return page
}

func (r *Request) familyRows(families []casefile.Summary) ([]view.FamilyRow, error) {
	ids := make([]uuid.UUID, 0, len(families))
	active := false
	for _, one := range families {
		ids = append(ids, one.ID)
		active = active || one.State == casefile.StateActive
	}
	contacts, err := journal.LastContact(r.Context(), r.Scope, ids)
	if err != nil {
		return nil, err
	}
	states, err := plan.States(r.Context(), r.Scope, ids)
	if err != nil {
		return nil, err
	}
	next := map[uuid.UUID]string{}
	if active {
		if next, err = r.nextSteps(); err != nil {
			return nil, err
		}
	}
	rows := make([]view.FamilyRow, 0, len(families))
	for _, one := range families {
		row := view.FamilyRow{
			Name: one.ShortName, Href: familyAddress(one.ID, ""), Strict: one.Strict,
			Children: r.L().N("families.children", one.Children), Next: next[one.ID],
		}
		row.Contact, row.Quiet = r.lastContact(contacts[one.ID])
		row.Plan, row.PlanTone = r.planState(states, one.ID)
		if one.State == casefile.StateClosed {
			row.Next, row.Quiet = r.L().T("families.closed"), false
		} else if row.Next == "" {
			row.Next = r.L().T("families.next.none")
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func (r *Request) lastContact(at time.Time) (words string, quiet bool) {
	if at.IsZero() {
		return r.L().T("families.contact.none"), true
	}
	day, today := clock.DateOf(at), r.Scope.Today()
	return r.L().Duration(day, today), day.DaysUntil(today) > quietAfter
}

// planState is a plan's state in words, and the dot's tone.
func (r *Request) planState(states map[uuid.UUID]plan.State, id uuid.UUID) (string, view.Tone) {
	state, begun := states[id]
	if !begun {
		return r.L().T("families.plan.none"), view.Neutral
	}
	switch state {
	case plan.StateAgreed:
		return r.L().T(state.Key()), view.Good
	case plan.StateProposed:
		return r.L().T(state.Key()), view.Attention
	default:
		return r.L().T(state.Key()), view.Info
	}
}

// nextSteps is what needs the coordinator first in each family.
func (r *Request) nextSteps() (map[uuid.UUID]string, error) {
	steps := map[uuid.UUID]string{}
	due, err := plan.Due(r.Context(), r.Visit)
	if err != nil {
		return nil, err
	}
	for _, one := range due {
		if steps[one.Family] != "" {
			continue
		}
		steps[one.Family] = r.nextStep(one)
	}
	meetings, err := journal.Upcoming(r.Context(), r.Visit)
	if err != nil {
		return nil, err
	}
	for _, one := range meetings {
		if steps[one.Family] == "" {
			steps[one.Family] = r.L().T("families.next.meeting", "When", r.L().When(one.StartsAt, r.Scope.Today()))
		}
	}
	return steps, nil
}

// nextStep says what to do about something that waits.
func (r *Request) nextStep(one plan.Waiting) string {
	l, today := r.L(), r.Scope.Today()
	when := l.Duration(one.Date, today)
	switch one.Kind {
	case plan.DueMeasure:
		if one.Days < 0 {
			return l.T("families.next.overdue", "When", l.DateShort(one.Date, today))
		}
		return l.T("families.next.measure", "When", when)
	case plan.DueEvaluateMeasure:
		if one.Days <= 0 {
			return l.T("families.next.evaluate_now")
		}
		return l.T("families.next.evaluate", "When", when)
	case plan.DueEvaluatePlan:
		return l.T("families.next.evaluate_plan")
	case plan.DueAgreement:
		return l.T("families.next.agreement")
	case plan.DueNoPlan:
		return l.T("families.next.no_plan")
	case plan.DueProposal:
		return l.T("families.next.proposal")
	case plan.DueNote:
		return l.T("families.next.note")
	}
	return ""
}
