package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

const servicesPath = "/admin/tilbud"

// serviceRoutes are what the municipality's units offer: for everybody who is
// signed in to search in own words, for the administrator to keep in order.
func (a *App) serviceRoutes() []Route {
	services, see, edit := policy.SectionServices, policy.ActionSee, policy.ActionEdit
	return []Route{
		room(http.MethodGet, "/tilbud", services, see, a.serviceSeek),
		room(http.MethodPost, "/tilbud/sok", services, see, a.serviceSearch),
		room(http.MethodGet, "/tilbud/:service", services, see, a.serviceShow),
		room(http.MethodGet, servicesPath, services, edit, a.serviceList),
		room(http.MethodPost, servicesPath, services, edit, a.serviceAdd),
		room(http.MethodGet, servicesPath+"/ny", services, edit, a.serviceNew),
		room(http.MethodGet, servicesPath+"/borte", services, edit, a.serviceGone),
		room(http.MethodGet, servicesPath+"/sporsmal", services, edit, a.serviceQuestions),
		room(http.MethodPost, servicesPath+"/sporsmal/:doubt", services, edit, a.serviceAnswer),
		room(http.MethodPost, servicesPath+"/register/:tie", services, edit, a.serviceTakeOver),
		room(http.MethodPost, servicesPath+"/hent/:plugin", services, edit, a.serviceFetch),
		room(http.MethodPost, servicesPath+"/publiser", services, edit, a.servicePublish),
		room(http.MethodGet, servicesPath+"/fil", services, edit, a.serviceFile),
		room(http.MethodPost, servicesPath+"/fil", services, edit, a.serviceFileRead),
		room(http.MethodGet, servicesPath+"/fil/:sheet", services, edit, a.serviceFilePreview),
		room(http.MethodPost, servicesPath+"/fil/:sheet", services, edit, a.serviceFileConfirm),
		room(http.MethodPost, servicesPath+"/fil/:sheet/kolonner", services, edit, a.serviceFileMap),
		room(http.MethodPost, servicesPath+"/fil/:sheet/dropp", services, edit, a.serviceFileDrop),
		room(http.MethodGet, servicesPath+"/:service", services, edit, a.serviceEdit),
		room(http.MethodPost, servicesPath+"/:service", services, edit, a.serviceChange),
		room(http.MethodPost, servicesPath+"/:service/fjern", services, edit, a.serviceRemove),
		room(http.MethodPost, servicesPath+"/:service/tilbake", services, edit, a.serviceRestore),
	}
}
