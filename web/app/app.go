// Package app is what a municipality's people see: one handler a file, named
// by noun and verb. Handlers read what was asked, call the domain, and show a
// view; they hold no rule and open no database.
package app

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// Config is what the municipalities' pages need.
type Config struct {
	Registry *tenants.Registry
	Staff    *signin.Provider // the municipality's identity provider
	Families *signin.Provider // ID-porten
	Sealer   *signin.Sealer
	Secure   bool                     // pages are served over https
	Origin   func(host string) string // a host's address as browsers write it; https without a port when nil

	PluginNotice view.PluginNotice // how plugins are shut in here, when those who look after them must know
}

// App holds what handlers share: the configuration, words read a moment
// ago, and indexes of offers. Everything else is read for each request.
type App struct {
	Config
	speakers speakers
	finder   services.Finder // of offers of help, in own words
}

// New returns the pages of the municipalities.
func New(config Config) *App { return &App{Config: config} }

// Routes lists every address, in the order they are matched.
func (a *App) Routes() []Route {
	routes := slices.Concat(
		a.signinRoutes(), a.accountRoutes(), a.homeRoutes(), a.draftRoutes(),
		a.familyRoutes(), a.intakeRoutes(), a.planRoutes(), a.agreementRoutes(), a.journalRoutes(),
		a.caregiverRoutes(), a.professionalRoutes(), a.adminRoutes(), a.unitRoutes(), a.infoRoutes(),
		a.consentRoutes(), a.teamRoutes(), a.sharingRoutes(), a.batonRoutes(), a.leaderRoutes(), a.emergencyRoutes(),
		a.voiceRoutes(), a.messageRoutes(), a.documentRoutes(), a.privacyRoutes(), a.channelRoutes(),
		a.connectionRoutes(), a.serviceRoutes(), a.stafettloggRoutes(),
	)
	for _, route := range routes {
		route.check()
	}
	return routes
}

// Mount puts the routes on a Fiber router that has web's middleware before it.
func (a *App) Mount(router fiber.Router) {
	for _, route := range a.Routes() {
		router.Add(route.Method, route.Path, a.serve(route))
	}
	router.Use(a.serve(Route{Whose: Public, Handle: notFound}))
}
