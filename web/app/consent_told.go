package app

import (
	"errors"
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

func didWord(l *locale.Localizer, did consent.Did) string {
	switch did {
	case consent.Deleted:
		return l.T("consent.receipt.deleted")
	case consent.KeptByLaw:
		return l.T("consent.receipt.kept_by_law")
	}
	return l.T("consent.receipt.nothing_kept")
}

// receiptHow says how a unit without a leader told it; empty for one whose
// leader confirmed.
func receiptHow(l *locale.Localizer, state consent.ReceiptState) string {
	switch state {
	case consent.ReceiptByPhone:
		return l.T("consent.receipt.by.phone")
	case consent.ReceiptByLetter:
		return l.T("consent.receipt.by.letter")
	case consent.ReceiptInPerson:
		return l.T("consent.receipt.by.meeting")
	}
	return ""
}

func wayWord(l *locale.Localizer, way consent.ReceiptState) string {
	switch way {
	case consent.ReceiptByLetter:
		return l.T("consent.receipt.how.letter")
	case consent.ReceiptInPerson:
		return l.T("consent.receipt.how.meeting")
	}
	return l.T("consent.receipt.how.phone")
}

// toldReceipt is a receipt of the family that waits for a unit without a
// leader.
func (r *Request) toldReceipt() (consent.Receipt, error) {
	id, err := r.ID("receipt")
	if err != nil {
		return consent.Receipt{}, err
	}
	list, err := consent.Receipts(r.Context(), r.Access)
	if err != nil {
		return consent.Receipt{}, err
	}
	at := slices.IndexFunc(list, func(one consent.Receipt) bool { return one.ID == id && one.Unled })
	if at < 0 {
		return consent.Receipt{}, tenants.ErrNotFound
	}
	return list[at], nil
}

// receiptToldForm asks what a unit without a leader has told that it did.
func (a *App) receiptToldForm(r *Request) error {
	one, err := r.toldReceipt()
	if err != nil {
		return err
	}
	return r.showToldReceipt(one, nil)
}

func (r *Request) showToldReceipt(one consent.Receipt, f *form.Form) error {
	l := r.L()
	book, err := r.consentBook(one.Unit)
	if err != nil {
		return err
	}
	page := r.familyFormPage(l.T("consent.receipt.told.title"))
	page.Lead, page.Form = l.T("consent.receipt.told.lead", "Unit", r.unitName(book, one.Unit)), f
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{Label: l.T("consent.title"), Href: r.consentAddress("")})
	v := view.ToldReceiptView{
		Action: r.consentAddress("/kvittering/" + one.ID.String()), Back: r.consentAddress(""),
		Deeds: options(l, consent.Deeds(), didWord), Ways: options(l, consent.ToldWays(), wayWord),
	}
	if err := r.eyebrow(page); err != nil {
		return err
	}
	if f != nil {
		return r.ShowFaults(view.ToldReceiptPage(page, v))
	}
	return r.Show(view.ToldReceiptPage(page, v))
}

// receiptTold writes it down.
func (a *App) receiptTold(r *Request) error {
	one, err := r.toldReceipt()
	if err != nil {
		return err
	}
	f := r.Form()
	f.Require("did", "consent.receipt.did.missing")
	f.Require("how", "consent.receipt.how.missing")
	did := consent.Did(f.Choice("did", texts(consent.Deeds())...))
	how := consent.ReceiptState(f.Choice("how", texts(consent.ToldWays())...))
	note := f.Line("note", casefile.MaxLine)
	if !f.OK() {
		return r.showToldReceipt(one, f)
	}
	err = consent.RecordReceipt(r.Context(), r.Visit, r.Access.ID, one.ID, how, did, note)
	if Faults(f, err) {
		return r.showToldReceipt(one, f)
	}
	if errors.Is(err, tenants.ErrConflict) { // answered, or a leader came, a moment ago
		return r.Done(r.consentAddress(""), "done.consent_late", "")
	}
	if err != nil {
		return err
	}
	return r.Done(r.consentAddress(""), "done.disclosure", "")
}
