package app

import (
	"errors"
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/emergency"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// emergencyShow asks whom it is about and why it cannot wait.
func (a *App) emergencyShow(r *Request) error { return r.showEmergency(nil, "", http.StatusOK) }

func (r *Request) showEmergency(f *form.Form, busy string, status int) error {
	open, err := emergency.Now(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("emergency.title"))
	page.Lead, page.Form, page.Width = r.L().T("emergency.lead"), f, view.WidthNarrow
	v := view.EmergencyView{Post: "/nodtilgang", Busy: busy}
	for _, one := range open {
		v.Open = append(v.Open, view.EmergencyOpen{
			Title: r.L().T("emergency.family", "Code", casefile.Code(one.Family)), Href: familyAddress(one.Family, "/nod"),
			Until: r.L().T("emergency.until", "Time", r.L().Time(one.Until)),
		})
	}
	return r.render(status, view.EmergencyPage(page, v))
}

// emergencyUse opens the family, if there is one to open.
func (a *App) emergencyUse(r *Request) error {
	f := r.Form()
	f.Require("name", "emergency.name.missing")
	f.Require("born_on", "emergency.born_on.missing")
	q := emergency.Request{
		Name: f.Line("name", casefile.MaxName), BornOn: f.DateUntil("born_on"), Reason: f.Prose("reason", emergency.MaxReason),
	}
	if !f.OK() {
		return r.showEmergency(f, "", http.StatusUnprocessableEntity)
	}
	opened, err := emergency.Use(r.Context(), r.Visit, q)
	switch {
	case Faults(f, err):
		return r.showEmergency(f, "", http.StatusUnprocessableEntity)
	case errors.Is(err, tenants.ErrConflict):
		return r.showEmergency(nil, r.L().T("emergency.too_many"), http.StatusTooManyRequests)
	case err != nil:
		return err
	case len(opened) > 1:
		return r.Done("/nodtilgang", "done.emergency", "")
	}
	return r.Done(familyAddress(opened[0], "/nod"), "done.emergency", "")
}
