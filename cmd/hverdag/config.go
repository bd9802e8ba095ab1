package main

import (
	"fmt"
	"os"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
)

type configCommand struct {
	Check checkConfig `cmd:"" help:"Print the settings without secrets, and everything that is wrong with them."`
}

type checkConfig struct {
	config.Config `embed:""`
}

// Run prints and checks the settings.
func (c *checkConfig) Run() error {
	settled := c.Settled()
	if err := settled.Print(os.Stdout); err != nil {
		return fmt.Errorf("printing settings: %w", err)
	}
	return settled.Check()
}
