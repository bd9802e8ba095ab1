package main

import (
	"context"
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
)

type consoleCommand struct {
	Invite inviteToConsole `cmd:"" help:"Let one of the foundation's people in to the console."`
}

type inviteToConsole struct {
	config.Config `embed:""`
	Name          string `required:"" help:"Their name."`
	Email         string `required:"" help:"The e-mail the foundation's identity provider knows them by."`
	Language      string `default:"nb" enum:"nb,nn" help:"nb or nn."`
}

// Run invites; the person is bound to their identity when they first sign in.
func (c *inviteToConsole) Run(ctx context.Context) error {
	return withStore(ctx, c.Config, func(s *store) error {
		_, err := s.provision.InviteConsoleUser(ctx, provision.ConsoleInvitation{
			Name: c.Name, Email: c.Email, Language: c.Language,
		})
		if err != nil {
			return err
		}
		fmt.Printf("They can sign in at %s\n", s.config.Origin(s.config.ConsoleHost))
		return nil
	})
}
