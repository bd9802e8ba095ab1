package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
)

type migrateCommand struct {
	config.Config `embed:""`

	Canary string `env:"HVERDAG_CANARY" placeholder:"SLUG" help:"The municipality to begin with; when it fails, the others are left alone. The first by name unless given."`
}

// Run migrates the control plane, then the canary, then the other
// municipalities.
func (c *migrateCommand) Run(ctx context.Context) (err error) {
	s, err := openStore(ctx, c.Config, clock.System{}, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	rollout, err := s.provision.Migrate(ctx, c.Canary)
	fmt.Printf("%d municipalities checked, %d migrated, %d failed\n", rollout.Checked, rollout.Migrated, len(rollout.Failed))
	if err != nil {
		return err
	}
	if len(rollout.Failed) > 0 {
		return fmt.Errorf("these municipalities are under maintenance: %s", strings.Join(rollout.Failed, ", "))
	}
	return nil
}
