package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// looksAudience asks whether the family is told of staff by name or by role.
func (a *App) looksAudience(r *Request) error { return r.showAudience(nil) }

// looksAudienceSave decides it, with a reason.
func (a *App) looksAudienceSave(r *Request) error {
	f := r.Form()
	f.Require("told", "looks.audience.missing")
	told, reason := f.Choice("told", "name", "role"), f.Prose("reason", casefile.MaxText)
	if !f.OK() {
		return r.showAudience(f)
	}
	err := casefile.TellLooksByRole(r.Context(), r.Visit, r.Access.ID, told == "role", reason)
	if Faults(f, err) {
		return r.showAudience(f)
	}
	if err != nil {
		return err
	}
	return r.Done(familyAddress(r.Access.ID, "/sett"), "done.looks_audience", "")
}

func (r *Request) showAudience(f *form.Form) error {
	audience, err := casefile.LooksByRole(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page := r.FamilyPage(r.L().T("looks.audience.title"), "/sett")
	page.Width, page.Lead, page.Form = view.WidthNarrow, r.L().T("looks.audience.lead"), f
	v := view.LooksAudienceView{
		Post: familyAddress(r.Access.ID, "/sett/navn"), Back: familyAddress(r.Access.ID, "/sett"), Told: "name",
	}
	if audience.ByRole {
		v.Told = "role"
	}
	if audience.Reason != "" {
		v.Reason = r.L().T("looks.audience.reason_was", "When", r.L().Date(audience.On, r.Scope.Today()), "Reason", audience.Reason)
	}
	if f != nil {
		return r.ShowFaults(view.LooksAudiencePage(page, v))
	}
	return r.Show(view.LooksAudiencePage(page, v))
}
