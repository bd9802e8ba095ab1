package main

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/brreg"
)

func TestConformance(t *testing.T) {
	plugintest.Run(t, func() sdk.Plugin { return &plugin{} }, plugintest.Fixture{
		Settings: map[string]string{"industries": "88.910"},
		World: func(world *plugintest.World) error {
			world.Handle(brreg.Host, brreg.New().Handler())
			return nil
		},
	})
}
