package demo

import (
	"context"
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// hire lets the foundation's own people into the console. Until they sign in
// the first time they are known by their e-mail.
func hire(ctx context.Context, w World, own foundation) error {
	users := w.Provisioner.Registry.Control.Client().ConsoleUser
	for _, one := range own.People {
		err := users.Create().SetID(tenants.NewID()).SetCreatedAt(w.Clock.Now()).
			SetSubject(one.Email).SetName(one.Name).SetRole(one.Role).Exec(ctx)
		if err != nil {
			return fmt.Errorf("letting %s into the console: %w", one.Value, err)
		}
	}
	return nil
}
