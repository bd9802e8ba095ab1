package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// channelRoutes are how people are reached: one's own choices, and what the
// coordinator hears from a member of the family.
func (a *App) channelRoutes() []Route {
	contact, see, edit := policy.SectionContact, policy.ActionSee, policy.ActionEdit
	return []Route{
		account(http.MethodGet, "/meg/varsling", see, a.channelShow),
		account(http.MethodPost, "/meg/varsling", edit, a.channelSave),
		family(http.MethodGet, "/personer/:person/kanaler", contact, see, a.channelMember),
		family(http.MethodPost, "/personer/:person/kanaler/:kind/utrygg", contact, edit, a.channelUnsafe),
		family(http.MethodPost, "/personer/:person/kanaler/:kind/trygg", contact, edit, a.channelSafe),
	}
}
