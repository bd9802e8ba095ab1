package main

import (
	"os"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/stafettlogg-exchange/format"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logfiles"
)

func TestConformance(t *testing.T) {
	content, err := os.ReadFile("format/examples/logg.json")
	if err != nil {
		t.Fatal(err)
	}
	plugintest.Run(t, newExchange, plugintest.Fixture{
		Settings: map[string]string{settingWay: wayHTTP, settingAddress: where},
		Secrets:  map[string]string{settingToken: "hemmelig"},
		World: func(world *plugintest.World) error {
			documents, _ := format.Read("logg.json", content)
			world.Handle("utveksling.example", logfiles.New(documents...))
			return nil
		},
		Reference: "SL-2026-17",
		Start: &stafettlogg.Log{
			ChildReference: "barn-1", AgeGroup: "6-12", Level: "1", Goals: []stafettlogg.Goal{{OurID: "g1", Text: "Sove bedre", State: "active"}},
		},
	})
}
