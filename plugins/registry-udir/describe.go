package main

import (
	"context"
	"regexp"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
)

// plugin is the adapter. What Configure sets is not changed while a call is
// being served.
type plugin struct {
	municipality string
	registers    []register
	ask          *fetch.Client
	now          func() time.Time // nil: the clock; for tests
}

func (p *plugin) today() time.Time {
	if p.now != nil {
		return p.now()
	}
	return time.Now()
}

// register is one of the two.
type register struct {
	Key  string // in the cursor
	Host string
	Kind string // of its units
}

// The two registers.
var (
	schools       = register{Key: "nsr", Host: "data-nsr.udir.no", Kind: "school"}
	kindergartens = register{Key: "nbr", Host: "data-nbr.udir.no", Kind: "kindergarten"}
)

// Describe says what the plugin is.
func (p *plugin) Describe() sdk.Description {
	return sdk.Description{
		Name: "registry-udir", Version: "1.0.0",
		Settings: []sdk.Setting{{
			Key: "registers", Kind: sdk.Choice, Default: "both", Required: true,
			Label: sdk.Words{NB: "Hva vil dere hente", NN: "Kva vil de hente"},
			Help: sdk.Words{
				NB: "Skolene kommer fra Nasjonalt skoleregister, barnehagene fra Nasjonalt barnehageregister.",
				NN: "Skulane kjem frå Nasjonalt skoleregister, barnehagane frå Nasjonalt barnehageregister.",
			},
			Choices: []sdk.Option{
				{Value: "both", Label: sdk.Words{NB: "Skoler og barnehager", NN: "Skular og barnehagar"}},
				{Value: "schools", Label: sdk.Words{NB: "Bare skoler", NN: "Berre skular"}},
				{Value: "kindergartens", Label: sdk.Words{NB: "Bare barnehager", NN: "Berre barnehagar"}},
			},
		}},
		Hosts: []sdk.HostName{
			{Name: schools.Host, Why: sdk.Words{NB: "Her ligger Nasjonalt skoleregister.", NN: "Her ligg Nasjonalt skoleregister."}},
			{Name: kindergartens.Host, Why: sdk.Words{NB: "Her ligger Nasjonalt barnehageregister.", NN: "Her ligg Nasjonalt barnehageregister."}},
		},
	}
}

var fourDigits = regexp.MustCompile(`^[0-9]{4}$`)

// Configure takes the municipality's number and choice.
func (p *plugin) Configure(_ context.Context, setup sdk.Setup) error {
	if !fourDigits.MatchString(setup.Municipality.Number) {
		return sdk.BadSetting("", "municipality.no_number", sdk.Words{
			NB: "Kommunen mangler kommunenummer. Da vet vi ikke hvilke skoler og barnehager som er deres.",
			NN: "Kommunen manglar kommunenummer. Då veit vi ikkje kva skular og barnehagar som er dykkar.",
		})
	}
	p.municipality = setup.Municipality.Number
	p.ask = &fetch.Client{HTTP: setup.Host.HTTP()}
	switch setup.Settings["registers"] {
	case "schools":
		p.registers = []register{schools}
	case "kindergartens":
		p.registers = []register{kindergartens}
	case "both", "":
		p.registers = []register{schools, kindergartens}
	default:
		return sdk.BadSetting("registers", "setting.unknown_choice", sdk.Words{
			NB: "Velg skoler, barnehager eller begge.", NN: "Vel skular, barnehagar eller begge.",
		})
	}
	return nil
}

// Check asks each register for one unit.
func (p *plugin) Check(ctx context.Context) (sdk.Health, error) {
	for _, from := range p.registers {
		answer, err := p.ask.Get(ctx, "https://"+from.Host+"/v4/enheter?sidenummer=1&antallperside=1", nil)
		if err != nil {
			return sdk.Health{}, err
		}
		_, err = readList(answer.Body)
		if err != nil {
			return sdk.Health{}, err
		}
	}
	return sdk.Health{OK: true, Message: sdk.Words{NB: "Registrene svarer.", NN: "Registera svarar."}}, nil
}
