package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// ourPlanProposed shows the version that waits for answers: first what is new
// in it, then the whole.
func (a *App) ourPlanProposed(r *Request) error {
	o, self, err := r.waiting()
	if err != nil {
		return err
	}
	proposed, err := plan.ReadVersion(r.Context(), r.Access, o.read.Proposed.Number)
	if err != nil {
		return err
	}
	page, err := r.ownPage(r.L().T("our_plan.proposed.title"))
	if err != nil {
		return err
	}
	page.Lead = r.L().T("our_plan.proposed.lead", "Name", sentence(r.coordinatorName(o.overview)), "Date", r.dayOf(o.read.Proposed.ProposedAt))
	page.Breadcrumbs = []view.Link{{Label: r.L().T("our_plan.title"), Href: r.ownAddress("/")}}
	v := view.OurProposedView{
		Yes: r.ownAddress("/plan/svar?svar=ja"), Missing: r.ownAddress("/plan/svar?svar=mangler"),
		Said: r.saidWord(self),
	}
	if o.agreed {
		v.Changes = r.changeWords(plan.Compare(o.frozen, proposed))
	}
	o.frozen = proposed
	v.Content = r.ourContent(o)
	if err := r.ourOffers(o, &v.Content); err != nil {
		return err
	}
	return r.Show(view.OurProposedPage(page, v))
}

// saidWord is what the viewer has answered already, if anything.
func (r *Request) saidWord(self plan.Party) string {
	switch self.Answer {
	case plan.AnswerYes:
		return r.L().T("our_plan.said_yes")
	case plan.AnswerMissing:
		return r.L().T("our_plan.said_missing")
	}
	return ""
}

// changeWords tells what is new in the family's language. How far a measure
// has come is follow-up and nothing to say yes to.
func (r *Request) changeWords(changes []plan.Change) []view.OurChange {
	var told []view.OurChange
	for _, change := range changes {
		one := view.OurChange{
			Kind: r.L().T(change.Kind.Key()), Tone: changeTone(change.Kind),
			Part: r.L().T(change.Part.Key()), Title: change.Title, Under: change.Under,
		}
		for _, field := range change.Fields {
			if field.Field == plan.FieldStatus || field.Field == plan.FieldLevel {
				continue
			}
			one.Fields = append(one.Fields, view.OurFieldChange{
				Label:  r.L().T(field.Field.Key()),
				Before: r.named(r.ourFieldWord(field.Field, field.Before)), After: r.named(r.ourFieldWord(field.Field, field.After)),
			})
		}
		if change.Kind == plan.ChangeChanged && len(one.Fields) == 0 {
			continue
		}
		told = append(told, one)
	}
	return told
}

// ourFieldWord is a field's value in words.
func (r *Request) ourFieldWord(field plan.Field, value string) string {
	if value == "" {
		return r.L().T("our_plan.nothing")
	}
	if field == plan.FieldArea {
		return r.L().T(plan.Area(value).FamilyWord().Key())
	}
	if key := field.WordKey(value); key != "" {
		return r.L().T(key)
	}
	if field.IsDate() {
		return r.L().Date(clock.Date(value), r.Scope.Today())
	}
	return value
}
