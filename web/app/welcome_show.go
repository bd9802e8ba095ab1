package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// welcomeShow is the first page a caregiver reads: what this is, what the exit
// button does and does not do, what stays on the device, and how the family is
// reached safely. It can be read again.
func (a *App) welcomeShow(r *Request) error {
	overview, err := casefile.ReadOverview(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page, err := r.ownPage(r.L().T("welcome.title"))
	if err != nil {
		return err
	}
	page.Width, page.Lead = view.WidthNarrow, r.L().T("welcome.lead")
	v := view.WelcomeView{Home: r.ownAddress("/")}
	if !r.Session.User.Welcomed {
		v.Post = r.ownAddress("/velkommen")
	}
	if v.Coordinator, err = r.reachable(overview); err != nil {
		return err
	}
	return r.Show(view.WelcomePage(page, v))
}

// welcomeRead notes that it is read, and goes on to the plan.
func (a *App) welcomeRead(r *Request) error {
	if err := directory.Welcome(r.Context(), r.Visit); err != nil {
		return err
	}
	return r.SeeOther(r.ownAddress("/"))
}
