package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// measureEvaluateForm asks how a measure went, the child's experience first.
func (a *App) measureEvaluateForm(r *Request) error {
	one, goal, err := r.measure()
	if err != nil {
		return err
	}
	return r.showMeasureEvaluation(one, goal, nil)
}

// measureEvaluate writes it down.
func (a *App) measureEvaluate(r *Request) error {
	one, goal, err := r.measure()
	if err != nil {
		return err
	}
	f := r.Form()
	effect, said := f.Int("effect", int(plan.EffectLowest), int(plan.EffectHighest))
	e := plan.MeasureEvaluation{
		ChildExperience: f.Prose("child_experience", 10000), WhatItDid: f.Prose("what_it_did", 10000),
		Done: plan.Done(f.Choice("done", texts(plan.Dones())...)), Effect: plan.Effect(effect), EffectSaid: said,
		On: f.Date("on"), NextOn: f.Date("next_on"),
	}
	if f.OK() {
		err := plan.EvaluateMeasure(r.Context(), r.Visit, r.Access.ID, one.ID, e)
		if err == nil {
			r.DropDraft(r.DraftKey("evaluation", one.ID.String()))
			return r.Done(r.goalAt(goal.ID, ""), "done.measure_evaluated", "")
		}
		if !Faults(f, err) {
			return err
		}
	}
	return r.showMeasureEvaluation(one, goal, f)
}

func (r *Request) showMeasureEvaluation(one plan.Measure, goal plan.Goal, f *form.Form) error {
	page := r.planForm(r.L().T("evaluation.measure.title"), f)
	page.Lead = one.What
	v := view.EvaluationFormView{
		Action: r.measureAt(one.ID, "/evaluer"), Back: r.goalAt(goal.ID, ""), Draft: r.DraftKey("evaluation", one.ID.String()),
		About: one.What, Words: goal.ChildWords, WordsBy: r.wordsBy(goal.Whom), On: r.L().DateTyped(r.Scope.Today()),
	}
	for _, done := range plan.Dones() {
		v.Dones = append(v.Dones, view.Option{Value: string(done), Label: r.L().T(done.Key())})
	}
	return r.showEvaluation(page, v, f)
}

func (r *Request) showEvaluation(page *view.Page, v view.EvaluationFormView, f *form.Form) (err error) {
	if f == nil {
		v.Kept, _, err = r.kept(page, v.Draft, "")
		if err != nil {
			return err
		}
	}
	return r.answerForm(f != nil && !f.OK(), view.EvaluationPage(page, v))
}
