package app

import (
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// disclosuresShow shows what was told under statute, without a yes.
func (a *App) disclosuresShow(r *Request) error { return r.showDisclosures(nil) }

// disclosureAdd writes it down.
func (a *App) disclosureAdd(r *Request) error {
	f := r.Form()
	provision := f.Choice("provision", texts(consent.Provisions())...)
	other := f.Line("other", casefile.MaxLine)
	if provision == string(consent.OtherProvision) && other != "" {
		provision = other
	}
	told := consent.Disclosure{
		Provision: provision, ToWhom: f.Line("to_whom", casefile.MaxLine), What: f.Prose("what", casefile.MaxText),
		Why: f.Prose("why", casefile.MaxText), On: f.DateUntil("happened_on"),
	}
	if f.OK() {
		_, err := consent.Disclose(r.Context(), r.Visit, r.Access.ID, told)
		if err == nil {
			return r.Done(r.consentAddress("/lov"), "done.disclosure", "")
		}
		if !Faults(f, err) {
			return err
		}
	}
	return r.showDisclosures(f)
}

func (r *Request) showDisclosures(f *form.Form) error {
	list, err := consent.Disclosures(r.Context(), r.Access)
	if err != nil {
		return err
	}
	by := make([]uuid.UUID, 0, len(list))
	for _, one := range list {
		by = append(by, one.RecordedBy)
	}
	people, err := directory.Called(r.Context(), r.Scope, by)
	if err != nil {
		return err
	}
	l, today := r.L(), r.Scope.Today()
	page := r.FamilyPage(l.T("consent.law"), "/samtykker")
	page.Lead, page.Form = l.T("consent.law.lead"), f
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{Label: l.T("consent.title"), Href: r.consentAddress("")})
	if err := r.eyebrow(page); err != nil {
		return err
	}
	v := view.DisclosuresView{
		Action: r.consentAddress("/lov"), Back: r.consentAddress(""), On: page.DateValue(today),
		Write: r.Access.May(policy.SectionDisclosures, policy.ActionEdit), Provisions: options(l, consent.Provisions(), provisionWord),
	}
	for _, one := range list {
		v.Lines = append(v.Lines, view.DisclosureLine{
			Title: l.T("consent.law.line", "Whom", one.ToWhom, "Provision", strings.TrimSpace(one.Provision)),
			When:  l.Date(one.On, today), By: people[one.RecordedBy].Name, What: one.What, Why: one.Why,
		})
	}
	if f != nil {
		return r.ShowFaults(view.DisclosuresPage(page, v))
	}
	return r.Show(view.DisclosuresPage(page, v))
}

// provisionWord is a provision with what it is about.
func provisionWord(l *locale.Localizer, provision consent.Provision) string {
	switch provision {
	case consent.ChildWelfare:
		return l.T("consent.law.child_welfare")
	case consent.Avert:
		return l.T("consent.law.avert")
	case consent.HealthStaff:
		return l.T("consent.law.health")
	case consent.Kindergarten:
		return l.T("consent.law.kindergarten")
	case consent.SocialServices:
		return l.T("consent.law.social")
	case consent.Administration:
		return l.T("consent.law.administration")
	}
	return l.T("consent.law.another")
}
