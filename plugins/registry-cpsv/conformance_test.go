package main

import (
	"net/http"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

func TestConformance(t *testing.T) {
	plugintest.Run(t, func() sdk.Plugin { return &plugin{} }, plugintest.Fixture{
		Settings: map[string]string{"address": "https://tjenester.hverdagsnes.example/katalog.ttl"},
		World: func(world *plugintest.World) error {
			world.Handle("tjenester.hverdagsnes.example", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/turtle")
				_, _ = w.Write([]byte(others))
			}))
			return nil
		},
	})
}
