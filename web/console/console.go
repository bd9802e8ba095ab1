// Package console is what the foundation's own people see: the municipalities
// and their state, at a host of its own. No family can be reached from here:
// the package knows the control plane only, and imports no package that reads
// a family, which a test holds.
package console

import (
	"log/slog"

	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// Config is what the console needs.
type Config struct {
	Provisioner *provision.Provisioner
	Provider    *signin.Provider // the foundation's identity provider, kind foundation
	Sealer      *signin.Sealer
	Secure      bool // pages are served over https
	Clock       clock.Clock
	Log         *slog.Logger

	PluginNotice view.PluginNotice // how plugins are shut in here, when those who look after them must know
}

// Console holds what handlers share. It has no state of its own.
type Console struct{ Config }

// New returns the pages of the console.
func New(config Config) *Console { return &Console{config} }

// Mount puts the routes on a Fiber router that has web's middleware before it.
func (c *Console) Mount(router fiber.Router) {
	for _, route := range c.Routes() {
		router.Add(route.Method, route.Path, c.serve(route))
	}
	router.Use(c.serve(Route{Public: true, Handle: notFound}))
}
