package middleware

import (
	"testing"

	"github.com/gofiber/fiber/v2"
)

func TestAFaultsPageIsMadeInAContextThatHasNotEnded(t *testing.T) {
	h := build(t, func(config *Config) {
		config.Page = func(c *fiber.Ctx, _ Failure) error {
			if err := c.UserContext().Err(); err != nil {
				return err
			}
			return c.SendString("a whole page")
		}
	}, nil)
	answer := h.send("GET /nowhere HTTP/1.1\r\nHost: fjordby.localhost:8080\r\nConnection: close\r\n\r\n")
	if answer.body != "a whole page" {
		t.Errorf("status %d, body %q", answer.StatusCode, answer.body)
	}
}
