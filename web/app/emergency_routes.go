package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// emergencyRoutes let a coordinator into a family somebody else follows, for
// three hours, and show it.
func (a *App) emergencyRoutes() []Route {
	return []Route{
		room(http.MethodGet, "/nodtilgang", policy.SectionEmergency, policy.ActionSee, a.emergencyShow),
		room(http.MethodPost, "/nodtilgang", policy.SectionEmergency, policy.ActionEdit, a.emergencyUse),
		room(http.MethodGet, "/personvernombud/nodtilgang", policy.SectionPrivacy, policy.ActionSee, a.emergencyUsed),
		family(http.MethodGet, "/nod", policy.SectionOverview, policy.ActionSee, a.emergencyFamily),
	}
}
