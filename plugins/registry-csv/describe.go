package main

import (
	"context"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// plugin is the adapter. It asks for nothing: what it reads is handed to it.
type plugin struct{}

// Describe says what the plugin is.
func (p *plugin) Describe() sdk.Description {
	return sdk.Description{Name: "registry-csv", Version: "1.0.0"}
}

// Configure has nothing to take.
func (p *plugin) Configure(context.Context, sdk.Setup) error { return nil }

// Check has nothing to try: there is no system behind.
func (p *plugin) Check(context.Context) (sdk.Health, error) {
	return sdk.Health{OK: true, Message: sdk.Words{
		NB: "Klart. Velg en fil når dere vil lese inn.", NN: "Klart. Vel ei fil når de vil lese inn.",
	}}, nil
}
