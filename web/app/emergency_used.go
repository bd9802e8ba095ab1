package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/emergency"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// emergencyUsed shows the personvernombud who has let themself in to families,
// and why.
func (a *App) emergencyUsed(r *Request) error {
	uses, err := emergency.Uses(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	page := r.privacyPage(r.L().T("emergency.used"), "/personvernombud/nodtilgang")
	page.Lead = r.L().T("emergency.used.lead")
	page.Breadcrumbs = []view.Link{{Label: r.L().T("insight.title"), Href: "/personvernombud"}}
	var v view.EmergencyUsedView
	for _, one := range uses {
		v.Uses = append(v.Uses, view.EmergencyUse{
			Title: r.L().T("emergency.used.by", "Name", one.Who, "Code", one.Family), Reason: one.Reason,
			Meta: []string{
				capital(r.L().DateTime(one.At, r.Scope.Today())), r.L().T("emergency.used.until", "Time", r.L().Time(one.Until)),
			},
		})
	}
	return r.Show(view.EmergencyUsedPage(page, v))
}
