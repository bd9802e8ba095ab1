package udir

import (
	"strings"
	"time"

	zones "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/when"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/town"
)

// item is a unit in a list. The names are the register's.
type item struct {
	Organisasjonsnummer string
	Navn                string
	Karakteristikk      *string
	Fylkesnummer        string
	Kommunenummer       string
	ErAktiv             bool
	ErSkole             *bool   `json:",omitempty"`
	ErSkoleEier         *bool   `json:",omitempty"`
	ErBarnehage         *bool   `json:",omitempty"`
	ErBarnehageEier     *bool   `json:",omitempty"`
	DatoEndret          *string // may be missing
}

// items are a municipality's list: its units, its owner, and a unit that
// somebody made to try the register.
func (r *Register) items(m town.Municipality) []item {
	var items []item
	for i, unit := range m.Units {
		if r.has(unit) {
			items = append(items, r.item(m, unit.OrgNumber, unit.Name, !unit.Closed, true, when(unit.Changed, i)))
		}
	}
	changed := "0001-01-01T00:00:00"
	return append(items,
		r.item(m, m.OrgNumber, m.Name+" kommune", true, false, &changed),
		r.item(m, "U99900"+m.Number, "Testenhet, ikke i bruk", true, true, nil))
}

func (r *Register) item(m town.Municipality, number, name string, active, unit bool, changed *string) item {
	made := item{
		Organisasjonsnummer: number, Navn: name, Fylkesnummer: m.Number[:2], Kommunenummer: m.Number,
		ErAktiv: active, DatoEndret: changed,
	}
	owner := !unit
	if r.kindergartens {
		made.ErBarnehage, made.ErBarnehageEier = &unit, &owner
		return made
	}
	made.ErSkole, made.ErSkoleEier = &unit, &owner
	return made
}

// when writes a time as one of the register's systems does.
func when(at time.Time, i int) *string {
	forms := []string{"2006-01-02T15:04:05.99-07:00", "2006-01-02T15:04:05", "2006-01-02T15:04:05Z", "2006-01-02"}
	written := at.In(zones.Norway).Format(forms[i%len(forms)])
	if i%len(forms) == 2 {
		written = at.UTC().Format(forms[2])
	}
	return &written
}

type object = map[string]any

// detail is all a register says of a unit. i varies what is missing.
func (r *Register) detail(m town.Municipality, unit town.Unit, i int) object {
	place := object{"Lengdegrad": unit.Longitude, "Breddegrad": unit.Latitude, "Zoom": 12, "GeoKilde": "GeoNorge"}
	if unit.Latitude == 0 && unit.Longitude == 0 {
		place["GeoKilde"], place["Zoom"] = "Undefined", 0
	}
	detail := object{
		"Organisasjonsnummer": unit.OrgNumber, "Navn": unit.Name, "FulltNavn": unit.Name, "Karakteristikk": nil,
		"Fylke":            object{"Fylkesnummer": m.Number[:2], "Navn": m.County},
		"Kommune":          object{"Navn": m.Name, "Kommunenummer": m.Number, "Organisasjonsnummer": m.OrgNumber, "ErNedlagt": false},
		"Koordinat":        place,
		"Internettadresse": website(unit), "Epost": orNull(unit.Email), "Telefon": orNull(unit.Phone),
		"Maalform":          maalform(m.Language),
		"Organisasjonsform": object{"Id": "BEDR", "Navn": "Underenhet til næringsdrivende og offentlig sektor"},
		"Utgaattype":        object{"Id": "A", "Navn": "Ingen utgåttype"},
		"ErAktiv":           !unit.Closed, "UtgaattDato": nil,
		"DatoEndret": when(unit.Changed, i),
	}
	if unit.Street != "" {
		detail["Beliggenhetsadresse"] = object{"Adresse": unit.Street, "Postnummer": m.Postcode, "Poststed": m.Town, "Land": "Norge"}
	}
	if unit.Closed {
		detail["Utgaattype"] = object{"Id": "N", "Navn": "Nedlagt"}
	}
	r.describe(detail, m, unit)
	if i%3 == 1 {
		delete(detail, "Maalform")
		delete(detail, "FulltNavn")
	}
	return detail
}

// describe adds what one register has and the other has not.
func (r *Register) describe(detail object, m town.Municipality, unit town.Unit) {
	owner := m.OrgNumber
	if unit.Private {
		owner = ""
	}
	detail["ForeldreRelasjoner"] = relations(owner, m.Name)
	if !r.kindergartens {
		detail["ErSkole"], detail["ErGrunnskole"] = true, unit.Sort == town.School
		detail["ErVideregaaendeSkole"], detail["ErPrivatskole"] = unit.Sort == town.Upper, unit.Private
		detail["Naeringskoder"] = []object{{"Prioritet": 1, "Kode": "85.201", "Navn": "Ordinær grunnskoleundervisning", "Versjon": "2007"}}
		detail["SkoletrinnGSFra"], detail["SkoletrinnGSTil"] = 1, 7
		if strings.Contains(unit.Name, "ungdom") {
			detail["SkoletrinnGSFra"], detail["SkoletrinnGSTil"] = 8, 10
		}
		if unit.Sort == town.Upper {
			detail["SkoletrinnGSFra"], detail["SkoletrinnGSTil"] = nil, nil
		}
		return
	}
	detail["ErBarnehage"], detail["ErPrivatBarnehage"], detail["ErOffentligBarnehage"] = true, unit.Private, !unit.Private
	detail["Naeringskoder"] = []object{{"Prioritet": 1, "Kode": "88.911", "Navn": "Barnehager", "Versjon": "2007"}}
	detail["AlderstrinnFra"], detail["AlderstrinnTil"] = 1, 5
	detail["Barnehagekategorier"] = []object{{"Id": "19", "Navn": "Kommunal barnehage"}, {"Id": "18", "Navn": "Offentlig barnehage"}}
	if unit.Private {
		detail["Barnehagekategorier"] = []object{{"Id": "20", "Navn": "Privat barnehage"}}
	}
}

func relations(owner, municipality string) []object {
	if owner == "" {
		return []object{}
	}
	relation := func(id, name string) object {
		return object{
			"Enhet":         object{"Organisasjonsnummer": owner, "Navn": municipality + " kommune"},
			"Relasjonstype": object{"Id": id, "Navn": name},
		}
	}
	return []object{relation("6", "Eierstruktur"), relation("10", "Administrativ struktur")}
}

func maalform(language string) object {
	if language == "nn" {
		return object{"Id": "N", "Navn": "Nynorsk"}
	}
	return object{"Id": "B", "Navn": "Bokmål"}
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
