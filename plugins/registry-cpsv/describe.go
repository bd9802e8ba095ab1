package main

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
)

// plugin is the adapter. What Configure sets is not changed while a call is
// being served.
type plugin struct {
	municipality sdk.Municipality
	address      string // of a catalogue to read; may be empty
	ask          *fetch.Client
}

// Describe says what the plugin is.
func (p *plugin) Describe() sdk.Description {
	return sdk.Description{
		Name: "registry-cpsv", Version: "1.0.0",
		Settings: []sdk.Setting{{
			Key: "address", Kind: sdk.Address,
			Label: sdk.Words{NB: "Adressen til en tjenestekatalog", NN: "Adressa til ein tenestekatalog"},
			Help: sdk.Words{
				NB: "Finnes tjenestene deres som CPSV-AP-NO på nettet (JSON-LD eller Turtle), hentes de herfra. Uten adresse publiserer koblingen bare deres egen katalog.",
				NN: "Finst tenestene dykkar som CPSV-AP-NO på nettet (JSON-LD eller Turtle), blir dei henta herifrå. Utan adresse publiserer koplinga berre katalogen dykkar.",
			},
		}},
		Receives: []sdk.DataClass{{Name: "directory.contents", Why: sdk.Words{
			NB: "For å skrive kommunens enheter og tjenester slik at andre kan lese dem. Ingenting om barn eller familier.",
			NN: "For å skrive einingane og tenestene til kommunen slik at andre kan lese dei. Ingenting om barn eller familiar.",
		}}},
		Hosts: []sdk.HostName{{Name: sdk.FromSetting("address"), Why: sdk.Words{
			NB: "Her ligger tjenestekatalogen dere har skrevet adressen til.",
			NN: "Her ligg tenestekatalogen de har skrive adressa til.",
		}}},
	}
}

// Configure takes the address and the municipality's language.
func (p *plugin) Configure(_ context.Context, setup sdk.Setup) error {
	address := strings.TrimSpace(setup.Settings["address"])
	if address != "" {
		parsed, err := url.Parse(address)
		if err != nil || parsed.Scheme != "https" || parsed.Host == "" || parsed.User != nil {
			return sdk.BadSetting("address", "setting.odd_address", sdk.Words{
				NB: "Adressen må begynne med https://.", NN: "Adressa må begynne med https://.",
			})
		}
	}
	p.municipality, p.address = setup.Municipality, address
	if p.municipality.Language != "nn" {
		p.municipality.Language = "nb"
	}
	p.ask = &fetch.Client{HTTP: setup.Host.HTTP()}
	return nil
}

// Check reads the catalogue, when there is one.
func (p *plugin) Check(ctx context.Context) (sdk.Health, error) {
	if p.address == "" {
		return sdk.Health{OK: true, Message: sdk.Words{
			NB: "Klart til å publisere katalogen.", NN: "Klart til å publisere katalogen.",
		}}, nil
	}
	content, err := p.fetch(ctx)
	if err != nil {
		return sdk.Health{}, err
	}
	_, err = readGraph(content)
	if err != nil {
		return sdk.Health{}, asSystems(err)
	}
	return sdk.Health{OK: true, Message: sdk.Words{NB: "Katalogen svarer.", NN: "Katalogen svarar."}}, nil
}

func (p *plugin) fetch(ctx context.Context) ([]byte, error) {
	answer, err := p.ask.Get(ctx, p.address, http.Header{"Accept": {"text/turtle, application/ld+json;q=0.9, application/json;q=0.5"}})
	return answer.Body, err
}
