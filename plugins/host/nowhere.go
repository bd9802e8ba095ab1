package host

import (
	"context"

	"github.com/google/uuid"
)

// Nowhere is the Runner of a program that runs no plugins: commands that
// migrate or verify, and tests without any.
type Nowhere struct{}

// Use fails with the code "host.no_plugins".
func (Nowhere) Use(context.Context, Instance, func(context.Context, Plugin) error) error {
	return &Problem{Whose: Ours, Code: "host.no_plugins", Lasting: true}
}

// Status is always Stopped.
func (Nowhere) Status(uuid.UUID, string) Status { return Status{State: Stopped} }

// Stop has nothing to stop.
func (Nowhere) Stop(uuid.UUID, string) {}
