package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// measureStatus says how far a measure has come, with one click; another
// takes it back.
func (a *App) measureStatus(r *Request) error {
	id, err := r.ID("measure")
	if err != nil {
		return err
	}
	status := plan.Status(r.Param("status"))
	if status.Key() == "" {
		return tenants.ErrNotFound
	}
	if err := plan.SetStatus(r.Context(), r.Visit, r.Access.ID, id, status); err != nil {
		return err
	}
	undo := ""
	f := r.Form()
	if before := f.Choice("var", texts(plan.Statuses())...); before != "" && before != string(status) {
		undo = r.measureAt(id, "/stand/"+before)
	}
	back := r.planAt("")
	if f.Choice("fra", "plan", "mal") == "mal" {
		one, err := plan.ReadMeasure(r.Context(), r.Access, id)
		if err != nil {
			return err
		}
		back = r.goalAt(one.Goal, "")
	}
	return r.Done(back+"#tiltak-"+id.String(), statusDone(status), undo)
}

func statusDone(status plan.Status) string {
	switch status {
	case plan.StatusUnderWay:
		return "done.measure_under_way"
	case plan.StatusDone:
		return "done.measure_done"
	case plan.StatusStopped:
		return "done.measure_stopped"
	}
	return "done.measure_planned"
}

// measureRemove takes a measure out of the plan; it can be undone at once.
func (a *App) measureRemove(r *Request) error {
	id, err := r.ID("measure")
	if err != nil {
		return err
	}
	if err := plan.RemoveMeasure(r.Context(), r.Visit, r.Access.ID, id); err != nil {
		return err
	}
	return r.Done(r.planAt(""), "done.measure_removed", r.measureAt(id, "/tilbake"))
}

// measureRestore brings it back.
func (a *App) measureRestore(r *Request) error {
	return r.restore("measure", "done.measure_restored", func(id uuid.UUID) error {
		return plan.RestoreMeasure(r.Context(), r.Visit, r.Access.ID, id)
	})
}
