package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// sharingRoutes are the one-day shares: the coordinator's, the family's own way
// to end one, and the page a link opens, which shows nothing of anybody.
func (a *App) sharingRoutes() []Route {
	shares, see, edit, withdraw := policy.SectionShares, policy.ActionSee, policy.ActionEdit, policy.ActionWithdraw
	return []Route{
		family(http.MethodGet, "/lag/dag", shares, see, a.sharingList),
		family(http.MethodGet, "/lag/dag/ny", shares, edit, a.sharingForm),
		family(http.MethodPost, "/lag/dag", shares, edit, a.sharingMake),
		family(http.MethodGet, "/lag/dag/:share", shares, see, a.sharingShow),
		family(http.MethodPost, "/lag/dag/:share/stopp", shares, withdraw, a.sharingEnd),
		own(http.MethodPost, "/deling/dag/:share/stopp", shares, withdraw, a.sharingEndOwn),
		public(http.MethodGet, "/d/:token", a.guestShow),
		public(http.MethodPost, "/d/:token", a.guestOpen),
		public(http.MethodPost, "/d/:token/kode", a.guestCode),
	}
}
