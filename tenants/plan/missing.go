package plan

import (
	"github.com/google/uuid"
)

// Task is something that is left before the plan is whole.
type Task struct {
	Key    string    // locale key: "plan.missing.measure" ...
	Target uuid.UUID // the goal or measure it is about; Nil for the plan
	Title  string    // of the goal or measure
	// Must says that the plan cannot be put before the family without it; the
	// rest is good to have.
	Must bool
}

// Missing lists what is left, in the order it is natural to do it: strengths
// come first. A plan must have a strength and a goal, and every active goal a
// measure. For a viewer who sees the whole plan.
func Missing(view View) []Task {
	var tasks []Task
	if len(view.Strengths) == 0 {
		tasks = append(tasks, Task{Key: "plan.missing.strength", Must: true})
	}
	if len(view.Needs) == 0 {
		tasks = append(tasks, Task{Key: "plan.missing.need"})
	}
	if len(view.Goals) == 0 {
		tasks = append(tasks, Task{Key: "plan.missing.goal", Must: true})
	}
	for _, goal := range view.Goals {
		if goal.State == GoalActive {
			tasks = append(tasks, missingOf(goal)...)
		}
	}
	if len(view.Goals) > 0 && view.Period.EvaluateOn.IsZero() {
		tasks = append(tasks, Task{Key: "plan.missing.evaluate_on"})
	}
	return tasks
}

func missingOf(goal Goal) []Task {
	if len(goal.Measures) == 0 {
		return []Task{{Key: "plan.missing.measure", Target: goal.ID, Title: goal.Title, Must: true}}
	}
	var tasks []Task
	for _, measure := range goal.Measures {
		if !measure.Status.Open() {
			continue
		}
		lacks := func(key string) {
			tasks = append(tasks, Task{Key: key, Target: measure.ID, Title: measure.What})
		}
		if measure.Responsible == nil && measure.ResponsibleName == "" {
			lacks("plan.missing.responsible")
		}
		if measure.Due.IsZero() {
			lacks("plan.missing.due")
		}
		if measure.EvaluateOn.IsZero() && measure.Latest == nil {
			lacks("plan.missing.evaluate_measure_on")
		}
	}
	return tasks
}

// mustLack returns what keeps the plan from being put before the family.
func mustLack(view View) []Task {
	var tasks []Task
	for _, task := range Missing(view) {
		if task.Must {
			tasks = append(tasks, task)
		}
	}
	return tasks
}
