package app

import (
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// rightsShow is what matters for the family now, in plain words, and whom to
// ask. Sources are named under each: the law list of DOMAIN 2.
func (a *App) rightsShow(r *Request) error {
	overview, err := casefile.ReadOverview(r.Context(), r.Access)
	if err != nil {
		return err
	}
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page, err := r.ownPage(r.L().T("rights.title"))
	if err != nil {
		return err
	}
	page.Lead = r.L().T("rights.lead")
	v := view.RightsView{Seen: r.ownAddress("/sett"), Welcome: r.ownAddress("/velkommen")}
	v.Now, v.More = r.rights(members)
	if v.Coordinator, err = r.reachable(overview); err != nil {
		return err
	}
	return r.Show(view.RightsPage(page, v))
}

// rights are those that matter for the family as it is, and the others.
func (r *Request) rights(members []casefile.Member) (now, more []view.Right) {
	put := func(matters bool, right view.Right) {
		if matters {
			now = append(now, right)
			return
		}
		more = append(more, right)
	}
	l := r.L()
	now = append(now, view.Right{Title: l.T("rights.yours"), Text: l.T("rights.yours.text", "Coordinator", r.theCoordinator()), Law: l.T("rights.yours.law")})
	put(r.hasChild(members, 1, 5), view.Right{
		Title: l.T("rights.kindergarten"), Text: l.T("rights.kindergarten.text"), Law: l.T("rights.kindergarten.law"),
	})
	put(r.hasChild(members, 6, 18), view.Right{
		Title: l.T("rights.school"), Text: l.T("rights.school.text"), Law: l.T("rights.school.law"),
	})
	put(r.hasChild(members, 0, 17), view.Right{
		Title: l.T("rights.heard"), Text: l.T("rights.heard.text"), Law: l.T("rights.heard.law"),
	})
	put(slices.ContainsFunc(members, func(m casefile.Member) bool { return m.Interpreter }), view.Right{
		Title: l.T("rights.interpreter"), Text: l.T("rights.interpreter.text", "Coordinator", r.theCoordinator()),
	})
	put(false, view.Right{Title: l.T("rights.together"), Text: l.T("rights.together.text"), Law: l.T("rights.together.law")})
	put(false, view.Right{Title: l.T("rights.lawyer"), Text: l.T("rights.lawyer.text"), Law: l.T("rights.lawyer.law")})
	put(false, view.Right{Title: l.T("rights.money"), Text: l.T("rights.money.text"), Law: l.T("rights.money.law")})
	put(false, view.Right{Title: l.T("rights.insight"), Text: l.T("rights.insight.text", "Coordinator", r.theCoordinator()), Law: l.T("rights.insight.law")})
	return now, more
}

// hasChild reports whether a child in the family is between two ages, both
// included.
func (r *Request) hasChild(members []casefile.Member, from, to int) bool {
	today := r.Scope.Today()
	return slices.ContainsFunc(members, func(m casefile.Member) bool {
		if m.Kind != casefile.Child || m.BornOn.IsZero() {
			return false
		}
		born, now := m.BornOn.Time(), today.Time()
		age := now.Year() - born.Year()
		if now.YearDay() < born.YearDay() {
			age--
		}
		return from <= age && age <= to
	})
}
