package app

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// newEntry stands in the address for somebody who is not written down yet.
const newEntry = "ny"

// find is the place of one entry among the answers.
func (s intakePeople) find(answers intakeAnswers, word string) (int, bool) {
	n, err := strconv.Atoi(word)
	if err != nil || n < 0 {
		return 0, false
	}
	if s.kind == "" {
		return n, n < len(answers.Intake.Barred)
	}
	return n, n < len(answers.Intake.Members) && answers.Intake.Members[n].Kind == s.kind
}

func putBack[T any](list []T, at int, one T) []T {
	return slices.Insert(list, min(at, len(list)), one)
}

// intakeEntry asks about one person.
func (a *App) intakeEntry(s intakePeople) func(*Request) error {
	return func(r *Request) error {
		answers, ok, err := r.intakeAt(s.step)
		if err != nil || !ok {
			return err
		}
		person, barred, found := s.entryOf(answers, r.Param("n"), r)
		if !found {
			return tenants.ErrNotFound
		}
		f, kept, err := r.Draft(stepDraft(s.step + ":" + r.Param("n")))
		if err != nil {
			return err
		}
		page, err := r.entryPage(s, person, barred, f, kept)
		if err != nil {
			return err
		}
		return r.Show(page)
	}
}

// entryOf is who an address is about, or a new one; the first child begins
// with what was searched for.
func (s intakePeople) entryOf(answers intakeAnswers, word string, r *Request) (casefile.Person, casefile.Barred, bool) {
	if word == newEntry {
		person := casefile.Person{Kind: s.kind}
		age, known := ageOn(answers.BornOn, r.Scope.Today())
		if s.kind == casefile.Child && answers.children() == 0 && known && age < 18 {
			person.Name, person.BornOn = answers.Name, answers.BornOn
		}
		return person, casefile.Barred{}, true
	}
	at, found := s.find(answers, word)
	if !found {
		return casefile.Person{}, casefile.Barred{}, false
	}
	if s.kind == "" {
		return casefile.Person{}, answers.Intake.Barred[at], true
	}
	return answers.Intake.Members[at], casefile.Barred{}, true
}

func (r *Request) entryPage(s intakePeople, person casefile.Person, barred casefile.Barred, f *form.Form, kept string) (templ.Component, error) {
	words := s.words(r.L())
	page := r.intakePage(s.step, words.One)
	page.Form = f
	v := view.IntakeStepView{
		Steps: stepsOf(s.step), Action: stepAddress(s.step) + "/" + r.Param("n"), Back: stepAddress(s.step),
		Draft: stepDraft(s.step + ":" + r.Param("n")), Kept: kept,
	}
	if s.step == stepChildren && r.Param("n") == newEntry {
		v.Back = stepBefore(s.step) // with no child yet the list leads here again
	}
	if s.kind == "" {
		v.Fields = view.AskBarred(page, view.BarredFields{Name: barred.Name, Relation: barred.Relation, Reason: barred.Reason})
		return view.IntakeStepPage(page, v), nil
	}
	fields, err := r.personFields(person, true)
	if err != nil {
		return nil, err
	}
	v.Fields = view.AskPerson(page, fields)
	return view.IntakeStepPage(page, v), nil
}

// intakeEntrySave keeps one person.
func (a *App) intakeEntrySave(s intakePeople) func(*Request) error {
	return func(r *Request) error {
		answers, ok, err := r.intakeAt(s.step)
		if err != nil || !ok {
			return err
		}
		word := r.Param("n")
		person, barred, found := s.entryOf(answers, word, r)
		if !found {
			return tenants.ErrNotFound
		}
		f := r.Form()
		if s.kind == "" {
			barred = readBarred(f)
			f.Require("name", "barred.name.missing")
		} else {
			if person, err = r.readPerson(f, person, true); err != nil {
				return err
			}
			Faults(f, person.Validate("", r.Scope.Today()))
		}
		if !f.OK() {
			page, err := r.entryPage(s, person, barred, f, "")
			if err != nil {
				return err
			}
			return r.ShowFaults(page)
		}
		s.put(&answers, word, person, barred)
		if err := r.saveIntake(answers); err != nil {
			return err
		}
		r.DropDraft(stepDraft(s.step + ":" + word))
		return r.SeeOther(stepAddress(s.step))
	}
}

func (s intakePeople) put(answers *intakeAnswers, word string, person casefile.Person, barred casefile.Barred) {
	answers.Removed = nil
	at, known := s.find(*answers, word)
	switch {
	case s.kind == "" && known:
		answers.Intake.Barred[at] = barred
	case s.kind == "":
		answers.Intake.Barred = append(answers.Intake.Barred, barred)
	case known:
		answers.Intake.Members[at] = person
	default:
		answers.Intake.Members = append(answers.Intake.Members, person)
	}
}
