package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// planTable shows the plan in large type, to look at together at the table.
// What is the coordinator's alone is not on it: no remarks, no answers, no
// name the family has in lists, and no place.
func (a *App) planTable(r *Request) error {
	read, err := plan.Read(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page := r.FamilyPage(r.L().T("plan.table.title"), "/plan")
	page.SubNav, page.Nav = nil, nil
	page.Breadcrumbs = []view.Link{{Label: r.L().T("plan.to_plan"), Href: r.planAt("")}}
	page.Family, page.TextSize, page.Width = true, view.TextLargest, view.WidthWide
	v := view.PlanTableView{Strengths: r.notes(read.Strengths, ""), Needs: r.notes(read.Needs, "")}
	for _, goal := range read.Goals {
		v.Goals = append(v.Goals, r.goalCard(goal, false))
	}
	if on := read.Period.EvaluateOn; !on.IsZero() {
		v.Evaluate = r.L().T("plan.period.evaluated", "Date", r.L().Date(on, r.Scope.Today()))
	}
	return r.Show(view.PlanTablePage(page, v))
}
