package main

import (
	"context"
	_ "embed" // the model that comes with the plugin
	"fmt"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
)

const settingModel = "model"

//go:embed standard.yaml
var standard string

// model is the plugin. After Configure nothing in it changes.
type model struct{ levels levels.Levels }

var _ levels.Model = (*model)(nil)

// Describe says what the plugin asks for: no host and no folder.
func (m *model) Describe() sdk.Description {
	return sdk.Description{
		Name: "bti", Version: "1.0.0",
		Settings: []sdk.Setting{{
			Key: settingModel, Kind: sdk.LongText,
			Label: sdk.Words{NB: "Nivåer og trinn i kommunen", NN: "Nivå og trinn i kommunen"},
			Help: sdk.Words{
				NB: "La feltet stå tomt for å bruke nivå 0 til 3. Har kommunen egne nivåer, trinn eller frister, skriver du dem her. Veiledningen viser hvordan.",
				NN: "Lat feltet stå tomt for å bruke nivå 0 til 3. Har kommunen eigne nivå, trinn eller fristar, skriv du dei her. Rettleiinga viser korleis.",
			},
		}},
		Receives: []sdk.DataClass{{Name: manifest.ClassLevel, Why: sdk.Words{
			NB: "For å si hvilke veier som er åpne, må vi vite nivået og trinnet. Vi får ikke vite hvem det gjelder.",
			NN: "For å seie kva vegar som er opne, må vi vite nivået og trinnet. Vi får ikkje vite kven det gjeld.",
		}}},
	}
}

// Configure reads the municipality's model, or the one that comes with the
// plugin.
func (m *model) Configure(_ context.Context, setup sdk.Setup) error {
	text := setup.Settings[settingModel]
	if strings.TrimSpace(text) == "" {
		text = standard
	}
	read, err := readModel(text)
	if err != nil {
		return err
	}
	m.levels = read
	return nil
}

// Check says what there is. There is no system behind.
func (m *model) Check(context.Context) (sdk.Health, error) {
	steps := 0
	for _, level := range m.levels.Levels {
		steps += len(level.Steps)
	}
	return sdk.Health{OK: true, Message: sdk.Words{
		NB: fmt.Sprintf("Modellen har %d nivåer og %d trinn.", len(m.levels.Levels), steps),
		NN: fmt.Sprintf("Modellen har %d nivå og %d trinn.", len(m.levels.Levels), steps),
	}}, nil
}

// Read gives the whole model.
func (m *model) Read(context.Context) (levels.Levels, error) { return m.levels, nil }
