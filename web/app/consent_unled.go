package app

import (
	"strconv"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

const unledPath = "/admin/kvitteringer"

// receiptsUnled shows the administrator which units owe answers and have no
// leader here to give them. It tells of no family.
func (a *App) receiptsUnled(r *Request) error {
	units, err := consent.UnledUnits(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	ids := make([]uuid.UUID, 0, len(units))
	for _, one := range units {
		ids = append(ids, one.Unit)
	}
	names, err := directory.UnitNames(r.Context(), r.Scope, ids)
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("consent.unled.title"))
	page.Breadcrumbs = []view.Link{{Label: r.L().T("units.title"), Href: "/admin/tjenester"}}
	var v view.UnledView
	for _, one := range units {
		v.Units = append(v.Units, view.UnledUnit{
			Name: names[one.Unit], Href: unitAddress(one.Unit), Waiting: strconv.Itoa(one.Waiting),
			Since: r.L().When(one.Since, r.Scope.Today()), Invite: "/admin/brukere/ny",
		})
	}
	if len(v.Units) > 0 {
		page.Lead = r.L().T("consent.unled.lead")
	}
	return r.Show(view.UnledPage(page, v))
}
