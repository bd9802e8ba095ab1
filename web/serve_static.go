package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/web/static"
)

// serveStatic sends a built-in file. Its name carries its hash, so a browser
// may keep it; only names that exist with that hash are found.
func serveStatic(c *fiber.Ctx) error {
	file, ok := static.Open(strings.Clone(c.Params("*")))
	if !ok {
		return fiber.ErrNotFound
	}
	body, encoding := file.Encoded(strings.Clone(c.Get(fiber.HeaderAcceptEncoding)))
	c.Set(fiber.HeaderContentType, file.Type)
	c.Set(fiber.HeaderCacheControl, static.CacheControl)
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	c.Set(fiber.HeaderETag, file.ETag)
	if encoding != "" {
		c.Set(fiber.HeaderContentEncoding, encoding)
	}
	return c.Send(body)
}
