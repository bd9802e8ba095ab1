package app

import (
	"errors"
	"net/http"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/baton"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// batonReceived asks whether the viewer takes a baton. It tells who asks, and
// nothing of the family.
func (a *App) batonReceived(r *Request) error {
	id, err := r.ID("offer")
	if err != nil {
		return err
	}
	return r.showReceived(id, nil, http.StatusOK)
}

func (r *Request) showReceived(id uuid.UUID, f *form.Form, status int) error {
	offer, err := baton.ReadReceived(r.Context(), r.Visit, id)
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("baton.received.title"))
	page.Form, page.Width = f, view.WidthNarrow
	v := view.BatonReceivedView{
		From: offer.FromName, Note: offer.Note, Accept: batonAddress(id, "/ja"), Decline: batonAddress(id, "/nei"),
		Since: r.L().T("baton.open.since", "When", r.L().When(offer.At, r.Scope.Today())),
	}
	switch {
	case offer.State == baton.StateAccepted:
		v.Gone = r.L().T("baton.gone.accepted")
	case offer.State == baton.StateDeclined:
		v.Gone = r.L().T("baton.gone.declined")
	case offer.State != baton.StateOffered:
		v.Gone = r.L().T("baton.gone.withdrawn")
	case status == http.StatusConflict:
		v.Gone = r.L().T("baton.gone.unfit")
	}
	return r.render(status, view.BatonReceivedPage(page, v))
}

// batonAccept takes the baton.
func (a *App) batonAccept(r *Request) error {
	id, err := r.ID("offer")
	if err != nil {
		return err
	}
	family, err := baton.Accept(r.Context(), r.Visit, id)
	if errors.Is(err, tenants.ErrConflict) {
		return r.showReceived(id, nil, http.StatusConflict)
	}
	if err != nil {
		return err
	}
	return r.Done(familyAddress(family, ""), "done.baton_accepted", "")
}

// batonDecline says no, with a reason.
func (a *App) batonDecline(r *Request) error {
	id, err := r.ID("offer")
	if err != nil {
		return err
	}
	f := r.Form()
	f.Require("reason", "baton.decline.reason.missing")
	reason := f.Prose("reason", baton.MaxText)
	if !f.OK() {
		return r.showReceived(id, f, http.StatusUnprocessableEntity)
	}
	err = baton.Decline(r.Context(), r.Visit, id, reason)
	if Faults(f, err) {
		return r.showReceived(id, f, http.StatusUnprocessableEntity)
	}
	if errors.Is(err, tenants.ErrConflict) {
		return r.showReceived(id, nil, http.StatusConflict)
	}
	if err != nil {
		return err
	}
	return r.Done("/", "done.baton_declined", "")
}

// batonsWaiting are the offers the viewer has not answered, for their day.
func (r *Request) batonsWaiting() ([]view.BatonWaiting, error) {
	offers, err := baton.Received(r.Context(), r.Visit)
	if err != nil {
		return nil, err
	}
	waiting := make([]view.BatonWaiting, 0, len(offers))
	for _, one := range offers {
		waiting = append(waiting, view.BatonWaiting{
			From: one.FromName, Since: r.L().When(one.At, r.Scope.Today()), Href: batonAddress(one.ID, ""),
		})
	}
	return waiting, nil
}
