package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// consentsShow shows a coordinator what a family has said yes and no to.
func (a *App) consentsShow(r *Request) error {
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
	page := r.FamilyPage(r.L().T("consent.title"), "/samtykker")
	page.Lead = r.L().T("consent.lead")
	if err := r.eyebrow(page); err != nil {
		return err
	}
	var v view.ConsentsView
	for _, one := range list {
		if !one.SaysEnd(list) {
			r.placeConsent(&v, book, one, one.LetToEnd(list))
		}
	}
	for _, one := range receipts {
		v.Receipts = append(v.Receipts, receiptLine(r, book, one))
	}
	if r.mayWrite(policy.SectionConsents) {
		v.New = r.consentAddress("/nytt")
		page.Actions = view.LinkButton(view.Button{Label: r.L().T("consent.new"), Href: v.New, Icon: view.IconPlus})
	}
	if r.anySharing(list) {
		v.StopAll = r.stopAddress(stopAllKind, uuid.Nil)
	}
	if r.Access.May(policy.SectionDisclosures, policy.ActionSee) {
		v.Law = r.consentAddress("/lov")
	}
	return r.Show(view.ConsentsPage(page, v))
}

func (r *Request) placeConsent(v *view.ConsentsView, book consentBook, one consent.Consent, letEnd bool) {
	line := r.consentLine(book, one)
	if letEnd {
		line.State, line.Tone = r.letEndWord(one), view.Neutral
	}
	write := r.mayWrite(policy.SectionConsents)
	if one.MayTakeBack(r.Access, book.members) {
		line.Stop, line.StopText = r.stopAddress(stopOneKind, one.ID), r.L().T("consent.take_back")
	}
	switch one.State(r.Scope.Today()) {
	case consent.StateAsked:
		v.Asked = append(v.Asked, line)
	case consent.StateActive, consent.StateComing, consent.StateRunOut:
		if write {
			line.Renew = r.consentAddress("/" + one.ID.String() + "/forny")
		}
		if one.State(r.Scope.Today()) == consent.StateRunOut {
			v.Before = append(v.Before, line)
			return
		}
		v.Now = append(v.Now, line)
	case consent.StateRefused:
		v.Refused = append(v.Refused, line)
	default:
		v.Before = append(v.Before, line)
	}
}
