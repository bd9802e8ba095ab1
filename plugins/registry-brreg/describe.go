package main

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/orgnumber"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/when"
)

const (
	host = "data.brreg.no"
	api  = "https://" + host + "/enhetsregisteret/api"
)

// plugin is the adapter. What Configure sets is not changed while a call is
// being served.
type plugin struct {
	municipality sdk.Municipality
	codes        []string // industries asked for besides
	ask          *fetch.Client
	now          func() time.Time
}

// Describe says what the plugin is.
func (p *plugin) Describe() sdk.Description {
	return sdk.Description{
		Name: "registry-brreg", Version: "1.0.0",
		Settings: []sdk.Setting{{
			Key: "industries", Kind: sdk.Text,
			Label: sdk.Words{NB: "Næringskoder å hente i tillegg", NN: "Næringskodar å hente i tillegg"},
			Help: sdk.Words{
				NB: "Kommunens egne enheter kommer av seg selv. Vil dere ha med private, for eksempel barnehager, skriv næringskoden: 88.911. Flere koder skilles med komma.",
				NN: "Kommunen sine eigne einingar kjem av seg sjølve. Vil de ha med private, til dømes barnehagar, skriv næringskoden: 88.911. Fleire kodar skil de med komma.",
			},
		}},
		Hosts: []sdk.HostName{{Name: host, Why: sdk.Words{
			NB: "Her ligger Enhetsregisteret i Brønnøysund.", NN: "Her ligg Einingsregisteret i Brønnøysund.",
		}}},
	}
}

var (
	nineDigits = regexp.MustCompile(`^[0-9]{9}$`)
	fourDigits = regexp.MustCompile(`^[0-9]{4}$`)
	industry   = regexp.MustCompile(`^[0-9]{2}(\.[0-9]{1,3})?$`)
)

const mostIndustries = 10

// Configure takes the municipality's numbers and the industries.
func (p *plugin) Configure(_ context.Context, setup sdk.Setup) error {
	if !fourDigits.MatchString(setup.Municipality.Number) {
		return sdk.BadSetting("", "municipality.no_number", sdk.Words{
			NB: "Kommunen mangler kommunenummer. Da vet vi ikke hvilke enheter som er deres.",
			NN: "Kommunen manglar kommunenummer. Då veit vi ikkje kva einingar som er dykkar.",
		})
	}
	number, _ := orgnumber.Clean(setup.Municipality.OrgNumber) // Check finds out whether it is the municipality's
	if number != "" && !nineDigits.MatchString(number) {
		return sdk.BadSetting("", "municipality.odd_org_number", sdk.Words{
			NB: "Kommunens organisasjonsnummer stemmer ikke.",
			NN: "Organisasjonsnummeret til kommunen stemmer ikkje.",
		})
	}
	codes := strings.FieldsFunc(setup.Settings["industries"], func(r rune) bool { return strings.ContainsRune(",; \n", r) })
	if len(codes) > mostIndustries || slices.ContainsFunc(codes, func(code string) bool { return !industry.MatchString(code) }) {
		return sdk.BadSetting("industries", "setting.odd_industry", sdk.Words{
			NB: "En næringskode skrives med to siffer, punktum og opptil tre siffer. Dere kan ha ti.",
			NN: "Ein næringskode blir skriven med to siffer, punktum og opptil tre siffer. De kan ha ti.",
		})
	}
	slices.Sort(codes)
	p.municipality, p.codes = setup.Municipality, slices.Compact(codes)
	p.municipality.OrgNumber = number
	p.ask = &fetch.Client{HTTP: setup.Host.HTTP()}
	return nil
}

// Check asks for the municipality itself.
func (p *plugin) Check(ctx context.Context) (sdk.Health, error) {
	_, err := p.root(ctx)
	if err != nil {
		return sdk.Health{}, err
	}
	return sdk.Health{OK: true, Message: sdk.Words{NB: "Registeret svarer, og kjenner kommunen.", NN: "Registeret svarar, og kjenner kommunen."}}, nil
}

// today is the day in Norway: where plugins run there is no zone but UTC.
func (p *plugin) today() string {
	now := time.Now
	if p.now != nil {
		now = p.now
	}
	return now().In(when.Norway).Format(time.DateOnly)
}
