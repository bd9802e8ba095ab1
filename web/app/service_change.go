package app

import (
	"errors"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

func readService(f *form.Form) services.Service {
	version, _ := f.Int("version", 0, 1<<30)
	from, _ := f.Int("age_from", 0, 120)
	to, _ := f.Int("age_to", 0, 120)
	var areas []string
	for _, area := range plan.Areas() {
		areas = append(areas, string(area))
	}
	return services.Service{
		Title: f.Line("title", 500), UnitID: f.UUID("unit"), About: f.Prose("about", 5000), AgeFrom: from, AgeTo: to,
		Audience: f.Choice("audience", services.Audiences...), Level: f.Choice("level", services.Levels...),
		Areas: f.Many("areas", areas...), How: f.Prose("how", 3000), Phone: f.Line("phone", 100), Email: f.Line("email", 500),
		Website: f.Line("website", 500), Referral: f.Bool("referral"), Keywords: f.Line("keywords", 2000), Closed: f.Bool("closed"),
		Version: version,
	}
}

// serviceNew shows the form for a new offer.
func (a *App) serviceNew(r *Request) error { return r.showService(services.Service{}, nil, nil) }

// serviceAdd adds it.
func (a *App) serviceAdd(r *Request) error {
	f := r.Form()
	s := readService(f)
	if !f.OK() {
		return r.showService(services.Service{}, f, nil)
	}
	_, err := services.Add(r.Context(), r.Visit, s)
	if Faults(f, err) {
		return r.showService(services.Service{}, f, nil)
	}
	if err != nil {
		return err
	}
	return r.Done(servicesPath, "done.service_added", "")
}

// serviceEdit shows an offer to change, and what registers say of it.
func (a *App) serviceEdit(r *Request) error {
	s, err := r.serviceOfAddress()
	if err != nil {
		return err
	}
	return r.showService(s, nil, nil)
}

func (r *Request) serviceOfAddress() (services.Service, error) {
	id, err := r.ID("service")
	if err != nil {
		return services.Service{}, err
	}
	s, err := services.Get(r.Context(), r.Visit, id)
	if err == nil && s.Removed {
		err = tenants.ErrNotFound
	}
	return s, err
}

// serviceChange changes an offer. When somebody else saved first, both versions
// are shown.
func (a *App) serviceChange(r *Request) error {
	before, err := r.serviceOfAddress()
	if err != nil {
		return err
	}
	f := r.Form()
	mine := readService(f)
	mine.ID, before.Version = before.ID, mine.Version // so that a later save still notices what others saved
	if !f.OK() {
		return r.showService(before, f, nil)
	}
	now, err := services.Change(r.Context(), r.Visit, mine)
	switch {
	case err == nil:
		return r.Done(servicesPath, "done.service_changed", "")
	case Faults(f, err):
		return r.showService(before, f, nil)
	case errors.Is(err, tenants.ErrConflict) && !now.Removed:
		both := bothVersions(serviceAddress(now.ID), r.serviceDifferences(mine, now))
		return r.showService(now, f, &both)
	}
	return err
}

func (r *Request) serviceDifferences(mine, now services.Service) []view.Difference {
	return []view.Difference{
		{Label: r.L().T("service.field.title"), Yours: mine.Title, Now: now.Title},
		{Label: r.L().T("service.field.about"), Yours: mine.About, Now: now.About},
		{Label: r.L().T("service.field.ages"), Yours: r.agesInWords(mine), Now: r.agesInWords(now)},
		{Label: r.L().T("service.field.level"), Yours: r.serviceLevel(mine.Level), Now: r.serviceLevel(now.Level)},
		{Label: r.L().T("service.field.how"), Yours: mine.How, Now: now.How},
		{Label: r.L().T("service.field.keywords"), Yours: mine.Keywords, Now: now.Keywords},
		{Label: r.L().T("units.field.phone"), Yours: mine.Phone, Now: now.Phone},
		{Label: r.L().T("units.field.email"), Yours: mine.Email, Now: now.Email},
		{Label: r.L().T("units.field.website"), Yours: mine.Website, Now: now.Website},
	}
}

// serviceRemove takes an offer out of the lists; it can be undone at once.
func (a *App) serviceRemove(r *Request) error {
	id, err := r.ID("service")
	if err != nil {
		return err
	}
	if err := services.Remove(r.Context(), r.Visit, id); err != nil {
		return err
	}
	return r.Done(servicesPath, "done.service_removed", serviceAddress(id)+"/tilbake")
}

// serviceRestore puts it back.
func (a *App) serviceRestore(r *Request) error {
	id, err := r.ID("service")
	if err != nil {
		return err
	}
	if err := services.Restore(r.Context(), r.Visit, id); err != nil {
		return err
	}
	return r.Done(servicesPath, "done.service_restored", "")
}

// showService shows an offer's form, with what was typed when f is given.
func (r *Request) showService(s services.Service, f *form.Form, conflict *view.BothVersions) error {
	units, err := directory.Units(r.Context(), r.Scope)
	if err != nil {
		return err
	}
	page := r.servicePage(r.L().T("service.new"))
	page.Form = f
	v := view.ServiceFormView{
		Action: servicesPath, Submit: r.L().T("service.new.submit"), Version: s.Version, Conflict: conflict,
		Audiences: r.serviceAudiences(), Levels: r.serviceLevels(), AreaChoice: r.serviceAreas(),
		Fields: view.ServiceFields{
			Title: s.Title, Unit: textOf(s.UnitID), About: s.About, How: s.How, Keywords: s.Keywords, AgeFrom: number(s.AgeFrom),
			AgeTo: number(s.AgeTo), Audience: s.Audience, Level: s.Level, Areas: s.Areas, Phone: s.Phone, Email: s.Email,
			Website: s.Website, Referral: s.Referral, Closed: s.Closed,
		},
	}
	for _, unit := range units {
		v.Units = append(v.Units, view.Option{Value: unit.ID.String(), Label: unit.Name})
	}
	if s.ID != uuid.Nil {
		page.Title, page.H1 = r.L().T("service.change"), s.Title
		v.Action, v.Submit, v.Remove = serviceAddress(s.ID), r.L().T("units.change.submit"), serviceAddress(s.ID)+"/fjern"
		if v.Says, err = r.registersSay(s.ID); err != nil {
			return err
		}
	}
	if f == nil {
		return r.Show(view.ServiceFormPage(page, v))
	}
	return r.ShowFaults(view.ServiceFormPage(page, v))
}

func textOf(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}

func (r *Request) servicePage(title string) *view.Page {
	page := r.Page(title)
	page.Width = view.WidthNarrow
	page.Breadcrumbs = []view.Link{{Label: r.L().T("service.admin.title"), Href: servicesPath}}
	return page
}
