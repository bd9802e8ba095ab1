package compat

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
)

func TestMain(m *testing.M) {
	sandbox.Main() // when a test starts itself again to shut a plugin in
	os.Exit(m.Run())
}

// learntSince is what the first SDK did not do: it measured a date in
// Retry-After by the plugin's own clock. The host waits too long, or too short.
var learntSince = []string{"clock.wait"}

// What was built with the first published SDK is still run, shut in, and does
// its job.
func TestPluginsBuiltWithTheFirstSDKStillHold(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for folder, fixture := range map[string]plugintest.Fixture{
		"v1/registry": {
			Settings: map[string]string{"base_url": "https://register.example/v1"},
			Secrets:  map[string]string{"token": "en-hemmelighet"},
			World: func(world *plugintest.World) error {
				world.Handle("register.example", http.HandlerFunc(school))
				return nil
			},
		},
		"v1/stafettlogg": {
			Settings: map[string]string{"base_url": "https://stafettlogg.example"},
			Secrets:  map[string]string{"token": "en-hemmelighet"},
			World: func(world *plugintest.World) error {
				world.Handle("stafettlogg.example", newLedger())
				return nil
			},
			Reference: "BTI-2026-001",
		},
		"v1/levels": {},
	} {
		t.Run(folder, func(t *testing.T) {
			program := plugintest.Process(t.Output(), plugintest.Build(t, folder))
			plugintest.Conform(t.Context(), plugintest.ShutIn(program, self), fixture, func(result plugintest.Result) {
				if result.Outcome == plugintest.Failed && !slices.Contains(learntSince, result.Name) {
					t.Errorf("%s: %s: %s", result.Name, result.Says, result.Why)
				}
			})
		})
	}
}

func school(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprint(w, `{"pages":1,"units":[{"id":"1","name":"Bjørkåsen skole","type":"skole","street":"Skoleveien 1","place":"Ærøya"}]}`)
}
