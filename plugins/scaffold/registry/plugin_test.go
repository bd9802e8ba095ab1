package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// fixture is a world in which all is well: the suite spoils it by itself.
var fixture = plugintest.Fixture{
	Settings: map[string]string{"base_url": "https://register.example/v1"},
	Secrets:  map[string]string{"token": "en-hemmelighet"},
	World: func(world *plugintest.World) error {
		world.Handle("register.example", http.HandlerFunc(fake))
		return nil
	},
}

// TestConformance is what `hverdag-plugin check` runs.
func TestConformance(t *testing.T) {
	plugintest.Run(t, func() sdk.Plugin { return &register{} }, fixture)
}

// fake is the register as it behaves: pages, units without a name, 0,0.
func fake(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer en-hemmelighet" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	number, size := atoi(r.URL.Query().Get("page")), atoi(r.URL.Query().Get("size"))
	units := []theirUnit{{ID: "none"}}
	for i := range 249 {
		units = append(units, theirUnit{
			ID: strconv.Itoa(i), Name: fmt.Sprintf("Bjørkåsen skole %d", i), Type: "skole", Street: "Skoleveien 1", Place: "Ærøya", Written: "nn",
		})
	}
	answer := page{Pages: (len(units) + size - 1) / size}
	answer.Units = units[min((number-1)*size, len(units)):min(number*size, len(units))]
	_ = json.NewEncoder(w).Encode(answer) // a plugin that has left
}

func atoi(text string) int {
	number, _ := strconv.Atoi(text)
	return max(number, 1)
}

func TestAUnitWithoutANameIsRemarkedAndLeftOut(t *testing.T) {
	world := plugintest.NewWorld(t)
	world.Secret("token", "en-hemmelighet")
	if err := fixture.World(world); err != nil {
		t.Fatal(err)
	}
	plugin := plugintest.Open(t, &register{}, world, fixture.Settings)
	units, remarks := 0, 0
	end, err := plugin.List(t.Context(), registry.Query{}, func(chunk registry.Chunk) error {
		units, remarks = units+len(chunk.Units), remarks+len(chunk.Remarks)
		return nil
	})
	if err != nil || !end.Complete || units != 249 || remarks != 1 {
		t.Errorf("%d units, %d remarks, complete %v: %v", units, remarks, end.Complete, err)
	}
}
