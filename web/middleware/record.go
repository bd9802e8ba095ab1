package middleware

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/gofiber/fiber/v2"
)

// newReference is ten characters in two groups, without letters that look alike.
func newReference() string {
	word := rand.Text() // base32: A-Z and 2-7
	return word[:5] + "-" + word[5:10]
}

// RequestID gives the request its reference. One that the visitor brings is
// not used: it would let anybody write in our log.
func (b *Boundary) RequestID(c *fiber.Ctx) error {
	reference := newReference()
	c.Locals(localReference, reference)
	c.Set(fiber.HeaderXRequestID, reference)
	return c.Next()
}

// AccessLog writes one line a request, with nothing about anybody: method, the
// route's pattern (never the address, which may hold a search), status, time
// and municipality. It also turns errors into pages, so that the status in the
// log is the one that was sent.
func (b *Boundary) AccessLog(c *fiber.Ctx) error {
	began := time.Now()
	if err := c.Next(); err != nil {
		if err := c.App().ErrorHandler(c, err); err != nil {
			return err
		}
	}
	status := c.Response().StatusCode()
	level := slog.LevelInfo
	if status >= 500 {
		level = slog.LevelError
	}
	b.config.Log.LogAttrs(c.UserContext(), level, "request",
		slog.String("reference", Reference(c)),
		slog.String("method", c.Method()),
		slog.String("route", route(c)),
		slog.Int("status", status),
		slog.Int64("ms", time.Since(began).Milliseconds()),
		slog.String("municipality", kept(c, localMunicipality)))
	return nil
}

// route is the pattern that matched. Middleware is mounted at "/", which is
// therefore what an address without a route seems to have matched.
func route(c *fiber.Ctx) string {
	pattern := c.Route().Path
	if pattern == "/" && len(c.Request().URI().Path()) > 1 {
		return "none"
	}
	return pattern
}

// Recover turns a panic into an unexpected fault. The stack goes to the log;
// the value only when it comes from the runtime, since one of ours could hold
// anything.
func (b *Boundary) Recover(c *fiber.Ctx) (err error) {
	defer func() {
		value := recover()
		if value == nil {
			return
		}
		text := panicText(value)
		b.config.Log.Error("panic", "reference", Reference(c), "panic", text, "stack", string(debug.Stack()))
		err = fmt.Errorf("a panic: %s", text)
	}()
	return c.Next()
}

func panicText(value any) string {
	if fault, ok := value.(runtime.Error); ok {
		return fault.Error()
	}
	return fmt.Sprintf("a value of type %T", value)
}
