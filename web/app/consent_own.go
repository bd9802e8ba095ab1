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

// consentsOwn shows a family what it has said yes and no to.
func (a *App) consentsOwn(r *Request) error {
	list, err := consent.List(r.Context(), r.Access)
	if err != nil {
		return err
	}
	receipts, err := consent.Receipts(r.Context(), r.Access)
	if err != nil {
		return err
	}
	units := unitsOfConsents(list)
	for _, one := range receipts {
		units = append(units, one.Unit)
	}
	book, err := r.consentBook(units...)
	if err != nil {
		return err
	}
	page, err := r.ownPage(r.L().T("consent.own.title"))
	if err != nil {
		return err
	}
	page.Lead = r.L().T("consent.own.lead")
	page.Breadcrumbs = []view.Link{{Label: r.L().T("consent.sharing"), Href: r.ownAddress("/deling")}}
	var v view.OwnConsentsView
	goOn, err := consent.GoOn(r.Context(), r.Access)
	if err != nil {
		return err
	}
	for _, one := range goOn {
		v.GoOn = append(v.GoOn, r.goOnLine(book, one))
	}
	for _, one := range list {
		if !one.SaysEnd(list) {
			r.placeOwn(&v, book, one, one.LetToEnd(list))
		}
	}
	for _, one := range receipts {
		v.Receipts = append(v.Receipts, receiptLine(r, book, one))
	}
	if r.anySharing(list) {
		v.StopAll = r.stopAddress(stopAllKind, uuid.Nil)
	}
	return r.Show(view.OwnConsentsPage(page, v))
}

func (r *Request) placeOwn(v *view.OwnConsentsView, book consentBook, one consent.Consent, letEnd bool) {
	line := r.consentLine(book, one)
	if letEnd {
		line.State, line.Tone = r.letEndWord(one), view.Neutral
		if one.GivenBy == book.own {
			line.Renew = r.goOnAddress(one.ID)
		}
	}
	if one.MayTakeBack(r.Access, book.members) {
		line.Stop, line.StopText = r.stopAddress(stopOneKind, one.ID), r.L().T("consent.stop")
		if !one.Purpose.Opens() {
			line.StopText = r.L().T("consent.leave")
		}
	}
	switch one.State(r.Scope.Today()) {
	case consent.StateAsked:
		if one.GivenBy != book.own {
			return // it is asked of somebody else
		}
		line.Stop, line.Answer = "", r.ownAddress("/deling/samtykke/"+one.ID.String())
		v.Questions = append(v.Questions, line)
	case consent.StateActive, consent.StateComing:
		v.Now = append(v.Now, line)
	case consent.StateReplaced:
	default:
		v.Before = append(v.Before, line)
	}
}

// question is what is asked of the reader, and how it is spoken of.
func (r *Request) question() (consent.Consent, consentBook, error) {
	id, err := r.ID("consent")
	if err != nil {
		return consent.Consent{}, consentBook{}, err
	}
	asked, err := consent.Read(r.Context(), r.Access, id)
	if err != nil {
		return asked, consentBook{}, err
	}
	book, err := r.consentBook(asked.Unit)
	if err != nil {
		return asked, book, err
	}
	if book.own == uuid.Nil || asked.GivenBy != book.own {
		return asked, book, tenants.ErrNotFound
	}
	return asked, book, nil
}

// consentAnswerForm asks the reader for the answer.
func (a *App) consentAnswerForm(r *Request) error {
	asked, book, err := r.question()
	if err != nil {
		return err
	}
	if asked.State(r.Scope.Today()) != consent.StateAsked {
		return r.SeeOther(r.ownAddress("/deling/samtykke"))
	}
	return r.showQuestion(asked, book, nil)
}

func (r *Request) showQuestion(asked consent.Consent, book consentBook, f *form.Form) error {
	l := r.L()
	page, err := r.ownPage(l.T("consent.question.title"))
	if err != nil {
		return err
	}
	page.Width, page.Form = view.WidthNarrow, f
	v := view.AnswerView{
		Action: r.ownAddress("/deling/samtykke/" + asked.ID.String()), Back: r.ownAddress("/deling/samtykke"),
		Purpose: purposeWord(l, asked.Purpose), People: capital(r.consentPeople(book, asked.Members)), Opens: asked.Purpose.Opens(),
		Until: capital(l.Date(asked.Until, r.Scope.Today())),
	}
	page.H1 = l.T("consent.question.evaluation")
	if v.Opens {
		v.Unit = r.unitName(book, asked.Unit)
		page.H1 = l.T("consent.question", "Unit", v.Unit, "What", partsInWords(l, asked.Asked))
		v.Sections = sectionOptions(l, withoutOverview(asked.Asked))
	}
	if v.Heard, err = r.toBeHeard(asked, book); err != nil {
		return err
	}
	if f != nil {
		return r.ShowFaults(view.AnswerPage(page, v))
	}
	return r.Show(view.AnswerPage(page, v))
}

func withoutOverview(sections policy.SectionSet) []policy.Section {
	return (sections &^ policy.Sections(policy.SectionOverview)).List()
}

// toBeHeard are the children who must be heard before it is answered for them.
func (r *Request) toBeHeard(asked consent.Consent, book consentBook) ([]view.Option, error) {
	rules, err := consent.ReadRules(r.Context(), r.Scope)
	if err != nil {
		return nil, err
	}
	var heard []view.Option
	for _, one := range book.members {
		if one.Kind != casefile.Child || one.ID == book.own || !slices.Contains(asked.Members, one.ID) {
			continue
		}
		if rules.Who(asked.Purpose, one.Age(r.Scope.Today())) == consent.WhoHeard {
			heard = append(heard, view.Option{Value: one.ID.String(), Label: one.FirstName()})
		}
	}
	return heard, nil
}

// consentAnswer keeps the reader's own answer.
func (a *App) consentAnswer(r *Request) error {
	asked, book, err := r.question()
	if err != nil {
		return err
	}
	f := r.Form()
	f.Require("answer", "consent.answer.missing")
	reply := consent.Reply{Answer: consent.Answer(f.Choice("answer", string(consent.Yes), string(consent.Partial), string(consent.No)))}
	reply.Sections, reply.Heard = readSections(f, "sections"), readMembers(f, "heard", book)
	if !f.OK() {
		return r.showQuestion(asked, book, f)
	}
	err = reply.Give(r.Context(), r.Visit, r.Access.ID, asked.ID)
	if errors.Is(err, tenants.ErrConflict) {
		return r.Done(r.ownAddress("/deling/samtykke"), "done.consent_late", "")
	}
	if Faults(f, err) {
		return r.showQuestion(asked, book, f)
	}
	if err != nil {
		return err
	}
	if reply.Answer == consent.No {
		return r.Done(r.ownAddress("/deling/samtykke"), "done.consent_no", "")
	}
	return r.Done(r.ownAddress("/deling/samtykke"), "done.consent_yes", "")
}
