package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// adminRoutes are the rooms of the municipality's administrator: people,
// words, and what could not be sent. No family is behind any of them.
func (a *App) adminRoutes() []Route {
	users, settings, outgoing := policy.SectionUsers, policy.SectionSettings, policy.SectionOutgoing
	see, edit := policy.ActionSee, policy.ActionEdit
	return []Route{
		room(http.MethodGet, "/admin", users, see, a.adminHome),
		room(http.MethodGet, "/admin/brukere", users, see, a.userList),
		room(http.MethodPost, "/admin/brukere/sok", users, see, a.userSearch),
		room(http.MethodGet, "/admin/brukere/ny", users, edit, a.userInvite),
		room(http.MethodPost, "/admin/brukere", users, edit, a.userInviteSend),
		room(http.MethodGet, "/admin/brukere/:user", users, see, a.userShow),
		room(http.MethodPost, "/admin/brukere/:user", users, edit, a.userChange),
		room(http.MethodPost, "/admin/brukere/:user/roller/:role/gi", users, edit, a.userRoleGive),
		room(http.MethodPost, "/admin/brukere/:user/roller/:role/avslutt", users, edit, a.userRoleEnd),
		room(http.MethodPost, "/admin/brukere/:user/minn", users, edit, a.userRemind),
		room(http.MethodPost, "/admin/brukere/:user/logg-ut", users, edit, a.userSignOut),
		room(http.MethodGet, "/admin/brukere/:user/slutt", users, edit, a.userLeaveAsk),
		room(http.MethodPost, "/admin/brukere/:user/slutt", users, edit, a.userLeave),
		room(http.MethodGet, "/admin/ord", settings, see, a.wordShow),
		room(http.MethodPost, "/admin/ord/sprak", settings, edit, a.wordLanguage),
		room(http.MethodPost, "/admin/ord/:language", settings, edit, a.wordChange),
		room(http.MethodGet, "/admin/utsending", outgoing, see, a.outgoingList),
		room(http.MethodPost, "/admin/utsending/:message", outgoing, edit, a.outgoingRetry),
	}
}

func (a *App) adminHome(r *Request) error { return r.SeeOther("/admin/brukere") }
