package main

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
)

func TestConformance(t *testing.T) {
	plugintest.Run(t, newModel, plugintest.Fixture{})
}

func TestConformanceOfLocalVariations(t *testing.T) {
	for name, model := range map[string]string{
		"Overhalla": text(t, "overhalla.yaml"), "four levels": text(t, "fire-nivaaer.json"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plugintest.RunSubject(t, plugintest.Here(newModel), plugintest.Fixture{Settings: map[string]string{settingModel: model}})
		})
	}
}
