// Package web is the front of the house: one server, three doors. A request's
// exact host decides the door: a municipality's pages (web/app), the
// foundation's console (web/console), or, in the demo only, the sign-in page
// of its built-in issuer. Every request passes the boundary in web/middleware
// first.
package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/kv"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/app"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/console"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/middleware"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/static"
)

// Config is what the server is put together from.
type Config struct {
	Base          context.Context // ends when the program stops
	Log           *slog.Logger
	App           *app.App
	Console       *console.Console
	ConsoleHost   string       // exact host name of the console
	Issuer        http.Handler // the demo's issuer; nil outside the demo
	IssuerHost    string
	IssuerOrigins []string // where sign-in leads
	Proxies       *middleware.Proxies
	Ports         []string // ports browsers see, besides 80 and 443
	BodyLimit     int
	KV            kv.Store
	Ready         func(context.Context) error
}

// New puts the server together. It listens nowhere yet.
func New(config Config) (*fiber.App, error) {
	var boundary *middleware.Boundary // its own limit asks it where a visitor comes from
	var err error
	boundary, err = middleware.New(middleware.Config{
		Base: config.Base, Log: config.Log, Proxies: config.Proxies, Ports: config.Ports,
		IssuerOrigins: config.IssuerOrigins, BodyLimit: config.BodyLimit, Classify: app.Classify,
		UploadLimit: app.UploadLimit, Uploads: app.TakesUpload,
		Limiter: limiter{config.KV, config.Log}, LimitKey: func(c *fiber.Ctx) string { return limitKey(c, boundary.ClientIP) },
		Page: func(c *fiber.Ctx, f middleware.Failure) error {
			if middleware.HostOf(c) == config.ConsoleHost {
				return config.Console.FaultPage(c, f)
			}
			return config.App.FaultPage(c, f)
		},
	})
	if err != nil {
		return nil, fmt.Errorf("building server: %w", err)
	}
	server := fiber.New(boundary.Fiber())
	health(server, config)
	if config.Issuer != nil {
		server.Use(door(config.IssuerHost, plainHost, adaptor.HTTPHandler(config.Issuer)))
	}
	boundary.Install(server)
	server.Get(static.Prefix+"*", serveStatic)
	server.Use(door(config.ConsoleHost, middleware.HostOf, behind(boundary, config.Console.Mount)))
	config.App.Mount(server)
	return server, nil
}

// door lets a request for exactly this host in to handler, and others pass.
func door(host string, hostOf func(*fiber.Ctx) string, handler fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if hostOf(c) != host {
			return c.Next()
		}
		return handler(c)
	}
}

// behind is a Fiber app of its own behind a door, with the same boundary.
func behind(boundary *middleware.Boundary, mount func(fiber.Router)) fiber.Handler {
	inner := fiber.New(boundary.Fiber())
	mount(inner)
	handle := inner.Handler()
	return func(c *fiber.Ctx) error {
		handle(c.Context())
		return nil
	}
}

// plainHost is the host of a request that has not passed the boundary: the
// demo's own issuer, which has a boundary of its own.
func plainHost(c *fiber.Ctx) string {
	host, _, _ := strings.Cut(strings.Clone(c.Hostname()), ":")
	return host
}
