package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// teamRoutes are the team around a child: the coordinator's page, the leader's
// and the asked person's invitations, and the family's own page of who sees
// what, as those who see it do.
func (a *App) teamRoutes() []Route {
	see, edit := policy.ActionSee, policy.ActionEdit
	team, invitations := policy.SectionTeam, policy.SectionInvitations
	return []Route{
		family(http.MethodGet, "/lag", team, edit, a.teamShow),
		family(http.MethodPost, "/lag", team, edit, a.teamInvite),
		family(http.MethodPost, "/lag/:seat/navngi", team, edit, a.teamName),
		family(http.MethodPost, "/lag/:seat/fjern", team, edit, a.teamRemove),
		family(http.MethodGet, "/lag/:person/vis", team, edit, a.teamSeeAs),
		own(http.MethodGet, "/deling", team, see, a.whoSeesShow),
		own(http.MethodGet, "/deling/:person/vis", team, see, a.whoSeesAs),
		room(http.MethodGet, "/invitasjoner", invitations, see, a.invitationList),
		room(http.MethodPost, "/invitasjoner/:seat/navngi", invitations, edit, a.invitationName),
		room(http.MethodPost, "/invitasjoner/:seat/ja", invitations, edit, a.invitationAccept),
		room(http.MethodPost, "/invitasjoner/:seat/nei", invitations, edit, a.invitationDecline),
		room(http.MethodPost, "/invitasjoner/:seat/forlat", invitations, edit, a.invitationLeave),
	}
}
