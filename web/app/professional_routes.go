package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// professionalRoutes are a professional's own measures, one by one; the list
// is at "/" and "/mine-tiltak", which homeRoutes has. plan decides whether a
// measure is the viewer's own; every other does not exist.
func (a *App) professionalRoutes() []Route {
	mine, see := policy.SectionMyMeasures, policy.ActionSee
	return []Route{
		room(http.MethodGet, "/tiltak/:measure", mine, see, a.measureOwnShow),
		room(http.MethodPost, "/tiltak/:measure/ikke-begynt", mine, see, measureOwnReport(plan.StatusPlanned)),
		room(http.MethodPost, "/tiltak/:measure/i-gang", mine, see, measureOwnReport(plan.StatusUnderWay)),
		room(http.MethodPost, "/tiltak/:measure/gjort", mine, see, measureOwnReport(plan.StatusDone)),
		room(http.MethodPost, "/tiltak/:measure/beskjed", mine, see, a.measureOwnNote),
	}
}
