package app

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/baton"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// loadShow shows how the work is divided: first the families that nobody
// follows now, then each coordinator's.
func (a *App) loadShow(r *Request) error {
	load, err := baton.ReadLoad(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("leader.title"))
	page.Lead = r.L().T("leader.lead")
	v := view.LoadView{Absence: "/enhet/fravaer"}
	for _, one := range load.Waiting {
		v.Waiting = append(v.Waiting, r.waitingFamily(one))
	}
	units, err := r.unitsOf(load.Coordinators)
	if err != nil {
		return err
	}
	for _, one := range load.Coordinators {
		v.Coordinators = append(v.Coordinators, r.loadCoordinator(one, units[one.UnitID]))
	}
	return r.Show(view.LoadPage(page, v))
}

func (r *Request) unitsOf(carried []baton.Carried) (map[uuid.UUID]string, error) {
	var ids []uuid.UUID
	for _, one := range carried {
		ids = append(ids, one.UnitID)
	}
	return directory.UnitNames(r.Context(), r.Scope, ids)
}

func (r *Request) loadCoordinator(one baton.Carried, unit string) view.LoadCoordinator {
	c := view.LoadCoordinator{Name: one.Name, Unit: unit, Stats: []view.Stat{
		{Value: r.L().Number(len(one.Families)), Label: r.L().N("leader.stat.active", len(one.Families))},
		{Value: r.L().Number(len(one.Families) - one.Plans), Label: r.L().T("leader.stat.no_plan")},
		{Value: r.L().Number(one.Overdue), Label: r.L().T("leader.stat.overdue")},
		{Value: r.L().Number(one.Closed), Label: r.L().T("leader.stat.closed")},
	}}
	if one.Away {
		c.Away = r.awayWord(one.Absence)
	}
	for _, family := range one.Families {
		c.Families = append(c.Families, r.loadFamily(family))
	}
	return c
}

// loadFamily is a family by its code, with its terms.
func (r *Request) loadFamily(one baton.Case) view.LoadFamily {
	l, today := r.L(), r.Scope.Today()
	family := view.LoadFamily{
		Title: l.T("leader.family", "Code", one.Code), Move: "/enhet/flytt/" + one.Family.String(),
		Meta: []string{l.T("leader.since", "Date", l.DateFull(one.Since))},
	}
	if !one.Next.IsZero() {
		family.Meta = append(family.Meta, l.T("leader.next", "Date", l.Date(one.Next, today)))
	}
	if !one.HasPlan {
		family.Meta = append(family.Meta, l.T("leader.no_plan"))
	}
	if one.Offered {
		family.Meta = append(family.Meta, l.T("leader.offered"))
	}
	if one.Overdue > 0 {
		family.Tag, family.Tone = l.N("leader.overdue", one.Overdue), view.Attention
	}
	family.Wished = r.wishedWords(one.Wished)
	return family
}

func (r *Request) waitingFamily(one baton.Case) view.LoadFamily {
	family := r.loadFamily(one)
	family.Meta = append([]string{one.Holder.Name}, family.Meta...)
	family.Tag, family.Tone = r.whyWord(one), view.Attention
	return family
}

// wishedWords says whom those of a family wish, each once, and never who they
// are.
func (r *Request) wishedWords(wished []baton.Wished) string {
	var words []string
	for _, one := range wished {
		word := r.L().T("leader.wished.caregiver", "Name", one.Name)
		if one.Young {
			word = r.L().T("leader.wished.young", "Name", one.Name)
		}
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

// whyWord is why nobody follows a family now.
func (r *Request) whyWord(one baton.Case) string {
	switch one.Why {
	case baton.WhyLeft:
		return r.L().T("leader.why.left")
	case baton.WhyRole:
		return r.L().T("leader.why.role")
	case baton.WhyAway:
		return r.awayWord(one.Holder.Absence)
	}
	return r.L().T("leader.why.there")
}

func (r *Request) awayWord(away directory.Absence) string {
	if away.Until.IsZero() {
		return r.L().T("leader.why.away")
	}
	return r.L().T("leader.why.away_until", "Date", r.L().DateShort(away.Until, r.Scope.Today()))
}

// moveForm asks to whom a family is moved, and why.
func (a *App) moveForm(r *Request) error { return r.showMove(nil, http.StatusOK) }

func (r *Request) showMove(f *form.Form, status int) error {
	id, err := r.ID("family")
	if err != nil {
		return err
	}
	one, err := baton.ReadCase(r.Context(), r.Visit, id)
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("leader.move.title"))
	page.H1, page.Form, page.Width = r.L().T("leader.move.of", "Code", one.Code), f, view.WidthNarrow
	page.Lead = r.L().T("leader.move.lead")
	page.Breadcrumbs = []view.Link{{Label: r.L().T("leader.title"), Href: "/enhet"}}
	v := view.MoveView{
		Post: "/enhet/flytt/" + id.String(), Back: "/enhet",
		Now: r.L().T("leader.move.now", "Name", one.Holder.Name, "Why", r.whyWord(one)),
	}
	v.Wished = r.wishedWords(one.Wished)
	if v.To, err = r.candidates(one.Holder.ID); err != nil {
		return err
	}
	return r.render(status, view.MovePage(page, v))
}

// moveSave moves the family.
func (a *App) moveSave(r *Request) error {
	id, err := r.ID("family")
	if err != nil {
		return err
	}
	f := r.Form()
	f.Require("to", "baton.to.missing")
	f.Require("reason", "baton.move.reason.missing")
	to, reason := f.UUID("to"), f.Prose("reason", baton.MaxText)
	if !f.OK() {
		return r.showMove(f, http.StatusUnprocessableEntity)
	}
	err = baton.Move(r.Context(), r.Visit, id, to, reason)
	if Faults(f, err) {
		return r.showMove(f, http.StatusUnprocessableEntity)
	}
	if errors.Is(err, tenants.ErrConflict) {
		return r.showMove(nil, http.StatusConflict)
	}
	if err != nil {
		return err
	}
	return r.Done("/enhet", "done.baton_moved", "")
}
