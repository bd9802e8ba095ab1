package console

import (
	"errors"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// municipalityNew shows the form for a new municipality.
func (c *Console) municipalityNew(r *Request) error { return r.showNew(nil) }

// municipalityCreate makes it, with a database, keys and a host of its own,
// and invites its first administrator.
func (c *Console) municipalityCreate(r *Request) error {
	f := r.Form()
	order := provision.Order{
		Name: f.Line("name", 100), Number: f.Line("number", 20), Slug: f.Line("slug", 100),
		Language:  f.Choice("language", locale.Languages...),
		AdminName: f.Line("admin_name", 100), AdminEmail: f.Line("admin_email", 200), By: r.Session.User.ID,
	}
	if !f.OK() {
		return r.showNew(f)
	}
	made, err := c.Provisioner.Create(r.Context(), order)
	switch {
	case err == nil:
		return r.Done(municipalityAddress(made.ID), "console.done.created")
	case faults(f, err):
		return r.showNew(f)
	case errors.Is(err, tenants.ErrConflict):
		if err := c.whatIsTaken(r, f, order); err != nil {
			return err
		}
		return r.showNew(f)
	}
	return err
}

// whatIsTaken says which of name, number and host another municipality has.
func (c *Console) whatIsTaken(r *Request, f *form.Form, order provision.Order) error {
	listed, err := c.Provisioner.List(r.Context())
	if err != nil {
		return err
	}
	for _, one := range listed {
		if one.Name == order.Name {
			f.Wrong("name", "console.municipality.name.taken")
		}
		if one.Number == order.Number {
			f.Wrong("number", "console.municipality.number.taken")
		}
		if one.Slug == order.Slug {
			f.Wrong("slug", "console.municipality.slug.taken")
		}
	}
	if f.OK() { // it was taken in other letters, or a moment ago
		f.Wrong("slug", "console.municipality.slug.taken")
	}
	return nil
}

func (r *Request) showNew(f *form.Form) error {
	page := r.Page(r.L().T("console.new.title"))
	page.Lead, page.Form = r.L().T("console.new.lead"), f
	page.Breadcrumbs = []view.Link{{Label: r.L().T("console.nav.board"), Href: "/"}}
	v := view.MunicipalityNewView{Domain: r.console.Provisioner.Domain}
	if f == nil {
		return r.Show(view.MunicipalityNewPage(page, v))
	}
	return r.ShowFaults(view.MunicipalityNewPage(page, v))
}
