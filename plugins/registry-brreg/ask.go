package main

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/orgnumber"
)

// entry is a unit or sub-unit as the register writes it, as far as it is used
// here. Roles, mobile telephones and everything else about persons are not.
type entry struct {
	Number   string                 `json:"organisasjonsnummer"`
	Name     string                 `json:"navn"`
	Form     struct{ Kode string }  `json:"organisasjonsform"`
	Parent   string                 `json:"overordnetEnhet"`
	Industry *struct{ Kode string } `json:"naeringskode1"`
	Visiting *address               `json:"beliggenhetsadresse"`
	Business *address               `json:"forretningsadresse"`
	Phone    string                 `json:"telefon"`
	Email    string                 `json:"epostadresse"`
	Website  string                 `json:"hjemmeside"`
	Language string                 `json:"maalform"`
	Deleted  string                 `json:"slettedato"`
	ShutDown string                 `json:"nedleggelsesdato"`
}

type address struct {
	Lines        []*string `json:"adresse"`
	Postcode     string    `json:"postnummer"`
	Town         string    `json:"poststed"`
	Municipality string    `json:"kommunenummer"`
}

// page is one page of answers (HAL). An empty one has no _embedded.
type page struct {
	Embedded struct {
		Units    []entry `json:"enheter"`
		SubUnits []entry `json:"underenheter"`
	} `json:"_embedded"`
	Page *struct {
		TotalElements int `json:"totalElements"`
		TotalPages    int `json:"totalPages"`
	} `json:"page"`
}

const (
	pageSize  = 100
	mostPages = 100 // the register gives no more than 10,000
)

// all asks for everything that fits a question, over all pages. Pages that do
// not add up are an error.
func (p *plugin) all(ctx context.Context, what string, question url.Values) ([]entry, error) {
	var found []entry
	seen := map[string]bool{}
	question.Set("size", strconv.Itoa(pageSize))
	for number := 0; ; number++ {
		question.Set("page", strconv.Itoa(number))
		var got page
		_, err := p.ask.JSON(ctx, api+"/"+what+"?"+question.Encode(), &got)
		if err != nil {
			return nil, err
		}
		if got.Page == nil {
			return nil, incomplete(fmt.Errorf("no page"))
		}
		for _, entry := range append(got.Embedded.Units, got.Embedded.SubUnits...) {
			if !seen[entry.Number] {
				seen[entry.Number] = true
				found = append(found, entry)
			}
		}
		if number+1 < got.Page.TotalPages && number+1 < mostPages {
			continue
		}
		if len(found) < got.Page.TotalElements {
			return nil, incomplete(fmt.Errorf("%d of %d", len(found), got.Page.TotalElements))
		}
		return found, nil
	}
}

func incomplete(cause error) error {
	return &sdk.Fault{Source: sdk.FromSystem, Code: "system.incomplete", Cause: cause, Message: sdk.Words{
		NB: "Registeret ga oss ikke hele listen. Ingenting er endret. Vi prøver igjen senere.",
		NN: "Registeret gav oss ikkje heile lista. Ingenting er endra. Vi prøver igjen seinare.",
	}}
}

// root is the municipality's organisation number: the one that is set, or the
// only municipality that the register has for its kommunenummer.
func (p *plugin) root(ctx context.Context) (string, error) {
	if number := p.municipality.OrgNumber; number != "" {
		var found entry
		_, err := p.ask.JSON(ctx, api+"/enheter/"+number, &found)
		if fetch.Is(err, "system.not_found") || err == nil && found.Number != number {
			return "", sdk.BadSetting("", "municipality.not_found", sdk.Words{
				NB: "Registeret kjenner ikke kommunens organisasjonsnummer.",
				NN: "Registeret kjenner ikkje organisasjonsnummeret til kommunen.",
			})
		}
		return number, err
	}
	found, err := p.all(ctx, "enheter", url.Values{"kommunenummer": {p.municipality.Number}, "organisasjonsform": {"KOMM"}})
	if err != nil {
		return "", err
	}
	if len(found) != 1 || !orgnumber.Valid(found[0].Number) {
		return "", sdk.BadSetting("", "municipality.no_org_number", sdk.Words{
			NB: "Kommunens organisasjonsnummer er ikke satt, og registeret sier ikke sikkert hvilket det er.",
			NN: "Organisasjonsnummeret til kommunen er ikkje sett, og registeret seier ikkje sikkert kva det er.",
		})
	}
	return found[0].Number, nil
}
