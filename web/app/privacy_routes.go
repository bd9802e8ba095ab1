package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// privacyRoutes are the personvernombud's room: what stands out, the log
// across the municipality, an extract of it, and the access matrix. No family's
// content is behind any of them.
func (a *App) privacyRoutes() []Route {
	privacy, see := policy.SectionPrivacy, policy.ActionSee
	return []Route{
		room(http.MethodGet, "/personvernombud", privacy, see, a.privacyShow),
		room(http.MethodGet, "/personvernombud/logg", privacy, see, a.privacyLog),
		room(http.MethodPost, "/personvernombud/utdrag", privacy, see, a.privacyExtract),
		room(http.MethodGet, "/personvernombud/matrise", privacy, see, a.privacyMatrix),
		family(http.MethodGet, "/sett/navn", policy.SectionOverview, policy.ActionEdit, a.looksAudience),
		family(http.MethodPost, "/sett/navn", policy.SectionOverview, policy.ActionEdit, a.looksAudienceSave),
	}
}
