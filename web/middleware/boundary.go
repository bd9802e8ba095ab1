// Package middleware is the boundary of the program: what every request passes
// through before a handler of web/app or web/console sees it, and every answer
// on its way out. The order is fixed here, because it is part of the safety:
//
//	RequestID, AccessLog, Recover, SecurityHeaders, Deadline, Host, BodyLimit, SameOrigin, RateLimit
//
// It decides nothing about access and knows no page: faults go to the app's
// Page callback.
package middleware

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Config is what an app gives its boundary.
type Config struct {
	Base          context.Context // ends when the program stops
	Log           *slog.Logger
	Proxies       *Proxies      // who may say what host and scheme the browser used; nil trusts nobody
	Ports         []string      // the ports browsers see, besides 80 and 443
	IssuerOrigins []string      // where forms may lead on to, "https://idporten.no"
	Deadline      time.Duration // for a whole request; 0 means 20 seconds
	BodyLimit     int           // bytes; 0 means 1 MiB
	UploadLimit   int           // bytes, for the addresses that Uploads names; 0 means BodyLimit
	// Uploads tells the few addresses that take whole files; nil: none.
	Uploads  func(method, path string) bool
	Limiter  Limiter // nil: no limit
	LimitKey func(c *fiber.Ctx) string

	// Classify turns an error of the domain into a status and a stable code;
	// status 0 means that it does not know the error.
	Classify func(err error) (status int, code string)
	// Page writes the page for a fault. The response's status and headers are
	// already set.
	Page func(c *fiber.Ctx, f Failure) error
}

const (
	defaultDeadline  = 20 * time.Second
	defaultBodyLimit = 1 << 20
)

// Boundary is the boundary of one Fiber app.
type Boundary struct {
	config  Config
	headers headers
}

// New checks the configuration.
func New(config Config) (*Boundary, error) {
	if config.Base == nil || config.Log == nil || config.Page == nil {
		return nil, errors.New("the boundary needs a base context, a log and a page")
	}
	if (config.Limiter == nil) != (config.LimitKey == nil) {
		return nil, errors.New("the boundary needs both a limiter and its key, or neither")
	}
	if config.Proxies == nil {
		config.Proxies = &Proxies{}
	}
	if config.Deadline == 0 {
		config.Deadline = defaultDeadline
	}
	if config.BodyLimit == 0 {
		config.BodyLimit = defaultBodyLimit
	}
	if config.Uploads == nil {
		config.Uploads = func(string, string) bool { return false }
	}
	config.UploadLimit = max(config.UploadLimit, config.BodyLimit)
	h, err := newHeaders(config.IssuerOrigins)
	if err != nil {
		return nil, err
	}
	return &Boundary{config: config, headers: h}, nil
}

// Fiber is the part of the app's fiber.Config that belongs to the boundary.
//
//   - Forwarded headers are believed from the configured proxies only. ProxyHeader
//     stays empty on purpose: Fiber would take the first address in
//     X-Forwarded-For, which is the one a visitor can write; use ClientIP.
//   - The server itself refuses bodies four times above the limit of a page, so
//     that those between get a whole page and not a broken connection.
//   - Immutable is the second line behind Request: even a string that somebody
//     forgot to copy does not change under the next request.
//   - Uploads are parsed when they are read, after the limits, never before.
func (b *Boundary) Fiber() fiber.Config {
	return fiber.Config{
		EnableTrustedProxyCheck: true,
		TrustedProxies:          b.config.Proxies.List(),
		ProxyHeader:             "",
		BodyLimit:               max(4*b.config.BodyLimit, b.config.UploadLimit/4*5),
		ReadBufferSize:          16 << 10,
		ReadTimeout:             30 * time.Second,
		WriteTimeout:            60 * time.Second,
		IdleTimeout:             90 * time.Second,
		Immutable:               true,
		ErrorHandler:            b.ErrorHandler,
		DisableStartupMessage:   true,

		DisablePreParseMultipartForm: true,
	}
}

// Install mounts the boundary, before any route.
func (b *Boundary) Install(app *fiber.App) {
	app.Use(b.RequestID, b.AccessLog, b.Recover, b.SecurityHeaders, b.Deadline, b.Host,
		b.BodyLimit, b.SameOrigin, b.RateLimit)
}

// local is the type of the keys under which the boundary keeps what it found.
type local int

const (
	localReference local = iota
	localHost
	localMunicipality
)

func kept(c *fiber.Ctx, key local) string {
	value, _ := c.Locals(key).(string)
	return value
}

// Reference is the request's own id, short enough to read out over the phone.
// The same word is in the log.
func Reference(c *fiber.Ctx) string { return kept(c, localReference) }

// HostOf is the exact host of the request, in lower case and without our own
// port, or "" when it cannot be one of ours. Look it up exactly.
func HostOf(c *fiber.Ctx) string { return kept(c, localHost) }

// SetMunicipality tells the access log which municipality the request was for.
func SetMunicipality(c *fiber.Ctx, slug string) { c.Locals(localMunicipality, slug) }
