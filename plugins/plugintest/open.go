package plugintest

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// Hverdagsnes is the municipality that tests are for; it does not exist.
var Hverdagsnes = sdk.Municipality{Number: "9901", Name: "Hverdagsnes kommune", OrgNumber: "349901005", Language: "nb"}

// Instance is a plugin as Hverdagsnes has installed it, with everything it
// asks for granted. State, secrets, folder and record are the world's.
func Instance(said sdk.Description, world *World, settings map[string]string) host.Instance {
	grant := manifest.Grant{Name: said.Name, Version: said.Version, Folder: said.Folder}
	for _, class := range said.Receives {
		grant.Receives = append(grant.Receives, class.Name)
	}
	for _, name := range said.Hosts {
		grant.Hosts = append(grant.Hosts, name.Name)
	}
	filled := map[string]string{}
	for _, setting := range said.Settings {
		if setting.Default != "" {
			filled[setting.Key] = setting.Default
		}
	}
	for key, value := range settings {
		filled[key] = value
	}
	in := host.Instance{
		Municipality: uuid.MustParse("00000000-0000-4000-8000-000000009901"),
		Manifest: manifest.Manifest{
			Schema: manifest.Schema, Name: said.Name, Version: said.Version, Features: said.Features, Protocol: sdk.Protocol,
			Asks: manifest.Asks{Settings: said.Settings, Receives: said.Receives, Hosts: said.Hosts, Folder: said.Folder},
		},
		Grant: grant,
		Setup: sdk.Setup{Municipality: Hverdagsnes, Settings: filled, Secrets: world.secretKeys(), Granted: grant.Receives},
	}
	return withWorld(in, world)
}

// Open runs p in the test's own process with everything granted, and returns it
// as callers of the host see it. It ends with the test.
func Open(t testing.TB, p sdk.Plugin, world *World, settings map[string]string) host.Plugin {
	t.Helper()
	s, err := start(t.Context(), p, Instance(sdk.Described(p), world, settings), world)
	if err != nil {
		t.Fatalf("starting the plugin: %v", err)
	}
	t.Cleanup(s.close)
	operation, done := s.broker.operate(context.Background())
	t.Cleanup(done)
	return running(s.conn, operation)
}
