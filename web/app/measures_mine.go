package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// soonDays is how near a due date must be to stand among what comes first.
const soonDays = 7

// measuresMine is where a professional begins: what is theirs to do, across
// families. Nothing else of any family is here.
func (a *App) measuresMine(r *Request) error {
	list, err := plan.Mine(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("professional.title"))
	page.Lead = r.L().T("professional.lead")
	groups := []view.MyGroup{
		{Title: r.L().T("professional.soon")}, {Title: r.L().T("professional.open")},
		{Title: r.L().T("professional.closed"), Quiet: true},
	}
	for _, one := range list {
		at := r.groupOf(one)
		groups[at].Measures = append(groups[at].Measures, r.myMeasure(one))
	}
	shared, err := team.Mine(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	v := view.MyMeasuresView{Empty: len(list)+len(shared) == 0, Shared: r.sharedRows(shared)}
	for _, group := range groups {
		if len(group.Measures) > 0 {
			v.Groups = append(v.Groups, group)
		}
	}
	return r.Show(view.MyMeasuresPage(page, v))
}

// groupOf is 0 for what comes first, 1 for what can wait, 2 for what is over.
func (r *Request) groupOf(one plan.MyMeasure) int {
	switch {
	case !one.Status.Open():
		return 2
	case !one.Due.IsZero() && r.Scope.Today().DaysUntil(one.Due) <= soonDays:
		return 0
	}
	return 1
}

// myMeasure is a measure in the list, in words.
func (r *Request) myMeasure(one plan.MyMeasure) view.MyMeasure {
	address := "/tiltak/" + one.ID.String()
	shown := view.MyMeasure{
		What: one.What, Why: one.Why, Href: address, Child: one.Child,
		Status: r.L().T(one.Status.Key()), StatusTone: statusTone(one.Status), Late: one.Overdue(r.Scope.Today()),
		Due: r.dueWords(one), Shared: r.sharedWords(one),
	}
	for _, note := range one.Notes {
		if note.Answer != "" {
			shown.Answers++
		}
	}
	if one.Status == plan.StatusPlanned {
		shown.Begin = address + "/i-gang"
	}
	if one.Status.Open() {
		shown.Done = address + "/gjort"
	}
	return shown
}

func (r *Request) dueWords(one plan.MyMeasure) string {
	today := r.Scope.Today()
	switch {
	case one.Status == plan.StatusDone && one.StatusAt != nil:
		return r.L().T("professional.done_on", "Date", r.dayOf(*one.StatusAt))
	case one.Due.IsZero():
		return ""
	case one.Overdue(today):
		return r.L().T("professional.was_due", "Date", r.L().Date(one.Due, today))
	case one.Status.Open():
		return r.L().T("professional.due", "Date", r.L().Date(one.Due, today), "Until", r.L().Duration(one.Due, today))
	}
	return ""
}

// sharedWords says why this is shown at all.
func (r *Request) sharedWords(one plan.MyMeasure) string {
	if one.Since.IsZero() {
		return ""
	}
	return r.L().T("professional.shared", "Date", r.L().Date(one.Since, r.Scope.Today()))
}

// measuresHome is where the viewer's list of own measures is.
func (r *Request) measuresHome() string { return r.homeOf(policy.RoleProfessional) }
