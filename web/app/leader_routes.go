package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// leaderRoutes are a leader's own room: how the work is divided, who is away,
// and moving a family to somebody who is there. Nothing in it is a family's
// content.
func (a *App) leaderRoutes() []Route {
	see, manage, load := policy.ActionSee, policy.ActionManage, policy.SectionLoad
	return []Route{
		room(http.MethodGet, "/enhet", load, see, a.loadShow),
		room(http.MethodGet, "/enhet/flytt/:family", load, manage, a.moveForm),
		room(http.MethodPost, "/enhet/flytt/:family", load, manage, a.moveSave),
		room(http.MethodGet, "/enhet/fravaer", load, see, a.absenceList),
		room(http.MethodGet, "/enhet/fravaer/:colleague", load, manage, a.absenceForm),
		room(http.MethodPost, "/enhet/fravaer/:colleague", load, manage, a.absenceSave),
	}
}
