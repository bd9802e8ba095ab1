package main

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logvendor"
)

func TestConformance(t *testing.T) {
	plugintest.Run(t, newSystem, plugintest.Fixture{
		Settings: map[string]string{settingAddress: where},
		Secrets:  map[string]string{settingToken: "hemmelig"},
		World: func(world *plugintest.World) error {
			vendor, err := logvendor.New(logvendor.Options{Token: "hemmelig", PageSize: 2})
			if err != nil {
				return err
			}
			world.Handle("stafettlogg.example", vendor)
			_, err = vendor.Do("POST", "/saker", map[string]any{
				"nivaa": "1", "maal": []any{map[string]any{"tekst": "Trygg på skolen"}}, "tiltak": []any{map[string]any{"hva": "Fast voksen"}},
			})
			return err
		},
		Reference: "STAF-1001",
		Start: &stafettlogg.Log{
			ChildReference: "barn-1", AgeGroup: "6-12", Level: "1", Goals: []stafettlogg.Goal{{OurID: "g1", Text: "Sove bedre", State: "active"}},
		},
	})
}
