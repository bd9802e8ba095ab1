package console

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Route is one address. Every route that is not public says what it opens; a
// test walks them all and compares with the access matrix.
type Route struct {
	Method  string
	Path    string
	Section policy.Section
	Action  policy.Action
	Public  bool // open to anyone, shows nothing of any municipality
	Handle  func(*Request) error
}

func public(method, path string, handle func(*Request) error) Route {
	return Route{Method: method, Path: path, Public: true, Handle: handle}
}

func inside(method, path string, action policy.Action, handle func(*Request) error) Route {
	return Route{Method: method, Path: path, Section: policy.SectionMunicipalities, Action: action, Handle: handle}
}

func plugins(method, path string, action policy.Action, handle func(*Request) error) Route {
	return Route{Method: method, Path: pluginsPath + path, Section: policy.SectionPluginReleases, Action: action, Handle: handle}
}

// Routes lists every address, in the order they are matched.
func (c *Console) Routes() []Route {
	return []Route{
		public(http.MethodGet, "/logg-inn", c.signinChoose),
		public(http.MethodGet, "/logg-inn/begynn", c.signinBegin),
		public(http.MethodGet, "/logg-inn/retur", c.signinReturn),
		public(http.MethodPost, "/logg-ut", c.signOut),
		public(http.MethodGet, "/hjelp", c.infoHelp),
		public(http.MethodGet, "/tilgjengelighet", c.infoAccessibility),
		inside(http.MethodGet, "/meg", policy.ActionSee, c.accountShow),
		inside(http.MethodPost, "/meg", policy.ActionSee, c.accountSave),
		inside(http.MethodPost, "/okt/forleng", policy.ActionSee, c.sessionExtend),
		inside(http.MethodGet, "/", policy.ActionSee, c.board),
		inside(http.MethodGet, "/kommuner/ny", policy.ActionManage, c.municipalityNew),
		inside(http.MethodPost, "/kommuner", policy.ActionManage, c.municipalityCreate),
		inside(http.MethodGet, "/kommuner/:municipality", policy.ActionSee, c.municipalityShow),
		inside(http.MethodPost, "/kommuner/:municipality/aktiver", policy.ActionManage, c.municipalityActivate),
		inside(http.MethodGet, "/kommuner/:municipality/steng", policy.ActionManage, c.municipalitySuspendAsk),
		inside(http.MethodPost, "/kommuner/:municipality/steng", policy.ActionManage, c.municipalitySuspend),
		plugins(http.MethodGet, "", policy.ActionSee, c.pluginList),
		plugins(http.MethodPost, "/:release/publiser", policy.ActionEdit, c.pluginPublish),
		plugins(http.MethodGet, "/:release/trekk-tilbake", policy.ActionEdit, c.pluginWithdrawAsk),
		plugins(http.MethodPost, "/:release/trekk-tilbake", policy.ActionEdit, c.pluginWithdraw),
	}
}

func notFound(*Request) error { return tenants.ErrNotFound }
