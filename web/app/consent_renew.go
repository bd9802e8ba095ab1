package app

import (
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// goOnQuestion asks whether a unit is to go on seeing what it sees.
func (r *Request) goOnQuestion(book consentBook, c consent.Consent) string {
	if !c.Purpose.Opens() {
		return r.L().T("consent.go_on.evaluation")
	}
	return r.L().T("consent.go_on.question", "Unit", r.unitName(book, c.Unit))
}

func (r *Request) goOnAddress(id uuid.UUID) string {
	return r.ownAddress("/deling/forny/" + id.String())
}

// goOnLine is a yes of the reader's own that ends soon.
func (r *Request) goOnLine(book consentBook, c consent.Consent) view.ConsentLine {
	line := r.consentLine(book, c)
	line.Question, line.Renew = r.goOnQuestion(book, c), r.goOnAddress(c.ID)
	line.End = r.ownAddress("/deling/la-slutte/" + c.ID.String())
	return line
}

// ownYes is the yes of the address, as far as the reader answers for it now:
// they gave it, or have come of age for what somebody gave for them.
func (r *Request) ownYes() (consent.Consent, consentBook, error) {
	id, err := r.ID("consent")
	if err != nil {
		return consent.Consent{}, consentBook{}, err
	}
	given, err := consent.Read(r.Context(), r.Access, id)
	if err != nil {
		return given, consentBook{}, err
	}
	book, err := r.consentBook(given.Unit)
	if err != nil {
		return given, book, err
	}
	rules, err := consent.ReadRules(r.Context(), r.Scope)
	if err != nil {
		return given, book, err
	}
	given.Members = given.PartOf(book.own, book.members, rules, r.Scope.Today())
	if len(given.Members) == 0 {
		return given, book, tenants.ErrNotFound
	}
	return given, book, nil
}

// consentGoOnForm asks the reader whether what they said yes to is to go on,
// filled in as they gave it.
func (a *App) consentGoOnForm(r *Request) error {
	given, book, err := r.ownYes()
	if err != nil {
		return err
	}
	state := given.State(r.Scope.Today())
	if r.Access.State == casefile.StateClosed || state != consent.StateActive && state != consent.StateComing {
		return r.SeeOther(r.ownAddress("/deling/samtykke"))
	}
	return r.showGoOn(given, book, nil)
}

func (r *Request) showGoOn(given consent.Consent, book consentBook, f *form.Form) error {
	l, today := r.L(), r.Scope.Today()
	page, err := r.ownPage(l.T("consent.go_on.title"))
	if err != nil {
		return err
	}
	rules, err := consent.ReadRules(r.Context(), r.Scope)
	if err != nil {
		return err
	}
	line := r.goOnLine(book, given)
	page.H1, page.Lead, page.Width, page.Form = line.Question, l.T("consent.go_on.lead"), view.WidthNarrow, f
	if given.GivenBy != book.own {
		page.Lead = l.T("consent.go_on.of_age")
	}
	v := view.GoOnView{
		Action: line.Renew, Back: r.ownAddress("/deling/samtykke"), Answer: string(given.Answer),
		Rows: []view.SummaryRow{
			{Key: l.T("consent.purpose"), Value: line.Purpose}, {Key: l.T("consent.members"), Value: line.People},
			{Key: l.T("consent.go_on.until"), Value: capital(l.Date(rules.OrdinaryUntil(today), today))},
		},
	}
	if part := len(withoutOverview(given.Asked)); part == 1 { // then it is all or nothing
		v.Rows = append([]view.SummaryRow{{Key: l.T("consent.what"), Value: line.What}}, v.Rows...)
	}
	hint := l.T("consent.go_on.end.evaluation", "When", l.Date(given.Until, today))
	if given.Purpose.Opens() {
		hint = l.T("consent.go_on.end.hint", "When", l.Date(given.Until, today))
		v.Sections = sectionOptions(l, withoutOverview(given.Asked))
		for _, section := range withoutOverview(given.Sections) {
			v.Given = append(v.Given, section.String())
		}
	}
	left, err := consent.GoOn(r.Context(), r.Access)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(left, func(c consent.Consent) bool { return c.ID == given.ID }) {
		v.End, v.EndHint = line.End, hint
	}
	if v.Heard, err = r.toBeHeard(given, book); err != nil {
		return err
	}
	if f != nil {
		return r.ShowFaults(view.GoOnPage(page, v))
	}
	return r.Show(view.GoOnPage(page, v))
}

// consentGoOn renews what the reader said yes to.
func (a *App) consentGoOn(r *Request) error {
	before, book, err := r.ownYes()
	if err != nil {
		return err
	}
	f := r.Form()
	f.Require("answer", "consent.answer.missing")
	given := consent.Given{
		Answer: consent.Answer(f.Choice("answer", string(consent.Yes), string(consent.Partial))), How: casefile.HowSelf,
		Sections: readSections(f, "sections"), Heard: readMembers(f, "heard", book),
	}
	if !f.OK() {
		return r.showGoOn(before, book, f)
	}
	_, err = consent.Renew(r.Context(), r.Visit, r.Access.ID, before.ID, given)
	if errors.Is(err, tenants.ErrConflict) {
		return r.Done(r.ownAddress("/deling/samtykke"), "done.consent_late", "")
	}
	if Faults(f, err) {
		return r.showGoOn(before, book, f)
	}
	if err != nil {
		return err
	}
	return r.Done(r.ownAddress("/deling/samtykke"), "done.consent_renewed", "")
}

// consentLetEnd lets what the reader said yes to end on its last day.
func (a *App) consentLetEnd(r *Request) error {
	given, _, err := r.ownYes()
	if err != nil {
		return err
	}
	err = consent.LetEnd(r.Context(), r.Visit, r.Access.ID, given.ID)
	if errors.Is(err, tenants.ErrConflict) {
		return r.Done(r.ownAddress("/deling/samtykke"), "done.consent_late", "")
	}
	if err != nil {
		return err
	}
	return r.Done(r.ownAddress("/deling/samtykke"), "done.consent_let_end", "")
}
