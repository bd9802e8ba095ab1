package main

import (
	"context"
	"net/http"
	"net/url"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk/registry"
)

// register is the plugin. The SDK sees that it is a registry.Source by its
// method List, and serves it as one.
type register struct {
	client  *http.Client
	baseURL *url.URL
}

// Describe says what the plugin is and asks for. The administrator reads every
// word of it: say plainly what you ask for and why.
func (r *register) Describe() sdk.Description {
	return sdk.Description{
		Name:    "registry-compat",
		Version: "0.1.0",
		Settings: []sdk.Setting{
			{
				Key: "base_url", Kind: sdk.Address, Required: true,
				Label: sdk.Words{NB: "Adressen til registeret", NN: "Adressa til registeret"},
				Help:  sdk.Words{NB: "Den begynner med https://", NN: "Ho byrjar med https://"},
			},
			{
				Key: "token", Kind: sdk.Secret,
				Label: sdk.Words{NB: "Nøkkel fra leverandøren", NN: "Nøkkel frå leverandøren"},
			},
		},
		Hosts: []sdk.HostName{{
			Name: sdk.FromSetting("base_url"),
			Why:  sdk.Words{NB: "For å hente skoler og barnehager.", NN: "For å hente skular og barnehagar."},
		}},
	}
}

// Configure keeps what the municipality has chosen. A setting that does not fit
// is answered with BadSetting: the form shows it at the field.
func (r *register) Configure(_ context.Context, setup sdk.Setup) error {
	address := setup.Settings["base_url"]
	base, err := url.Parse(address)
	if address == "" || err != nil || base.Scheme != "https" {
		return sdk.BadSetting("base_url", "settings.address", sdk.Words{
			NB: "Skriv adressen slik: https://register.kommune.no", NN: "Skriv adressa slik: https://register.kommune.no",
		})
	}
	r.client, r.baseURL = setup.Host.HTTP(), base
	return nil
}

// Check tries the register as lightly as it can be tried.
func (r *register) Check(ctx context.Context) (sdk.Health, error) {
	if _, err := r.page(ctx, 1, 1); err != nil {
		return sdk.Health{}, err
	}
	return sdk.Health{OK: true, Message: sdk.Words{NB: "Registeret svarer.", NN: "Registeret svarar."}}, nil
}

// List writes every unit, page by page. An error says that what was written
// changes nothing; Complete says that what was not written is gone.
func (r *register) List(ctx context.Context, _ registry.Query, out *registry.Writer) (registry.End, error) {
	for number := 1; ; number++ {
		page, err := r.page(ctx, number, pageSize)
		if err != nil {
			return registry.End{}, err
		}
		for _, theirs := range page.Units {
			unit, ok := unitOf(theirs)
			if !ok {
				err = out.Remark(registry.Remark{
					Place: theirs.ID, Code: "unit.no_name",
					NB: "Enheten har ikke noe navn, og er utelatt.", NN: "Eininga har ikkje noko namn, og er utelaten.",
				})
			} else {
				err = out.Units(unit)
			}
			if err != nil {
				return registry.End{}, err
			}
		}
		if number >= page.Pages {
			return registry.End{Complete: true}, nil
		}
	}
}
