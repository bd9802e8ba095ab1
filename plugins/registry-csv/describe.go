package main

import (
	"context"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// plugin is the adapter. It asks for nothing: what it reads is handed to it.
type plugin struct {
	all bool // a file has everything: what it has not is gone
}

// Describe says what the plugin is.
func (p *plugin) Describe() sdk.Description {
	return sdk.Description{
		Name: "registry-csv", Version: "1.0.0",
		Settings: []sdk.Setting{{
			Key: "holds", Kind: sdk.Choice, Default: "part", Required: true,
			Label: sdk.Words{NB: "Det som ikke står i filen", NN: "Det som ikkje står i fila"},
			Help: sdk.Words{
				NB: "Leser dere inn flere filer, en for enheter og en for tjenester, skal det andre beholdes.",
				NN: "Les de inn fleire filer, ei for einingar og ei for tenester, skal det andre bli verande.",
			},
			Choices: []sdk.Option{
				{Value: "part", Label: sdk.Words{NB: "Beholdes som det er", NN: "Blir verande som det er"}},
				{Value: "all", Label: sdk.Words{NB: "Merkes som borte", NN: "Blir merkt som borte"}},
			},
		}},
	}
}

// Configure takes what a file is.
func (p *plugin) Configure(_ context.Context, setup sdk.Setup) error {
	switch setup.Settings["holds"] {
	case "all":
		p.all = true
	case "part", "":
		p.all = false
	default:
		return sdk.BadSetting("holds", "setting.unknown_choice", sdk.Words{
			NB: "Velg hva som skjer med det som ikke står i filen.", NN: "Vel kva som skjer med det som ikkje står i fila.",
		})
	}
	return nil
}

// Check has nothing to try: there is no system behind.
func (p *plugin) Check(context.Context) (sdk.Health, error) {
	return sdk.Health{OK: true, Message: sdk.Words{
		NB: "Klart. Velg en fil når dere vil lese inn.", NN: "Klart. Vel ei fil når de vil lese inn.",
	}}, nil
}
