package middleware

import (
	"context"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Deadline gives the request a context that ends after the deadline, or when
// the program stops. Handlers pass c.UserContext() on to the domain.
func (b *Boundary) Deadline(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(b.config.Base, b.config.Deadline)
	defer cancel()
	c.SetUserContext(ctx)
	return c.Next()
}

// BodyLimit refuses bodies above the limit with a page, and compressed ones: no
// form of ours is compressed, and unpacking could be made to fill the memory.
// Only the addresses that take whole files have a higher limit.
func (b *Boundary) BodyLimit(c *fiber.Ctx) error {
	request, limit := c.Request(), b.config.BodyLimit
	if b.config.Uploads(c.Method(), c.Path()) {
		limit = b.config.UploadLimit
	}
	if request.Header.ContentLength() > limit || len(request.Body()) > limit {
		return Refuse(fiber.StatusRequestEntityTooLarge, CodeTooLarge)
	}
	if len(request.Header.ContentEncoding()) > 0 {
		return Refuse(fiber.StatusUnsupportedMediaType, CodeEncoding)
	}
	return c.Next()
}

// SameOrigin lets only our own pages change anything. Sibling municipalities
// are the same site to a browser, so SameSite cookies do not keep them apart;
// Sec-Fetch-Site and Origin do. A request with neither header is refused.
func (b *Boundary) SameOrigin(c *fiber.Ctx) error {
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead:
		return c.Next()
	}
	if site := string(c.Request().Header.Peek("Sec-Fetch-Site")); site != "" {
		if site != "same-origin" {
			return Refuse(fiber.StatusForbidden, CodeForeignOrigin)
		}
		return c.Next()
	}
	origin := strings.ToLower(string(c.Request().Header.Peek(fiber.HeaderOrigin)))
	if origin == "" || origin != b.Origin(c) {
		return Refuse(fiber.StatusForbidden, CodeForeignOrigin)
	}
	return c.Next()
}

// Limiter counts. Keys are made by the app: tenant and user, since a whole
// municipality may come from one address.
type Limiter interface {
	// Allow counts one more for key and says whether that is still allowed, and
	// if not, how long to wait.
	Allow(ctx context.Context, key string) (ok bool, wait time.Duration, err error)
}

// RateLimit refuses those who ask too often. An empty key is not counted. When
// the limiter itself fails, people get in: losing the cache costs speed only.
func (b *Boundary) RateLimit(c *fiber.Ctx) error {
	if b.config.Limiter == nil {
		return c.Next()
	}
	return b.limit(c, b.config.Limiter, b.config.LimitKey)
}

func (b *Boundary) limit(c *fiber.Ctx, limiter Limiter, keyOf func(c *fiber.Ctx) string) error {
	key := strings.Clone(keyOf(c))
	if key == "" {
		return c.Next()
	}
	ok, wait, err := limiter.Allow(c.UserContext(), key)
	if err != nil {
		b.config.Log.Warn("limiter unavailable", "reference", Reference(c), "error", err.Error())
		return c.Next()
	}
	if !ok {
		return &refusal{status: fiber.StatusTooManyRequests, code: CodeTooMany, retry: max(wait, time.Second)}
	}
	return c.Next()
}
