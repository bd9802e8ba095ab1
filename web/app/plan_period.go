package app

import (
	"errors"
	"strconv"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// periodForm shows the plan's dates to be set.
func (a *App) periodForm(r *Request) error {
	read, err := plan.Read(r.Context(), r.Access)
	if err != nil {
		return err
	}
	return r.showPeriod(read, nil)
}

// periodSave sets them.
func (a *App) periodSave(r *Request) error {
	f := r.Form()
	version, _ := f.Int("version", 0, 1<<30)
	mine := plan.Period{From: f.Date("from"), To: f.Date("to"), EvaluateOn: f.Date("evaluate_on")}
	switch choice(f) {
	case chooseTheirs:
		return r.keepTheirs(r.DraftKey("period"), r.planAt(""))
	case chooseOn:
		return r.periodOn(f)
	}
	if f.OK() {
		err := plan.ChangePeriod(r.Context(), r.Visit, r.Access.ID, version, mine)
		if err == nil {
			r.DropDraft(r.DraftKey("period"))
			return r.Done(r.planAt(""), "done.period", "")
		}
		if errors.Is(err, tenants.ErrConflict) && r.open() {
			return r.periodConflict(f, mine)
		}
		if !Faults(f, err) {
			return err
		}
	}
	read, err := plan.Read(r.Context(), r.Access)
	if err != nil {
		return err
	}
	return r.showPeriod(read, f)
}

// periodOn writes on with one's own dates after a conflict.
func (r *Request) periodOn(f *form.Form) error {
	read, err := plan.Read(r.Context(), r.Access)
	if err != nil {
		return err
	}
	return r.showPeriod(read, f)
}

func (r *Request) periodConflict(f *form.Form, mine plan.Period) error {
	read, err := plan.Read(r.Context(), r.Access)
	if err != nil {
		return err
	}
	fields := []view.Difference{
		{Label: r.L().T("plan.period.from"), Yours: r.L().DateFull(mine.From), Now: r.L().DateFull(read.Period.From)},
		{Label: r.L().T("plan.period.to"), Yours: r.L().DateFull(mine.To), Now: r.L().DateFull(read.Period.To)},
		{Label: r.L().T("plan.period.evaluate_on"), Yours: r.L().DateFull(mine.EvaluateOn), Now: r.L().DateFull(read.Period.EvaluateOn)},
	}
	return r.showConflict(conflict{
		form: f, version: read.Version, action: r.planAt("/tid"), keep: []string{"from", "to", "evaluate_on"}, fields: fields,
	})
}

func (r *Request) showPeriod(read plan.View, f *form.Form) error {
	key := r.DraftKey("period")
	page := r.planForm(r.L().T("plan.page.period"), f)
	page.Lead = r.L().T("plan.period.lead")
	v := view.PeriodFormView{
		Action: r.planAt("/tid"), Back: r.planAt(""), Draft: key,
		From: r.L().DateTyped(read.Period.From), To: r.L().DateTyped(read.Period.To),
		EvaluateOn: r.L().DateTyped(read.Period.EvaluateOn),
	}
	version := versionText(f, read.Version)
	if f == nil {
		var err error
		v.Kept, version, err = r.kept(page, key, version)
		if err != nil {
			return err
		}
	}
	v.Hidden = []view.Hidden{{Name: "version", Value: version}}
	return r.answerForm(f != nil && !f.OK(), view.PeriodPage(page, v))
}

// versionText is the version a form was written on: as it was sent, else as
// it is.
func versionText(f *form.Form, now int) string {
	if typed, read := f.Typed("version"); read && typed != "" {
		return typed
	}
	return strconv.Itoa(now)
}

// periodWords is from when and until when, in words.
func (r *Request) periodWords(from, to clock.Date) string {
	switch {
	case from.IsZero() && to.IsZero():
		return r.L().T("plan.period.none")
	case to.IsZero():
		return r.L().T("plan.period.since", "From", r.L().DateFull(from))
	case from.IsZero():
		return r.L().T("plan.period.until", "To", r.L().DateFull(to))
	}
	return r.L().T("plan.period.both", "From", r.L().DateFull(from), "To", r.L().DateFull(to))
}
