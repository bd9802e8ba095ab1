package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// measureOwnReport says how far one of the viewer's own measures has come. The
// way back is offered, since a click is easily wrong.
func measureOwnReport(status plan.Status) func(*Request) error {
	return func(r *Request) error {
		id, err := r.ID("measure")
		if err != nil {
			return err
		}
		one, err := plan.Own(r.Context(), r.Visit, id)
		if err != nil {
			return err
		}
		if err := plan.SetStatus(r.Context(), r.Visit, one.Family, id, status); err != nil {
			return err
		}
		undo := ""
		if path, known := ownStatusPaths[one.Status]; known && one.Status != status {
			undo = "/tiltak/" + id.String() + path
		}
		return r.Done(r.backTo(id.String()), reportedKey(status), undo)
	}
}

func reportedKey(status plan.Status) string {
	switch status {
	case plan.StatusDone:
		return "done.professional.done"
	case plan.StatusUnderWay:
		return "done.professional.under_way"
	}
	return "done.professional.planned"
}

// backTo is the measure's own page when one came from it, else the list.
func (r *Request) backTo(id string) string {
	if r.Query("fra") == "tiltaket" {
		return "/tiltak/" + id
	}
	return r.measuresHome()
}

// measureOwnNote writes to the coordinator about a measure of one's own.
func (a *App) measureOwnNote(r *Request) error {
	id, err := r.ID("measure")
	if err != nil {
		return err
	}
	one, err := plan.Own(r.Context(), r.Visit, id)
	if err != nil {
		return err
	}
	f := r.Form()
	text := f.Prose("text", plan.MaxText)
	f.Require("text", "note.text.missing")
	if !f.OK() {
		return r.ownMeasureFaults(one, f)
	}
	_, err = plan.AddNote(r.Context(), r.Visit, one.Family, id, text)
	if err != nil && Faults(f, err) {
		return r.ownMeasureFaults(one, f)
	}
	if err != nil {
		return err
	}
	r.DropDraft(noteDraft(one))
	return r.Done("/tiltak/"+id.String()+"#beskjeder", "done.professional.note", "")
}
