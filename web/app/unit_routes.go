package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// unitRoutes are the municipality's services: to find for those who work with
// families, to keep in order for the administrator.
func (a *App) unitRoutes() []Route {
	units, see, edit := policy.SectionUnits, policy.ActionSee, policy.ActionEdit
	return []Route{
		room(http.MethodGet, "/tjenester", units, see, a.unitDirectory),
		room(http.MethodGet, "/admin/tjenester", units, edit, a.unitList),
		room(http.MethodGet, "/admin/tjenester/ny", units, edit, a.unitNew),
		room(http.MethodPost, "/admin/tjenester", units, edit, a.unitAdd),
		room(http.MethodGet, "/admin/tjenester/fil", units, edit, a.importChoose),
		room(http.MethodPost, "/admin/tjenester/fil", units, edit, a.importRead),
		room(http.MethodGet, "/admin/tjenester/fil/mal", units, edit, a.importTemplate),
		room(http.MethodGet, "/admin/tjenester/fil/:import", units, edit, a.importPreview),
		room(http.MethodPost, "/admin/tjenester/fil/:import", units, edit, a.importConfirm),
		room(http.MethodPost, "/admin/tjenester/fil/:import/dropp", units, edit, a.importDrop),
		room(http.MethodGet, "/admin/tjenester/:unit", units, edit, a.unitShow),
		room(http.MethodPost, "/admin/tjenester/:unit", units, edit, a.unitChange),
		room(http.MethodPost, "/admin/tjenester/:unit/fjern", units, edit, a.unitRemove),
		room(http.MethodPost, "/admin/tjenester/:unit/tilbake", units, edit, a.unitRestore),
	}
}
