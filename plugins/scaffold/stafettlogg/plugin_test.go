package main

import (
	"errors"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// fixture is a world in which all is well: the suite spoils it by itself.
var fixture = plugintest.Fixture{
	Settings: map[string]string{"base_url": "https://stafettlogg.example"},
	Secrets:  map[string]string{"token": "en-hemmelighet"},
	World: func(world *plugintest.World) error {
		world.Handle("stafettlogg.example", newFake())
		return nil
	},
	Reference: "BTI-2026-001",
}

// TestConformance is what `hverdag-plugin check` runs.
func TestConformance(t *testing.T) {
	plugintest.Run(t, func() sdk.Plugin { return &system{} }, fixture)
}

func TestWhatTheSystemCannotTakeIsRefused(t *testing.T) {
	world := plugintest.NewWorld(t)
	world.Secret("token", "en-hemmelighet")
	plugin := plugintest.Open(t, &system{}, world, fixture.Settings)
	_, err := plugin.Write(t.Context(), stafettlogg.Write{
		Key: "1", LogID: "L-1", Close: &stafettlogg.Closing{Because: stafettlogg.GoalReached},
	})
	var problem *host.Problem
	if !errors.As(err, &problem) || problem.Code != sdk.CodeNotImplemented || len(world.Calls()) != 0 {
		t.Error(err, world.Calls())
	}
}
