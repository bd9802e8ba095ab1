package app

import (
	"strconv"

	"github.com/a-h/templ"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// intakePeople is a step with several people: children, caregivers, or those
// who must never be given access.
type intakePeople struct {
	step string
	kind casefile.MemberKind // empty for those who are barred
}

var intakeLists = []intakePeople{
	{step: stepChildren, kind: casefile.Child},
	{step: stepCaregivers, kind: casefile.Caregiver},
	{step: stepBarred},
}

// words are what a step says.
func (s intakePeople) words(l *locale.Localizer) view.IntakeListView {
	switch s.step {
	case stepChildren:
		return view.IntakeListView{
			Question: l.T("intake.children.question"), Lead: l.T("intake.children.lead"), Empty: l.T("intake.children.empty"),
			Add: l.T("intake.children.add"), One: l.T("intake.children.one"), Icon: view.IconFamily,
		}
	case stepCaregivers:
		return view.IntakeListView{
			Question: l.T("intake.caregivers.question"), Lead: l.T("intake.caregivers.lead"), Empty: l.T("intake.caregivers.empty"),
			Add: l.T("intake.caregivers.add"), One: l.T("intake.caregivers.one"), Icon: view.IconPeople,
		}
	default:
		return view.IntakeListView{
			Question: l.T("intake.barred.question"), Lead: l.T("intake.barred.lead"), Empty: l.T("intake.barred.empty"),
			Add: l.T("intake.barred.add"), One: l.T("intake.barred.one"), Icon: view.IconLock,
		}
	}
}

func (i intakeAnswers) children() int {
	count := 0
	for _, person := range i.Intake.Members {
		if person.Kind == casefile.Child {
			count++
		}
	}
	return count
}

// intakeList shows who is written down so far. With no child yet it asks for
// the first at once.
func (a *App) intakeList(s intakePeople) func(*Request) error {
	return func(r *Request) error {
		answers, ok, err := r.intakeAt(s.step)
		if err != nil || !ok {
			return err
		}
		if s.step == stepChildren && answers.children() == 0 && answers.Removed == nil {
			return r.SeeOther(stepAddress(s.step) + "/ny")
		}
		return r.Show(r.listPage(s, answers, nil))
	}
}

func (r *Request) listPage(s intakePeople, answers intakeAnswers, f *form.Form) templ.Component {
	v := s.words(r.L())
	page := r.intakePage(s.step, v.Question)
	page.Lead, page.Form = v.Lead, f
	v.Steps, v.Action, v.Back = stepsOf(s.step), stepAddress(s.step), stepBefore(s.step)
	v.AddHref = stepAddress(s.step) + "/ny"
	for n, person := range answers.Intake.Members {
		if s.kind != "" && person.Kind == s.kind {
			v.Rows = append(v.Rows, r.answeredPerson(s, n, person))
		}
	}
	if s.kind == "" {
		for n, barred := range answers.Intake.Barred {
			v.Rows = append(v.Rows, view.IntakeRow{
				Name: barred.Name, Meta: []string{barred.Relation, barred.Reason},
				Change: s.entry(n), Remove: s.entry(n) + "/fjern",
			})
		}
	}
	return view.IntakeListPage(page, v)
}

func (s intakePeople) entry(n int) string { return stepAddress(s.step) + "/" + strconv.Itoa(n) }

func (r *Request) answeredPerson(s intakePeople, n int, person casefile.Person) view.IntakeRow {
	row := view.IntakeRow{Name: person.Name, Change: s.entry(n), Remove: s.entry(n) + "/fjern", Meta: []string{person.Relation}}
	if age, known := ageOn(person.BornOn, r.Scope.Today()); known {
		row.Meta = append(row.Meta, r.L().N("family.age", age))
	}
	row.Meta = append(row.Meta, spokenWord(r.L(), person.Language))
	if person.Interpreter {
		row.Meta = append(row.Meta, r.L().T("member.interpreter.yes"))
	}
	if person.Grade.Strict() {
		row.Meta = append(row.Meta, gradeWord(r.L(), person.Grade))
	}
	return row
}

// intakeListDone says that everybody is written down.
func (a *App) intakeListDone(s intakePeople) func(*Request) error {
	return func(r *Request) error {
		answers, ok, err := r.intakeAt(s.step)
		if err != nil || !ok {
			return err
		}
		if s.step == stepChildren && answers.children() == 0 {
			f := r.Form()
			f.Wrong("members", "intake.members.no_child")
			return r.ShowFaults(r.listPage(s, answers, f))
		}
		answers.Done[s.step] = true
		if err := r.saveIntake(answers); err != nil {
			return err
		}
		return r.SeeOther(stepAddress(answers.next()))
	}
}

// intakeEntryRemove takes somebody out again; it can be undone.
func (a *App) intakeEntryRemove(s intakePeople) func(*Request) error {
	return func(r *Request) error {
		answers, ok, err := r.intakeAt(s.step)
		if err != nil || !ok {
			return err
		}
		at, found := s.find(answers, r.Param("n"))
		if !found {
			return tenants.ErrNotFound
		}
		for _, list := range intakeLists {
			r.dropEntries(list, answers)
		}
		answers.Removed = &removedAnswer{Step: s.step, At: at, Done: answers.Done[s.step]}
		if s.kind == "" {
			answers.Removed.Barred = answers.Intake.Barred[at]
			answers.Intake.Barred = append(answers.Intake.Barred[:at:at], answers.Intake.Barred[at+1:]...)
		} else {
			answers.Removed.Person = answers.Intake.Members[at]
			answers.Intake.Members = append(answers.Intake.Members[:at:at], answers.Intake.Members[at+1:]...)
		}
		answers.Done[s.step] = false
		if err := r.saveIntake(answers); err != nil {
			return err
		}
		return r.Done(stepAddress(s.step), "done.member_removed", intakeAddress+"/angre")
	}
}

// intakeUndo puts back the one who was taken out last.
func (a *App) intakeUndo(r *Request) error {
	answers, err := r.readIntake()
	if err != nil {
		return err
	}
	removed := answers.Removed
	if removed == nil {
		return r.SeeOther(stepAddress(answers.next()))
	}
	answers.Removed, answers.Done[removed.Step] = nil, removed.Done
	if removed.Step == stepBarred {
		answers.Intake.Barred = putBack(answers.Intake.Barred, removed.At, removed.Barred)
	} else {
		answers.Intake.Members = putBack(answers.Intake.Members, removed.At, removed.Person)
	}
	if err := r.saveIntake(answers); err != nil {
		return err
	}
	return r.Done(stepAddress(removed.Step), "done.member_restored", "")
}
