package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// goalUp moves a goal one place up the plan.
func (a *App) goalUp(r *Request) error { return r.moveGoal(-1) }

// goalDown moves it one place down.
func (a *App) goalDown(r *Request) error { return r.moveGoal(1) }

func (r *Request) moveGoal(places int) error {
	id, err := r.ID("goal")
	if err != nil {
		return err
	}
	if err := plan.MoveGoal(r.Context(), r.Visit, r.Access.ID, id, places); err != nil {
		return err
	}
	return r.SeeOther(r.planAt("") + "#mal-" + id.String())
}

// goalState says that a goal is reached, put away, or taken up again.
func (a *App) goalState(r *Request) error {
	id, err := r.ID("goal")
	if err != nil {
		return err
	}
	state := plan.GoalState(r.Param("state"))
	if state.Key() == "" {
		return tenants.ErrNotFound
	}
	if err := plan.SetGoalState(r.Context(), r.Visit, r.Access.ID, id, state); err != nil {
		return err
	}
	return r.Done(r.goalAt(id, ""), goalStateDone(state), "")
}

func goalStateDone(state plan.GoalState) string {
	switch state {
	case plan.GoalReached:
		return "done.goal_reached"
	case plan.GoalStopped:
		return "done.goal_stopped"
	}
	return "done.goal_active"
}

// goalRemove takes a goal out of the plan with its measures; it can be undone
// at once.
func (a *App) goalRemove(r *Request) error {
	id, err := r.ID("goal")
	if err != nil {
		return err
	}
	if err := plan.RemoveGoal(r.Context(), r.Visit, r.Access.ID, id); err != nil {
		return err
	}
	return r.Done(r.planAt(""), "done.goal_removed", r.goalAt(id, "/tilbake"))
}

// goalRestore brings it back.
func (a *App) goalRestore(r *Request) error {
	return r.restore("goal", "done.goal_restored", func(id uuid.UUID) error {
		return plan.RestoreGoal(r.Context(), r.Visit, r.Access.ID, id)
	})
}

// restore brings something back that was taken out of the plan.
func (r *Request) restore(name, done string, back func(uuid.UUID) error) error {
	id, err := r.ID(name)
	if err != nil {
		return err
	}
	if err := back(id); err != nil {
		return err
	}
	return r.Done(r.planAt(""), done, "")
}
