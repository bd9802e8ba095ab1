package main

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/udir"
)

func TestConformance(t *testing.T) {
	plugintest.Run(t, func() sdk.Plugin { return &plugin{} }, plugintest.Fixture{
		World: func(world *plugintest.World) error {
			world.Handle(udir.SchoolsHost, udir.Schools().Handler())
			world.Handle(udir.KindergartensHost, udir.Kindergartens().Handler())
			return nil
		},
	})
}
