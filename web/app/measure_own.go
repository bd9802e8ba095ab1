package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// ownStatusPaths are where a measure's status is posted.
var ownStatusPaths = map[plan.Status]string{
	plan.StatusPlanned: "/ikke-begynt", plan.StatusUnderWay: "/i-gang", plan.StatusDone: "/gjort",
}

// measureOwnShow is one measure of the viewer's own.
func (a *App) measureOwnShow(r *Request) error {
	id, err := r.ID("measure")
	if err != nil {
		return err
	}
	one, err := plan.Own(r.Context(), r.Visit, id)
	if err != nil {
		return err
	}
	typed, kept, err := r.Draft(noteDraft(one))
	if err != nil {
		return err
	}
	page, v := r.ownMeasurePage(one)
	page.Form, v.Kept = typed, kept
	return r.Show(view.OwnMeasurePage(page, v))
}

// noteDraft is the key of the draft of a message about a measure. It belongs
// to the family, so that only who has something to do with it keeps it.
func noteDraft(one plan.MyMeasure) string {
	return draftOf + one.Family.String() + ":beskjed:" + one.ID.String()
}

func (r *Request) ownMeasurePage(one plan.MyMeasure) (*view.Page, view.OwnMeasureView) {
	page := r.Page(r.L().T("professional.one"))
	page.H1, page.Eyebrow, page.Lead = one.What, r.L().T("professional.one"), one.Why
	if one.Child != "" {
		page.Eyebrow = r.L().T("professional.for", "Name", one.Child)
	}
	page.Breadcrumbs = []view.Link{{Label: r.L().T("professional.title"), Href: r.measuresHome()}}
	today := r.Scope.Today()
	v := view.OwnMeasureView{
		Measure: r.myMeasure(one), Note: "/tiltak/" + one.ID.String() + "/beskjed", Draft: noteDraft(one),
	}
	if !one.From.IsZero() {
		v.From = capital(r.L().Date(one.From, today))
	}
	if !one.EvaluateOn.IsZero() {
		v.Evaluate = capital(r.L().Date(one.EvaluateOn, today))
	}
	for _, status := range []plan.Status{plan.StatusPlanned, plan.StatusUnderWay, plan.StatusDone} {
		v.Moves = append(v.Moves, view.StatusChoice{
			Label: r.L().T(status.Key()), Post: "/tiltak/" + one.ID.String() + ownStatusPaths[status] + "?fra=tiltaket",
			Current: status == one.Status, Tone: statusTone(status),
		})
	}
	v.Stopped = one.Status == plan.StatusStopped
	for _, note := range one.Notes {
		shown := view.EarlierRemark{
			Text: note.Text, When: r.L().When(note.At, today), Answer: note.Answer,
			State: r.L().T(note.State.Key()), Tone: remarkTone(note.State),
		}
		if note.AnsweredAt != nil {
			shown.Answered = r.L().T("professional.answered", "When", r.L().When(*note.AnsweredAt, today))
		}
		v.Notes = append(v.Notes, shown)
	}
	return page, v
}

func (r *Request) ownMeasureFaults(one plan.MyMeasure, f *form.Form) error {
	page, v := r.ownMeasurePage(one)
	page.Form = f
	return r.ShowFaults(view.OwnMeasurePage(page, v))
}
