package app

import (
	"errors"
	"slices"

	"github.com/a-h/templ"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// intakeLookOver shows everything that was answered, each with a way to change
// it, and asks what the family is to be called.
func (a *App) intakeLookOver(r *Request) error {
	answers, ok, err := r.intakeAt(stepFinish)
	if err != nil || !ok {
		return err
	}
	f, _, err := r.Draft(stepDraft(stepFinish))
	if err != nil {
		return err
	}
	return r.Show(r.lookOverPage(answers, f))
}

// intakeOpen gives the family a place here, once: a button pressed twice makes
// one family.
func (a *App) intakeOpen(r *Request) error {
	answers, ok, err := r.intakeAt(stepFinish)
	if err != nil || !ok {
		return err
	}
	f := r.Form()
	answers.Intake.ShortName = f.Line("short_name", maxShortName)
	if !f.OK() {
		return r.ShowFaults(r.lookOverPage(answers, f))
	}
	if err := answers.Intake.Validate(r.Scope.Today()); Faults(f, err) {
		return r.ShowFaults(r.lookOverPage(answers, f))
	}
	slices.SortStableFunc(answers.Intake.Members, func(x, y casefile.Person) int {
		return slices.Index(casefile.MemberKinds(), x.Kind) - slices.Index(casefile.MemberKinds(), y.Kind)
	})
	answers.Intake.ID = answers.ID
	id, err := casefile.Open(r.Context(), r.Visit, answers.Intake)
	if errors.Is(err, tenants.ErrConflict) {
		return r.SeeOther("/familier")
	}
	if err != nil {
		return err
	}
	r.dropIntake(answers)
	return r.Done(familyAddress(id, ""), "done.family_opened", "")
}

func (r *Request) lookOverPage(answers intakeAnswers, f *form.Form) templ.Component {
	l := r.L()
	page := r.intakePage(stepFinish, l.T("intake.finish.question"))
	page.Lead, page.Form = l.T("intake.finish.lead"), f
	v := view.IntakeFinishView{
		Steps: stepsOf(stepFinish), Action: stepAddress(stepFinish), Back: stepBefore(stepFinish),
		Draft: stepDraft(stepFinish), ShortName: answers.Intake.ShortName,
	}
	background := backgroundRows(l, answers.Intake.Background)
	where := []string{stepReferral, stepReferral, stepReferral, stepGrounds, stepGrounds, stepStay}
	for i := range background {
		background[i].Change = stepAddress(where[i])
	}
	v.Rows = append(background,
		r.namesRow(l.T("members.children"), stepChildren, casefile.Child, answers),
		r.namesRow(l.T("members.caregivers"), stepCaregivers, casefile.Caregiver, answers))
	barred := view.SummaryRow{Key: l.T("barred.title"), Value: l.T("intake.finish.nobody"), Change: stepAddress(stepBarred)}
	for _, one := range answers.Intake.Barred {
		barred.Lines = append(barred.Lines, one.Name)
	}
	yes := view.SummaryRow{
		Key: l.T("intake.finish.yes"), Change: stepAddress(stepYes),
		Lines: []string{l.DateFull(answers.Intake.AcceptedOn), howWord(l, answers.Intake.AcceptedHow)},
	}
	v.Rows = append(v.Rows, barred, yes)
	return view.IntakeFinishPage(page, v)
}

func (r *Request) namesRow(key, step string, kind casefile.MemberKind, answers intakeAnswers) view.SummaryRow {
	row := view.SummaryRow{Key: key, Value: r.L().T("intake.finish.nobody"), Change: stepAddress(step)}
	for _, person := range answers.Intake.Members {
		if person.Kind != kind {
			continue
		}
		line := person.Name
		if age, known := ageOn(person.BornOn, r.Scope.Today()); known {
			line += ", " + r.L().N("family.age", age)
		}
		if person.Interpreter {
			line += ", " + r.L().T("member.interpreter.yes")
		}
		row.Lines = append(row.Lines, line)
	}
	return row
}
