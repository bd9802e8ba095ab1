package web

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/gofiber/fiber/v2"
)

// health answers the platform's probes on any host: alive, and ready to serve.
// Neither says anything about a municipality.
func health(server *fiber.App, config Config) {
	server.Get("/healthz", func(c *fiber.Ctx) error { return c.SendString("ok\n") })
	server.Get("/readyz", func(c *fiber.Ctx) error {
		if err := config.Ready(c.UserContext()); err != nil {
			config.Log.Warn("not ready", "cause", err.Error())
			return c.Status(fiber.StatusServiceUnavailable).SendString("not ready\n")
		}
		return c.SendString("ok\n")
	})
}

// fingerprint is a token's hash, so that the token itself is in no cache.
func fingerprint(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:12])
}
