package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// memberBarForm asks who must never be given access to the family.
func (a *App) memberBarForm(r *Request) error { return r.showBar(nil) }

// memberBar writes it down. Access the person has ends at once.
func (a *App) memberBar(r *Request) error {
	f := r.Form()
	barred := readBarred(f)
	if !f.OK() {
		return r.showBar(f)
	}
	_, err := casefile.Bar(r.Context(), r.Visit, r.Access.ID, barred)
	if Faults(f, err) {
		return r.showBar(f)
	}
	if err != nil {
		return err
	}
	return r.Done(familyAddress(r.Access.ID, "/personer"), "done.barred", "")
}

func (r *Request) showBar(f *form.Form) error {
	page := r.memberPage(r.L().T("barred.add"))
	page.Lead, page.Form = r.L().T("barred.lead"), f
	shown := view.BarPage(page, view.BarView{
		Action: familyAddress(r.Access.ID, "/sperret"), Back: familyAddress(r.Access.ID, "/personer"),
	})
	if f == nil {
		return r.Show(shown)
	}
	return r.ShowFaults(shown)
}

func (r *Request) barred() (casefile.Barred, error) {
	id, err := r.ID("person")
	if err != nil {
		return casefile.Barred{}, err
	}
	people, err := casefile.BarredPeople(r.Context(), r.Access)
	if err != nil {
		return casefile.Barred{}, err
	}
	for _, one := range people {
		if one.ID == id {
			return one, nil
		}
	}
	return casefile.Barred{}, tenants.ErrNotFound
}

// memberUnbarForm asks before somebody is taken off the list: it may be there
// to keep somebody safe.
func (a *App) memberUnbarForm(r *Request) error {
	one, err := r.barred()
	if err != nil {
		return err
	}
	page := r.memberPage(r.L().T("barred.remove.title"))
	page.H1 = r.L().T("barred.remove.question", "Name", one.Name)
	page.Lead = r.L().T("barred.remove.lead")
	return r.Show(view.ConfirmPage(page, view.ConfirmView{
		Action: familyAddress(r.Access.ID, "/sperret/"+one.ID.String()+"/fjern"), Label: r.L().T("barred.remove.do"),
		Back: familyAddress(r.Access.ID, "/personer"), BackLabel: r.L().T("family.cancel"),
	}))
}

// memberUnbar takes somebody off the list.
func (a *App) memberUnbar(r *Request) error {
	one, err := r.barred()
	if err != nil {
		return err
	}
	if err := casefile.Unbar(r.Context(), r.Visit, r.Access.ID, one.ID); err != nil {
		return err
	}
	return r.Done(familyAddress(r.Access.ID, "/personer"), "done.unbarred", "")
}
