package app

import (
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// askAnswer is the choice of asking instead of writing down an answer.
const askAnswer = "ask"

// consentNew is where an answer is written down, or asked for.
func (a *App) consentNew(r *Request) error {
	if r.readOnly() {
		return r.SeeOther(r.consentAddress(""))
	}
	values, kept, err := r.consentKept()
	if err != nil {
		return err
	}
	step := r.consentStep()
	if unit := r.Query("enhet"); unit != "" && step == consentWhom {
		values, kept = map[string][]string{"unit": {unit}}, ""
	}
	if step > consentWhom {
		kept = "" // it was typed just now
	}
	return r.showConsentStep(step, values, kept, nil)
}

// consentGive keeps a step, and after the last writes down the answer, or asks
// for it.
func (a *App) consentGive(r *Request) error {
	f := r.Form()
	if step, sent := f.Int("step", consentWhom, consentAnswered); sent {
		return r.consentNext(step)
	}
	book, err := r.consentBook()
	if err != nil {
		return err
	}
	given, ask := readGiven(f, book)
	given.Purpose = consent.Purpose(f.Choice("purpose", texts(consent.Purposes())...))
	given.Unit, given.Asked, given.Members = f.UUID("unit"), readSections(f, "asked"), readMembers(f, "members", book)
	if !f.OK() {
		return r.showConsentStep(stepOfFault(f), r.consentSent(), "", f)
	}
	if ask {
		_, err = consent.Ask(r.Context(), r.Visit, r.Access.ID, given)
	} else {
		_, err = consent.Give(r.Context(), r.Visit, r.Access.ID, given)
	}
	if Faults(f, err) {
		return r.showConsentStep(stepOfFault(f), r.consentSent(), "", f)
	}
	if err != nil {
		return err
	}
	r.DropDraft(r.DraftKey("consent"))
	return r.Done(r.consentAddress(""), consentDone(given, ask), "")
}

func consentDone(given consent.Given, ask bool) string {
	switch {
	case ask:
		return "done.consent_asked"
	case given.Answer == consent.No:
		return "done.consent_refused"
	}
	return "done.consent_given"
}

// consentRenewForm asks for the answer when a yes is asked for again.
func (a *App) consentRenewForm(r *Request) error {
	if r.readOnly() {
		return r.SeeOther(r.consentAddress(""))
	}
	before, err := r.renewable()
	if err != nil {
		return err
	}
	return r.showConsentForm(&before, nil)
}

// consentRenew writes the new answer down, or asks for it.
func (a *App) consentRenew(r *Request) error {
	before, err := r.renewable()
	if err != nil {
		return err
	}
	f := r.Form()
	book, err := r.consentBook()
	if err != nil {
		return err
	}
	given, ask := readGiven(f, book)
	if !f.OK() {
		return r.showConsentForm(&before, f)
	}
	if ask {
		given.Renews = before.ID
		_, err = consent.Ask(r.Context(), r.Visit, r.Access.ID, given)
	} else {
		_, err = consent.Renew(r.Context(), r.Visit, r.Access.ID, before.ID, given)
	}
	if errors.Is(err, tenants.ErrConflict) && !r.readOnly() {
		return r.Done(r.consentAddress(""), "done.consent_late", "")
	}
	if Faults(f, err) {
		return r.showConsentForm(&before, f)
	}
	if err != nil {
		return err
	}
	return r.Done(r.consentAddress(""), consentDone(given, ask), "")
}

// renewable is the consent of the address.
func (r *Request) renewable() (consent.Consent, error) {
	id, err := r.ID("consent")
	if err != nil {
		return consent.Consent{}, err
	}
	return consent.Read(r.Context(), r.Access, id)
}

// readGiven reads what the two forms have in common.
func readGiven(f *form.Form, book consentBook) (given consent.Given, ask bool) {
	f.Require("answer", "consent.answer.missing")
	answer := f.Choice("answer", string(consent.Yes), string(consent.Partial), string(consent.No), askAnswer)
	how := f.Choice("how", string(casefile.HowOral), string(casefile.HowWritten))
	f.Require("given_by", "consent.given_by.missing")
	given = consent.Given{
		Answer: consent.Answer(answer), How: casefile.How(how), By: f.UUID("given_by"), Told: f.Line("how_told", casefile.MaxLine),
		Sections: readSections(f, "sections"), Heard: readMembers(f, "heard", book), Until: f.DateFrom("until"),
	}
	if answer == askAnswer {
		given.Answer = consent.Unanswered
		return given, true
	}
	f.Require("how", "consent.how.missing")
	return given, false
}

func readSections(f *form.Form, field string) policy.SectionSet {
	var words []string
	for _, section := range consent.Shareable() {
		words = append(words, section.String())
	}
	var set policy.SectionSet
	for _, word := range f.Many(field, words...) {
		if section, err := policy.ParseSection(word); err == nil {
			set |= policy.Sections(section)
		}
	}
	return set
}

func readMembers(f *form.Form, field string, book consentBook) []uuid.UUID {
	var words []string
	for _, one := range book.members {
		words = append(words, one.ID.String())
	}
	var ids []uuid.UUID
	for _, word := range f.Many(field, words...) {
		ids = append(ids, uuid.MustParse(word)) // one of the members' own
	}
	return ids
}

// showConsentForm shows the form for an answer that renews.
func (r *Request) showConsentForm(renewed *consent.Consent, f *form.Form) error {
	page, v, err := r.consentFormView(renewed)
	if err != nil {
		return err
	}
	page.Form = f
	if f != nil {
		return r.ShowFaults(view.ConsentFormPage(page, v))
	}
	return r.Show(view.ConsentFormPage(page, v))
}

// consentFormView is what can be chosen in a new answer, or in one that renews.
func (r *Request) consentFormView(renewed *consent.Consent) (*view.Page, view.ConsentFormView, error) {
	l := r.L()
	v := view.ConsentFormView{
		Action: r.consentAddress("/nytt"), Back: r.consentAddress(""),
		Purposes: options(l, consent.Purposes(), purposeWord), Sections: sectionOptions(l, consent.Shareable()),
		Answers: []view.Option{
			{Value: string(consent.Yes), Label: l.T("consent.answer.yes")},
			{Value: string(consent.Partial), Label: l.T("consent.answer.partial"), Hint: l.T("consent.answer.partial.hint")},
			{Value: string(consent.No), Label: l.T("consent.answer.no")},
			{Value: askAnswer, Label: l.T("consent.answer.ask"), Hint: l.T("consent.answer.ask.hint")},
		},
	}
	rules, err := consent.ReadRules(r.Context(), r.Scope)
	if err != nil {
		return nil, v, err
	}
	title, purposes := l.T("consent.new"), consent.Purposes()
	if renewed != nil {
		title, purposes = l.T("consent.renew.title"), []consent.Purpose{renewed.Purpose}
		v.Action = r.consentAddress("/" + renewed.ID.String() + "/forny")
	}
	if renewed != nil && len(withoutOverview(renewed.Asked)) < 2 { // there is no part of it to say yes to
		v.Answers = slices.Delete(v.Answers, 1, 2)
		v.Answers[0].Label = l.T("consent.go_on.yes")
	}
	page := r.familyFormPage(title)
	page.Lead = l.T("consent.form.lead")
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{Label: l.T("consent.title"), Href: r.consentAddress("")})
	v.Until = page.DateValue(rules.OrdinaryUntil(r.Scope.Today()))
	if err := r.fillConsentForm(page, &v, renewed); err != nil {
		return nil, v, err
	}
	r.fillWho(&v, rules, purposes, renewed)
	return page, v, r.eyebrow(page)
}
