package web

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/kv"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/middleware"
)

// A session may make this many changes a minute, and sign-ins to a host from
// one address begin this often. Reading is not counted: a whole municipality
// may sit behind one address, and a page that is looked at is on record anyway.
const (
	changesPerMinute = 240
	window           = time.Minute
)

type limiter struct {
	kv  kv.Store
	log *slog.Logger
}

// Allow counts one more. When the cache is down people get in.
func (l limiter) Allow(ctx context.Context, key string) (bool, time.Duration, error) {
	ok, wait, err := l.kv.Allow(ctx, "limit:"+key, changesPerMinute, window)
	if err != nil {
		l.log.Warn("the limiter does not answer", "cause", err.Error())
		return true, 0, nil
	}
	return ok, wait, nil
}

// limitKey counts changes by session, so that nobody's colleagues wait for
// them, and sign-ins, with the codes of guests, by where they come from: the visitor's own address, not
// that of the proxy in front.
func limitKey(c *fiber.Ctx, clientIP func(*fiber.Ctx) string) string {
	if strings.HasPrefix(c.Path(), "/logg-inn/") || strings.HasPrefix(c.Path(), "/d/") {
		return "signin:" + middleware.HostOf(c) + ":" + fingerprint(clientIP(c))
	}
	if c.Method() == fiber.MethodGet || c.Method() == fiber.MethodHead {
		return ""
	}
	r := middleware.Of(c)
	token := r.Cookie("__Host-hverdag") + r.Cookie("hverdag")
	if token == "" {
		return ""
	}
	return middleware.HostOf(c) + ":" + fingerprint(token)
}
