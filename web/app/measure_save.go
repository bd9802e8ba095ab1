package app

import (
	"errors"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// measureNew shows the form of a new measure.
func (a *App) measureNew(r *Request) error {
	goal, err := r.goal()
	if err != nil {
		return err
	}
	return r.showMeasureForm(goal, nil, nil, nil)
}

// measureAdd writes it down.
func (a *App) measureAdd(r *Request) error {
	goal, err := r.goal()
	if err != nil {
		return err
	}
	f := r.Form()
	in, said := readMeasure(f)
	if f.OK() {
		id, err := plan.AddMeasure(r.Context(), r.Visit, r.Access.ID, goal.ID, in, said)
		if err == nil {
			r.DropDraft(r.DraftKey("measure", "new", goal.ID.String()))
			return r.Done(r.goalAt(goal.ID, ""), "done.measure_added", r.measureAt(id, "/fjern"))
		}
		if !measureFaults(f, err) {
			return err
		}
	}
	return r.showMeasureForm(goal, nil, f, nil)
}

// measure is the measure in the address and the goal it stands under.
func (r *Request) measure() (plan.Measure, plan.Goal, error) {
	id, err := r.ID("measure")
	if err != nil {
		return plan.Measure{}, plan.Goal{}, err
	}
	one, err := plan.ReadMeasure(r.Context(), r.Access, id)
	if err != nil {
		return plan.Measure{}, plan.Goal{}, err
	}
	goal, err := plan.ReadGoal(r.Context(), r.Access, one.Goal)
	return one, goal, err
}

// measureForm shows a measure to be changed.
func (a *App) measureForm(r *Request) error {
	one, goal, err := r.measure()
	if err != nil {
		return err
	}
	return r.showMeasureForm(goal, &one, nil, nil)
}

// measureChange changes it. When somebody else saved first, both texts are
// shown.
func (a *App) measureChange(r *Request) error {
	f := r.Form()
	version, _ := f.Int("version", 0, 1<<30)
	in, said := readMeasure(f)
	one, goal, err := r.measure()
	if err != nil {
		return r.goneMeasure(err, f)
	}
	key := r.DraftKey("measure", one.ID.String())
	switch choice(f) {
	case chooseTheirs:
		return r.keepTheirs(key, r.goalAt(goal.ID, ""))
	case chooseOn:
		beside, err := r.measureBeside(in, one)
		if err != nil {
			return err
		}
		return r.showMeasureForm(goal, &one, f, &beside)
	}
	if f.OK() {
		err := plan.ChangeMeasure(r.Context(), r.Visit, r.Access.ID, one.ID, version, in, said)
		if err == nil {
			r.DropDraft(key)
			return r.Done(r.goalAt(goal.ID, ""), "done.measure_changed", "")
		}
		if errors.Is(err, tenants.ErrConflict) && r.open() {
			return r.measureConflict(f, in)
		}
		if !measureFaults(f, err) {
			return r.goneMeasure(err, f)
		}
	}
	return r.showMeasureForm(goal, &one, f, nil)
}

func (r *Request) goneMeasure(err error, f *form.Form) error {
	return r.goneWhen(err, f, []string{"what", "why", "responsible_name"}, r.planAt("/t/"+r.Param("measure")+"/tilbake"))
}

func (r *Request) measureConflict(f *form.Form, mine plan.MeasureInput) error {
	now, _, err := r.measure()
	if err != nil {
		return err
	}
	both, err := r.measureBeside(mine, now)
	if err != nil {
		return err
	}
	return r.showConflict(conflict{
		form: f, version: now.Version, action: r.measureAt(now.ID, ""), keep: measureFields, fields: both.Differences,
	})
}

// measureBeside is one's own measure beside what stands now.
func (r *Request) measureBeside(mine plan.MeasureInput, now plan.Measure) (view.BothVersions, error) {
	choices, err := r.measureChoices(&now)
	if err != nil {
		return view.BothVersions{}, err
	}
	l := r.L()
	return view.BothVersions{Keep: r.measureAt(now.ID, ""), Differences: []view.Difference{
		{Label: l.T("measure.field.what"), Yours: mine.What, Now: now.What},
		{Label: l.T("measure.field.why"), Yours: mine.Why, Now: now.Why},
		{Label: l.T("measure.field.responsible"), Yours: optionLabel(choices.People, mine.Responsible), Now: optionLabel(choices.People, now.Responsible)},
		{Label: l.T("measure.field.responsible_name"), Yours: mine.ResponsibleName, Now: now.ResponsibleName},
		{Label: l.T("measure.field.unit"), Yours: optionLabel(choices.Units, mine.Unit), Now: optionLabel(choices.Units, now.Unit)},
		{Label: l.T("measure.field.from"), Yours: l.DateFull(mine.From), Now: l.DateFull(now.From)},
		{Label: l.T("measure.field.due"), Yours: l.DateFull(mine.Due), Now: l.DateFull(now.Due)},
		{Label: l.T("measure.field.evaluate_on"), Yours: l.DateFull(mine.EvaluateOn), Now: l.DateFull(now.EvaluateOn)},
		{Label: l.T("measure.field.level"), Yours: r.levelWord(mine.Level), Now: r.levelWord(now.Level)},
	}}, nil
}

func (r *Request) levelWord(level plan.Level) string {
	if level.Key() == "" {
		return ""
	}
	return r.L().T(level.Key())
}

func optionLabel(options []view.Option, id *uuid.UUID) string {
	for _, option := range options {
		if id != nil && option.Value == id.String() {
			return option.Label
		}
	}
	return ""
}
