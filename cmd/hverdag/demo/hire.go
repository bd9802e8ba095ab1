package demo

import (
	"context"
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
)

// hire lets the foundation's own people into the console.
func hire(ctx context.Context, w World, own foundation) error {
	for _, one := range own.People {
		_, err := w.Provisioner.InviteConsoleUser(ctx, provision.ConsoleInvitation{Name: one.Name, Email: one.Email})
		if err != nil {
			return fmt.Errorf("letting %s into the console: %w", one.Value, err)
		}
	}
	return nil
}
