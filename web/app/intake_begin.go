package app

import (
	"strconv"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// intakeBegin is the first page: go on where one left, or search first.
func (a *App) intakeBegin(r *Request) error {
	answers, err := r.readIntake()
	if err != nil {
		return err
	}
	return r.Show(view.IntakeBeginPage(r.beginPage(nil), r.beginView(answers)))
}

// intakeSearch looks for the family among those who have a place here already,
// and notes that it was done.
func (a *App) intakeSearch(r *Request) error {
	answers, err := r.readIntake()
	if err != nil {
		return err
	}
	f := r.Form()
	v := r.beginView(answers)
	found, searched, err := r.search(f)
	if err != nil {
		return err
	}
	if !searched {
		return r.ShowFaults(view.IntakeBeginPage(r.beginPage(f), v))
	}
	if v.Rows, err = r.familyRows(found.Mine); err != nil {
		return err
	}
	v.Searched, v.Elsewhere, v.Next = true, found.Elsewhere, stepAddress(stepReferral)
	if !answers.Done[stepSearch] {
		answers.Done[stepSearch] = true
		answers.Name, answers.BornOn = f.Line("sok", casefile.MaxName), f.DateUntil("fodt")
		if err := r.saveIntake(answers); err != nil {
			return err
		}
	}
	v.Resume = "" // the way on is under what was found
	return r.Show(view.IntakeBeginPage(r.beginPage(f), v))
}

func (r *Request) beginPage(f *form.Form) *view.Page {
	page := r.intakePage(stepSearch, r.L().T("intake.title"))
	page.Lead, page.Form = r.L().T("intake.search.lead"), f
	return page
}

func (r *Request) beginView(answers intakeAnswers) view.IntakeBeginView {
	v := view.IntakeBeginView{Steps: stepsOf(stepSearch), Search: intakeAddress + "/sok"}
	if answers.kept && answers.Done[stepReferral] {
		v.Resume, v.Anew = stepAddress(answers.next()), intakeAddress+"/forfra"
		v.ResumeText = r.L().T("intake.resume.text", "When", r.L().When(answers.savedAt, r.Scope.Today()))
	}
	return v
}

// droppedForm is the name under which answers lie that were thrown away last.
const droppedForm = intakeForm + ":kastet"

// intakeAnew puts away what was answered and begins anew; it can be undone.
func (a *App) intakeAnew(r *Request) error {
	answers, err := r.readIntake()
	if err != nil {
		return err
	}
	if err := r.keepAnswers(droppedForm, answers); err != nil {
		return err
	}
	r.dropIntake(answers)
	return r.Done(intakeAddress, "done.intake_dropped", intakeAddress+"/forfra/angre")
}

// intakeAnewUndo brings back the answers that were put away, unless another
// family has been begun since.
func (a *App) intakeAnewUndo(r *Request) error {
	now, err := r.readIntake()
	if err != nil {
		return err
	}
	dropped, err := r.readAnswers(droppedForm)
	if err != nil {
		return err
	}
	if !dropped.kept || now.Done[stepReferral] {
		return r.SeeOther(intakeAddress)
	}
	if err := r.keepAnswers(intakeForm, dropped); err != nil {
		return err
	}
	r.DropDraft(droppedForm)
	return r.Done(intakeAddress, "done.intake_restored", "")
}

// dropIntake throws away the answers, and what was being typed on any step.
func (r *Request) dropIntake(answers intakeAnswers) {
	r.DropDraft(intakeForm)
	r.DropDraft(stepDraft(stepFinish))
	for _, question := range intakeQuestions {
		r.DropDraft(stepDraft(question.step))
	}
	for _, list := range intakeLists {
		r.dropEntries(list, answers)
	}
}

// dropEntries throws away what was being typed about people of a step, whose
// places in the answers are about to change.
func (r *Request) dropEntries(list intakePeople, answers intakeAnswers) {
	r.DropDraft(stepDraft(list.step + ":" + newEntry))
	for n := range max(len(answers.Intake.Members), len(answers.Intake.Barred)) {
		r.DropDraft(stepDraft(list.step + ":" + strconv.Itoa(n)))
	}
}

// stepDraft is the name of what is being typed on one step and not yet sent.
func stepDraft(step string) string { return intakeForm + ":" + step }
