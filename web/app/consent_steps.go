package app

import (
	"slices"
	"strconv"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/draft"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// The steps of writing down a new answer: who and to whom, what and about
// whom, the answer itself, and all of it before the yes.
const (
	consentWhom = iota + 1
	consentWhat
	consentAnswered
	consentSummary
)

// consentFields are the fields of each step; what is typed in one is carried
// along to the others in the draft and the form, and never in an address.
var consentFields = [][]string{
	consentWhom:     {"given_by", "unit", "purpose"},
	consentWhat:     {"asked", "members"},
	consentAnswered: {"answer", "sections", "how", "how_told", "heard", "until"},
	consentSummary:  {},
}

// stepOfFault is the step where the first thing to put right is typed.
func stepOfFault(f *form.Form) int {
	for step := consentWhom; step < consentSummary; step++ {
		for _, fault := range f.Errors() {
			if slices.Contains(consentFields[step], fault.Field) {
				return step
			}
		}
	}
	return consentAnswered
}

func (r *Request) consentStepAddress(step int) string {
	return r.consentAddress("/nytt?steg=" + strconv.Itoa(step))
}

// consentStep is the step of the address; the first when it says none.
func (r *Request) consentStep() int {
	step, err := strconv.Atoi(r.Query("steg"))
	if err != nil || step < consentWhom || step > consentSummary {
		return consentWhom
	}
	return step
}

// consentKept is what has been typed in all of the steps, and when it was kept.
func (r *Request) consentKept() (map[string][]string, string, error) {
	kept, found, err := draft.Read(r.Context(), r.Visit, r.DraftKey("consent"))
	if err != nil || !found {
		return map[string][]string{}, "", err
	}
	return kept.Values, r.L().When(kept.SavedAt, r.Scope.Today()), nil
}

// consentSent is what was sent, of all of the steps.
func (r *Request) consentSent() map[string][]string {
	values := map[string][]string{}
	for _, fields := range consentFields {
		for _, field := range fields {
			if sent := r.FormAll(field); len(sent) > 0 {
				values[field] = sent
			}
		}
	}
	return values
}

// consentForm is a form of what was kept.
func (r *Request) consentForm(values map[string][]string) *form.Form {
	get := func(name string) string {
		if len(values[name]) == 0 {
			return ""
		}
		return values[name][0]
	}
	return form.Read(get, r.Scope.Today()).WithAll(func(name string) []string { return values[name] })
}

// consentNext keeps what was typed in a step and goes on to the next, or says
// what must be put right.
func (r *Request) consentNext(step int) error {
	values := r.consentSent()
	f := r.consentForm(values)
	book, err := r.consentBook()
	if err != nil {
		return err
	}
	readStep(f, step, book)
	if err := r.mayAnswer(f, step, book); err != nil {
		return err
	}
	if !f.OK() {
		return r.showConsentStep(min(step, stepOfFault(f)), values, "", f)
	}
	if _, err := draft.Save(r.Context(), r.Visit, r.DraftKey("consent"), r.Access.ID, values); err != nil {
		return err
	}
	return r.SeeOther(r.consentStepAddress(step + 1))
}

// readStep reads the fields of one step.
func readStep(f *form.Form, step int, book consentBook) {
	purpose := consent.Purpose(f.Choice("purpose", texts(consent.Purposes())...))
	switch step {
	case consentWhom:
		f.Require("given_by", "consent.given_by.missing")
		f.UUID("given_by")
		if f.UUID("unit") == noID && (purpose == "" || purpose.Opens()) {
			f.Wrong("unit", "consent.unit.missing")
		}
		f.Require("purpose", "consent.purpose.missing")
	case consentWhat:
		readSections(f, "asked")
		readMembers(f, "members", book)
		if purpose.Opens() {
			f.Require("asked", "consent.asked.missing")
		}
		f.Require("members", "consent.members.missing")
	case consentAnswered:
		given, ask := readGiven(f, book)
		if !ask && given.How == casefile.HowOral {
			f.Require("how_told", "consent.how_told.missing")
		}
		if given.Answer == consent.Partial {
			f.Require("sections", "consent.sections.missing")
		}
	}
}

// showConsentStep shows one step; f is what must be put right, or nil.
func (r *Request) showConsentStep(step int, values map[string][]string, kept string, f *form.Form) error {
	page, v, err := r.consentFormView(nil)
	if err != nil {
		return err
	}
	page.Form = f
	if f == nil {
		page.Form = form.KeptAll(values)
	}
	purpose := consent.Purpose(r.consentForm(values).Line("purpose", casefile.MaxLine))
	v.Opens = purpose.Opens() || purpose == ""
	v.Draft, v.Kept = r.DraftKey("consent"), kept
	v.Steps = view.StepsView{N: step, Total: consentSummary}
	for n, fields := range consentFields {
		for _, field := range fields {
			for _, value := range values[field] {
				if n != step {
					v.Hidden = append(v.Hidden, view.Hidden{Name: field, Value: value})
				}
			}
		}
	}
	if step < consentSummary {
		v.Hidden = append(v.Hidden, view.Hidden{Name: "step", Value: strconv.Itoa(step)})
	}
	if step > consentWhom {
		v.Before = r.consentStepAddress(step - 1)
	}
	switch step {
	case consentWhom:
		page.H1 = r.L().T("consent.step.whom")
	case consentWhat:
		page.H1 = r.L().T("consent.step.what")
		if err := r.hintOfAge(&v, r.consentForm(values)); err != nil {
			return err
		}
	case consentAnswered:
		page.H1 = r.L().T("consent.step.answer")
		v.Sections = slices.DeleteFunc(v.Sections, func(one view.Option) bool { return !slices.Contains(values["asked"], one.Value) })
	case consentSummary:
		page.H1 = r.L().T("consent.step.summary")
		if err := r.consentSummary(&v, values); err != nil {
			return err
		}
	}
	if f != nil {
		return r.ShowFaults(view.ConsentStepPage(page, v))
	}
	return r.Show(view.ConsentStepPage(page, v))
}

// consentSummary says in plain words what will be written down.
func (r *Request) consentSummary(v *view.ConsentFormView, values map[string][]string) error {
	l, f := r.L(), r.consentForm(values)
	book, err := r.consentBook(f.UUID("unit"))
	if err != nil {
		return err
	}
	given, ask := readGiven(f, book)
	asked, members := readSections(f, "asked"), readMembers(f, "members", book)
	who, unit := capital(r.consentPerson(book, given.By)), r.unitName(book, f.UUID("unit"))
	what, about := partsInWords(l, asked), r.consentAbout(book, members)
	row := func(key, value string, step int) {
		v.Summary = append(v.Summary, view.SummaryRow{Key: key, Value: value, Change: r.consentStepAddress(step)})
	}
	row(l.T("consent.given_by"), who, consentWhom)
	row(l.T("consent.unit"), unit, consentWhom)
	row(l.T("consent.purpose"), purposeWord(l, consent.Purpose(f.Line("purpose", casefile.MaxLine))), consentWhom)
	row(l.T("consent.members"), capital(about), consentWhat)
	answer := l.T("consent.answer.yes")
	switch {
	case ask:
		answer, v.Says = l.T("consent.answer.ask"), l.T("consent.says.ask", "Who", who, "Unit", unit, "What", what, "About", about)
	case given.Answer == consent.No:
		answer, v.Says = l.T("consent.answer.no"), l.T("consent.says.no", "Who", who, "Unit", unit, "What", what, "About", about)
	default:
		if given.Answer == consent.Partial {
			answer, what = l.T("consent.answer.partial"), partsInWords(l, given.Sections)
		}
		v.Says = l.T("consent.says.yes", "Who", who, "Unit", unit, "What", what, "About", about)
	}
	if !v.Opens {
		v.Says = ""
	} else {
		row(l.T("consent.what"), capital(what), consentWhat)
	}
	row(l.T("consent.answer.given"), answer, consentAnswered)
	if !ask {
		row(l.T("consent.how"), capital(howWord(l, given.How)), consentAnswered)
	}
	if given.Answer != consent.No && !given.Until.IsZero() {
		row(l.T("consent.until"), capital(l.Date(given.Until, r.Scope.Today())), consentAnswered)
	}
	return nil
}
