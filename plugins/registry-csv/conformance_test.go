package main

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

func TestConformance(t *testing.T) {
	plugintest.Run(t, func() sdk.Plugin { return &plugin{} }, plugintest.Fixture{
		Query: registry.Query{File: &registry.File{Name: "enheter.csv", Content: []byte(excel)}},
	})
}
