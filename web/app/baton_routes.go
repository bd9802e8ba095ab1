package app

import (
	"net/http"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// batonRoutes hand a family over: from the coordinator's page, to the one who
// is asked, and the family's own page about who follows them.
func (a *App) batonRoutes() []Route {
	see, edit, propose := policy.ActionSee, policy.ActionEdit, policy.ActionPropose
	baton, batons := policy.SectionBaton, policy.SectionBatons
	return []Route{
		family(http.MethodGet, "/lag/stafettpinne", baton, edit, a.batonShow),
		family(http.MethodPost, "/lag/stafettpinne", baton, edit, a.batonOffer),
		family(http.MethodPost, "/lag/stafettpinne/:offer/trekk", baton, edit, a.batonWithdraw),
		room(http.MethodGet, "/stafettpinne/:offer", batons, see, a.batonReceived),
		room(http.MethodPost, "/stafettpinne/:offer/ja", batons, edit, a.batonAccept),
		room(http.MethodPost, "/stafettpinne/:offer/nei", batons, edit, a.batonDecline),
		room(http.MethodGet, "/fravaer", batons, see, a.absenceOwn),
		room(http.MethodPost, "/fravaer", batons, edit, a.absenceOwnSave),
		own(http.MethodGet, "/koordinator", baton, see, a.coordinatorOwn),
		own(http.MethodPost, "/koordinator", baton, propose, a.coordinatorWish),
	}
}

func batonAddress(offer uuid.UUID, part string) string {
	return "/stafettpinne/" + offer.String() + part
}
