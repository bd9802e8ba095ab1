package app

import (
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

const owedPath = "/enhet/kvitteringer"

// receiptsOwed shows a unit's leader what the unit has to confirm. It names no
// family: a reference, and the day it was asked.
func (a *App) receiptsOwed(r *Request) error {
	owed, err := consent.Owed(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("consent.owed.title"))
	page.Lead = r.L().T("consent.owed.lead")
	units := make([]uuid.UUID, 0, len(owed))
	for _, one := range owed {
		units = append(units, one.Unit)
	}
	names, err := directory.UnitNames(r.Context(), r.Scope, units)
	if err != nil {
		return err
	}
	var v view.OwedView
	for _, one := range owed {
		shown := view.OwedReceipt{
			Href: owedPath + "/" + one.ID.String(), Reference: one.Reference(),
			Asked: r.L().T("consent.owed.asked", "When", r.L().DateTime(one.AskedAt, r.Scope.Today())),
		}
		if one.Unled {
			shown.Unled = r.L().T("consent.owed.unled", "Unit", names[one.Unit])
		}
		v.Receipts = append(v.Receipts, shown)
	}
	return r.Show(view.OwedPage(page, v))
}

func (r *Request) owed() (consent.Receipt, error) {
	id, err := r.ID("receipt")
	if err != nil {
		return consent.Receipt{}, err
	}
	owed, err := consent.Owed(r.Context(), r.Visit)
	if err != nil {
		return consent.Receipt{}, err
	}
	at := slices.IndexFunc(owed, func(one consent.Receipt) bool { return one.ID == id })
	if at < 0 {
		return consent.Receipt{}, tenants.ErrNotFound
	}
	return owed[at], nil
}

// receiptForm asks what the unit did with what it had received.
func (a *App) receiptForm(r *Request) error {
	one, err := r.owed()
	if err != nil {
		return err
	}
	return r.showReceipt(one, nil)
}

func (r *Request) showReceipt(one consent.Receipt, f *form.Form) error {
	page := r.Page(r.L().T("consent.owed.one"))
	page.H1, page.Lead = r.L().T("consent.owed.reference", "Reference", one.Reference()), r.L().T("consent.owed.one.lead")
	page.Width, page.Form = view.WidthNarrow, f
	page.Breadcrumbs = []view.Link{{Label: r.L().T("consent.owed.title"), Href: owedPath}}
	shown := view.ConfirmReceiptPage(page, view.ConfirmReceiptView{Action: owedPath + "/" + one.ID.String(), Back: owedPath})
	if f != nil {
		return r.ShowFaults(shown)
	}
	return r.Show(shown)
}

// receiptConfirm keeps what the unit says it did.
func (a *App) receiptConfirm(r *Request) error {
	one, err := r.owed()
	if err != nil {
		return err
	}
	f := r.Form()
	f.Require("did", "consent.receipt.did.missing")
	did := consent.Did(f.Choice("did", texts(consent.Deeds())...))
	note := f.Line("note", casefile.MaxLine)
	if !f.OK() {
		return r.showReceipt(one, f)
	}
	err = consent.Confirm(r.Context(), r.Visit, one.ID, did, note)
	if Faults(f, err) {
		return r.showReceipt(one, f)
	}
	if err != nil && !errors.Is(err, tenants.ErrConflict) { // confirmed a moment ago is confirmed
		return err
	}
	return r.Done(owedPath, "done.receipt", "")
}
