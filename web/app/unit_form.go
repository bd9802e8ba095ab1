package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

func unitAddress(id uuid.UUID) string { return "/admin/tjenester/" + id.String() }

func readUnit(f *form.Form) directory.Unit {
	version, _ := f.Int("version", 0, 1<<30)
	return directory.Unit{
		Name: f.Line("name", 500), Kind: directory.UnitKind(f.Line("kind", 40)), Phone: f.Line("phone", 100),
		Email: f.Line("email", 500), Website: f.Line("website", 500), Address: f.Line("address", 500),
		OrgNumber: f.Line("org_number", 40), About: f.Prose("about", 5000), Version: version,
	}
}

// unitNew shows the form for a new service.
func (a *App) unitNew(r *Request) error { return r.showNewUnit(nil) }

// unitAdd adds it.
func (a *App) unitAdd(r *Request) error {
	f := r.Form()
	unit := readUnit(f)
	if !f.OK() {
		return r.showNewUnit(f)
	}
	_, err := directory.AddUnit(r.Context(), r.Visit, unit)
	if Faults(f, err) {
		return r.showNewUnit(f)
	}
	if err != nil {
		return err
	}
	return r.Done("/admin/tjenester", "done.unit_added", "")
}

func (r *Request) showNewUnit(f *form.Form) error {
	page := r.unitPage(r.L().T("units.new.title"))
	page.Lead, page.Form = r.L().T("units.new.lead"), f
	shown := view.UnitFormPage(page, view.UnitFormView{
		Action: "/admin/tjenester", Kinds: r.unitKinds(), Submit: r.L().T("units.new.submit"),
	})
	if f == nil {
		return r.Show(shown)
	}
	return r.ShowFaults(shown)
}

// showUnit shows a service's form, with what was typed when f is given, and
// with both versions when somebody else saved first.
func (r *Request) showUnit(u directory.Unit, f *form.Form, conflict *view.BothVersions) error {
	page := r.unitPage(r.L().T("units.change.title"))
	page.H1, page.Form = u.Name, f
	said, err := r.registersSay(u.ID)
	if err != nil {
		return err
	}
	shown := view.UnitFormPage(page, view.UnitFormView{
		Says: said, Action: unitAddress(u.ID), Name: u.Name, Kind: string(u.Kind), OrgNumber: u.OrgNumber, Phone: u.Phone,
		Email: u.Email, Website: u.Website, Address: u.Address, About: u.About, Kinds: r.unitKinds(),
		Version: u.Version, Submit: r.L().T("units.change.submit"), Remove: unitAddress(u.ID) + "/fjern", Conflict: conflict,
	})
	if f == nil {
		return r.Show(shown)
	}
	return r.ShowFaults(shown)
}

func (r *Request) unitPage(title string) *view.Page {
	page := r.Page(title)
	page.Width = view.WidthNarrow
	page.Breadcrumbs = []view.Link{{Label: r.L().T("nav.admin_units"), Href: "/admin/tjenester"}}
	return page
}

func (r *Request) unitDifferences(mine, now directory.Unit) view.BothVersions {
	return bothVersions(unitAddress(now.ID), []view.Difference{
		{Label: r.L().T("units.field.name"), Yours: mine.Name, Now: now.Name},
		{Label: r.L().T("units.field.kind"), Yours: r.unitKind(mine.Kind), Now: r.unitKind(now.Kind)},
		{Label: r.L().T("units.field.phone"), Yours: mine.Phone, Now: now.Phone},
		{Label: r.L().T("units.field.email"), Yours: mine.Email, Now: now.Email},
		{Label: r.L().T("units.field.website"), Yours: mine.Website, Now: now.Website},
		{Label: r.L().T("units.field.address"), Yours: mine.Address, Now: now.Address},
		{Label: r.L().T("units.field.org_number"), Yours: mine.OrgNumber, Now: now.OrgNumber},
		{Label: r.L().T("units.field.about"), Yours: mine.About, Now: now.About},
	})
}
