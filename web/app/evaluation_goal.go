package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// goalEvaluateForm asks how far a goal has come, the child's experience first.
func (a *App) goalEvaluateForm(r *Request) error {
	goal, err := r.goal()
	if err != nil {
		return err
	}
	return r.showGoalEvaluation(goal, nil)
}

// goalEvaluate writes it down and leads to what was decided.
func (a *App) goalEvaluate(r *Request) error {
	goal, err := r.goal()
	if err != nil {
		return err
	}
	f := r.Form()
	effect, said := f.Int("effect", int(plan.EffectLowest), int(plan.EffectHighest))
	e := plan.GoalEvaluation{
		ChildExperience: f.Prose("child_experience", 10000), Effect: plan.Effect(effect), EffectSaid: said,
		NextStep: plan.NextStep(f.Choice("next_step", texts(plan.NextSteps())...)), On: f.Date("on"),
	}
	if f.OK() {
		err := plan.EvaluateGoal(r.Context(), r.Visit, r.Access.ID, goal.ID, e)
		if err == nil {
			r.DropDraft(r.DraftKey("evaluation", "goal", goal.ID.String()))
			return r.afterEvaluation(goal.ID, e.NextStep)
		}
		if !Faults(f, err) {
			return err
		}
	}
	return r.showGoalEvaluation(goal, f)
}

// afterEvaluation goes on to what was decided.
func (r *Request) afterEvaluation(id uuid.UUID, step plan.NextStep) error {
	switch step {
	case plan.StepReached:
		return r.Done(r.planAt(""), "done.goal_reached", "")
	case plan.StepNewMeasures:
		return r.Done(r.goalAt(id, "/tiltak"), "done.goal_new_measures", "")
	case plan.StepOthersNeeded:
		return r.Done(r.goalAt(id, ""), "done.goal_others_needed", "")
	}
	return r.Done(r.goalAt(id, ""), "done.goal_evaluated", "")
}

func (r *Request) showGoalEvaluation(goal plan.Goal, f *form.Form) error {
	page := r.planForm(r.L().T("evaluation.goal.title"), f)
	page.Lead = goal.Title
	v := view.EvaluationFormView{
		Action: r.goalAt(goal.ID, "/evaluer"), Back: r.goalAt(goal.ID, ""), Draft: r.DraftKey("evaluation", "goal", goal.ID.String()),
		About: goal.Title, Words: goal.ChildWords, WordsBy: r.wordsBy(goal.Whom), On: r.L().DateTyped(r.Scope.Today()),
	}
	for _, step := range plan.NextSteps() {
		v.Steps = append(v.Steps, view.Option{Value: string(step), Label: r.L().T(step.Key())})
	}
	return r.showEvaluation(page, v, f)
}
