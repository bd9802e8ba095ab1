package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// maxShortName is how long a family's short name may be.
const maxShortName = 40

// familyRenameForm asks what the family is to be called in the lists.
func (a *App) familyRenameForm(r *Request) error { return r.showRename(nil) }

// familyRename keeps it.
func (a *App) familyRename(r *Request) error {
	f := r.Form()
	name := f.Line("short_name", maxShortName)
	if !f.OK() {
		return r.showRename(f)
	}
	err := casefile.Rename(r.Context(), r.Visit, r.Access.ID, name)
	if Faults(f, err) {
		return r.showRename(f)
	}
	if err != nil {
		return err
	}
	return r.Done(familyAddress(r.Access.ID, ""), "done.family_renamed", "")
}

func (r *Request) showRename(f *form.Form) error {
	overview, err := casefile.ReadOverview(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page := r.familyFormPage(r.L().T("family.rename"))
	page.Lead, page.Form = r.L().T("family.rename.lead"), f
	shown := view.FamilyRenamePage(page, view.FamilyRenameView{
		Action: familyAddress(r.Access.ID, "/navn"), Back: familyAddress(r.Access.ID, ""), Name: overview.ShortName,
	})
	if f == nil {
		return r.Show(shown)
	}
	return r.ShowFaults(shown)
}

// familyFormPage begins a page with one form about the family.
func (r *Request) familyFormPage(title string) *view.Page {
	page := r.FamilyPage(title, "-")
	page.Width, page.SubNav = view.WidthNarrow, nil
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{
		Label: r.L().T("family.title"), Href: familyAddress(r.Access.ID, ""),
	})
	return page
}
