package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// connectionRoutes are the municipality's connections to other systems: the
// administrator's to run, and the personvernombud's to read.
func (a *App) connectionRoutes() []Route {
	plugins, see, edit := policy.SectionPlugins, policy.ActionSee, policy.ActionEdit
	const one = connectionsPath + "/:plugin"
	return []Route{
		room(http.MethodGet, connectionsPath, plugins, see, a.connectionList),
		room(http.MethodGet, cataloguePath, plugins, see, a.catalogueList),
		room(http.MethodGet, cataloguePath+"/:release", plugins, see, a.catalogueShow),
		room(http.MethodPost, cataloguePath+"/:release", plugins, edit, a.connectionInstall),
		room(http.MethodGet, one, plugins, see, a.connectionShow),
		room(http.MethodGet, one+"/logg", plugins, see, a.connectionLog),
		room(http.MethodGet, one+"/tilgang", plugins, edit, a.connectionGrantAsk),
		room(http.MethodPost, one+"/tilgang", plugins, edit, a.connectionGrant),
		room(http.MethodGet, one+"/innstillinger", plugins, edit, a.connectionSettingsShow),
		room(http.MethodPost, one+"/innstillinger", plugins, edit, a.connectionSettings),
		room(http.MethodPost, one+"/hemmelig/:secret/fjern", plugins, edit, a.connectionSecretRemove),
		room(http.MethodPost, one+"/prov", plugins, edit, a.connectionTry),
		room(http.MethodPost, one+"/pause", plugins, edit, a.connectionPause),
		room(http.MethodPost, one+"/fortsett", plugins, edit, a.connectionResume),
		room(http.MethodPost, one+"/start", plugins, edit, a.connectionRestart),
		room(http.MethodPost, one+"/oppgrader", plugins, edit, a.connectionUpgrade),
		room(http.MethodGet, one+"/oppgradering", plugins, edit, a.connectionUpgradeAsk),
		room(http.MethodPost, one+"/oppgradering", plugins, edit, a.connectionUpgradeApprove),
		room(http.MethodPost, one+"/oppgradering/la-vaere", plugins, edit, a.connectionUpgradeDecline),
		room(http.MethodGet, one+"/fjern", plugins, edit, a.connectionRemoveAsk),
		room(http.MethodPost, one+"/fjern", plugins, edit, a.connectionRemove),
	}
}

const (
	connectionsPath = "/admin/koblinger"
	cataloguePath   = connectionsPath + "/katalog"
)
