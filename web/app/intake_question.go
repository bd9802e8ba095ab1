package app

import (
	"slices"

	"github.com/a-h/templ"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// intakeStep is a step with one form.
type intakeStep struct {
	step     string
	fields   []string // whose faults are this step's
	question func(*locale.Localizer) string
	lead     func(*locale.Localizer) string
	read     func(*form.Form, *casefile.Intake)
	show     func(*view.Page, casefile.Intake) templ.Component
}

var intakeQuestions = []intakeStep{
	{
		step: stepReferral, fields: []string{"referrer", "referrer_note", "referred_on", "crisis_on"},
		question: func(l *locale.Localizer) string { return l.T("intake.referral.question") },
		lead:     func(l *locale.Localizer) string { return l.T("intake.referral.lead") },
		read:     func(f *form.Form, i *casefile.Intake) { readReferral(f, &i.Background) },
		show: func(p *view.Page, i casefile.Intake) templ.Component {
			return view.ReferralFields(p, backgroundFields(p, i.Background))
		},
	},
	{
		step: stepGrounds, fields: []string{"grounds", "letter_sender", "letter_on"},
		question: func(l *locale.Localizer) string { return l.T("intake.grounds.question") },
		lead:     func(l *locale.Localizer) string { return l.T("intake.grounds.lead") },
		read:     func(f *form.Form, i *casefile.Intake) { readGrounds(f, &i.Background) },
		show: func(p *view.Page, i casefile.Intake) templ.Component {
			return view.GroundFields(p, backgroundFields(p, i.Background))
		},
	},
	{
		step: stepStay, fields: []string{"centre_from", "centre_to"},
		question: func(l *locale.Localizer) string { return l.T("intake.stay.question") },
		lead:     func(l *locale.Localizer) string { return l.T("intake.stay.lead") },
		read:     func(f *form.Form, i *casefile.Intake) { readStay(f, &i.Background) },
		show: func(p *view.Page, i casefile.Intake) templ.Component {
			return view.StayFields(p, backgroundFields(p, i.Background))
		},
	},
	{
		step: stepYes, fields: []string{"accepted", "accepted_on", "accepted_how"},
		question: func(l *locale.Localizer) string { return l.T("intake.yes.question") },
		lead:     func(l *locale.Localizer) string { return l.T("intake.yes.lead") },
		read:     readAcceptance,
		show: func(p *view.Page, i casefile.Intake) templ.Component {
			return view.YesFields(p, view.YesView{
				Said: i.AcceptedSaid, On: p.DateValue(i.AcceptedOn), How: string(i.AcceptedHow),
				Ways: options(p.L, []casefile.How{casefile.HowOral, casefile.HowWritten}, howWord),
			})
		},
	},
}

func readAcceptance(f *form.Form, i *casefile.Intake) {
	i.AcceptedSaid = f.Bool("accepted")
	i.AcceptedOn = f.DateUntil("accepted_on")
	i.AcceptedHow = casefile.How(f.Choice("accepted_how", string(casefile.HowOral), string(casefile.HowWritten)))
}

// intakeQuestion shows a step, with what was answered or is being typed.
func (a *App) intakeQuestion(q intakeStep) func(*Request) error {
	return func(r *Request) error {
		answers, ok, err := r.intakeAt(q.step)
		if err != nil || !ok {
			return err
		}
		f, kept, err := r.Draft(stepDraft(q.step))
		if err != nil {
			return err
		}
		return r.Show(r.questionPage(q, answers, f, kept))
	}
}

func (r *Request) questionPage(q intakeStep, answers intakeAnswers, f *form.Form, kept string) templ.Component {
	page := r.intakePage(q.step, q.question(r.L()))
	page.Lead, page.Form = q.lead(r.L()), f
	return view.IntakeStepPage(page, view.IntakeStepView{
		Steps: stepsOf(q.step), Action: stepAddress(q.step), Back: stepBefore(q.step), Draft: stepDraft(q.step), Kept: kept,
		Fields: q.show(page, answers.Intake),
	})
}

// intakeAnswer keeps an answer and goes on, or says what must be put right.
func (a *App) intakeAnswer(q intakeStep) func(*Request) error {
	return func(r *Request) error {
		answers, ok, err := r.intakeAt(q.step)
		if err != nil || !ok {
			return err
		}
		f := r.Form()
		q.read(f, &answers.Intake)
		if faults, is := invalid(answers.Intake.Validate(r.Scope.Today())); is {
			for _, fault := range faults.Fields {
				if slices.Contains(q.fields, fault.Field) {
					f.Wrong(fault.Field, fault.Code)
				}
			}
		}
		if !f.OK() {
			return r.ShowFaults(r.questionPage(q, answers, f, ""))
		}
		answers.Done[q.step] = true
		if err := r.saveIntake(answers); err != nil {
			return err
		}
		r.DropDraft(stepDraft(q.step))
		return r.SeeOther(stepAddress(answers.next()))
	}
}
