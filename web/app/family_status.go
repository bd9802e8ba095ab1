package app

import (
	"errors"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// familyCloseForm asks how the follow-up ended.
func (a *App) familyCloseForm(r *Request) error {
	if r.Access.State == casefile.StateClosed {
		return r.SeeOther(familyAddress(r.Access.ID, ""))
	}
	return r.showClose(nil)
}

// familyClose ends the follow-up. It can be taken up again at once.
func (a *App) familyClose(r *Request) error {
	f := r.Form()
	outcome := casefile.Outcome(f.Choice("outcome", texts(casefile.Outcomes())...))
	reason, on := f.Prose("reason", casefile.MaxText), f.DateUntil("on")
	f.Require("outcome", "close.outcome.missing")
	if !f.Bool("sure") {
		f.Wrong("sure", "close.sure.missing")
	}
	if !f.OK() {
		return r.showClose(f)
	}
	err := consent.Close(r.Context(), r.Visit, r.Access.ID, outcome, reason, on)
	if Faults(f, err) {
		return r.showClose(f)
	}
	if errors.Is(err, tenants.ErrConflict) {
		return r.SeeOther(familyAddress(r.Access.ID, "")) // it is closed already
	}
	if err != nil {
		return err
	}
	address := familyAddress(r.Access.ID, "")
	return r.Done(address, "done.family_closed", address+"/gjenapne")
}

func (r *Request) showClose(f *form.Form) error {
	page := r.familyFormPage(r.L().T("close.title"))
	page.Lead, page.Form = r.L().T("close.lead"), f
	shown := view.ClosePage(page, view.CloseView{
		Action: familyAddress(r.Access.ID, "/avslutt"), Back: familyAddress(r.Access.ID, ""),
		Outcomes: options(r.L(), casefile.Outcomes(), outcomeWord), On: page.DateValue(r.Scope.Today()),
	})
	if f == nil {
		return r.Show(shown)
	}
	return r.ShowFaults(shown)
}

// familyReopenForm asks why the follow-up is taken up again.
func (a *App) familyReopenForm(r *Request) error {
	if r.Access.State != casefile.StateClosed {
		return r.SeeOther(familyAddress(r.Access.ID, ""))
	}
	return r.showReopen(nil)
}

// familyReopen takes it up again.
func (a *App) familyReopen(r *Request) error {
	f := r.Form()
	reason := f.Prose("reason", casefile.MaxText)
	if !f.OK() {
		return r.showReopen(f)
	}
	err := casefile.Reopen(r.Context(), r.Visit, r.Access.ID, reason)
	if Faults(f, err) {
		return r.showReopen(f)
	}
	if errors.Is(err, tenants.ErrConflict) {
		return r.SeeOther(familyAddress(r.Access.ID, "")) // it is open already
	}
	if err != nil {
		return err
	}
	return r.Done(familyAddress(r.Access.ID, ""), "done.family_reopened", "")
}

func (r *Request) showReopen(f *form.Form) error {
	page := r.familyFormPage(r.L().T("reopen.title"))
	page.Lead, page.Form = r.L().T("reopen.lead"), f
	shown := view.ReopenPage(page, view.ReopenView{
		Action: familyAddress(r.Access.ID, "/gjenapne"), Back: familyAddress(r.Access.ID, ""),
	})
	if f == nil {
		return r.Show(shown)
	}
	return r.ShowFaults(shown)
}
