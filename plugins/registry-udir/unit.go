package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/clean"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/orgnumber"
)

// unit makes a unit of what a register says. lost tells what was written so
// that it could not be used.
func (e enhet) unit(from register) (unit registry.Unit, lost []registry.Remark) {
	unit = registry.Unit{
		ID: e.Organisasjonsnummer, OrgNumber: e.Organisasjonsnummer, Kind: from.Kind,
		Name:            clean.Name(first(e.Navn, e.FulltNavn)),
		ParentOrgNumber: e.owner(),
		Phone:           clean.Phone(e.Telefon),
		Website:         clean.Website(first(e.Internettadresse, e.Url)),
		Address:         e.address(),
		Place:           e.place(),
		About:           e.about(),
		Closed:          e.closed(),
		Changed:         readTime(e.DatoEndret),
	}
	if e.Maalform != nil {
		unit.Language = first(clean.Language(string(e.Maalform.Id)), clean.Language(e.Maalform.Navn))
	}
	email, personal := clean.Email(e.Epost)
	if personal {
		email = ""
		lost = append(lost, remarkPersonal(e.Organisasjonsnummer, unit.Name))
	}
	unit.Email = email
	return unit, lost
}

// place is nil when the register does not know: it writes zero and zero then,
// which is in the sea south of Ghana. What is not in Norway is not known
// either.
func (e enhet) place() *registry.Place {
	if e.Koordinat == nil {
		return nil
	}
	at := registry.Place{Latitude: e.Koordinat.Breddegrad, Longitude: e.Koordinat.Lengdegrad}
	if at.Latitude < 57 || at.Latitude > 82 || at.Longitude < 3 || at.Longitude > 35 {
		return nil
	}
	return &at
}

func (e enhet) address() string {
	for _, at := range []*adresse{e.Beliggenhetsadresse, e.Postadresse} {
		if at == nil {
			continue
		}
		town := strings.TrimSpace(clean.Line(at.Postnummer) + " " + clean.Town(at.Poststed))
		parts := slices.DeleteFunc([]string{clean.Line(at.Adresse), town}, func(s string) bool { return s == "" })
		if len(parts) > 0 {
			return strings.Join(parts, ", ")
		}
	}
	return ""
}

// about says for whom a unit is, in words that are the same in both written
// languages.
func (e enhet) about() string {
	switch {
	case e.SkoletrinnGSFra > 0 && e.SkoletrinnGSTil >= e.SkoletrinnGSFra:
		return fmt.Sprintf("%d.–%d. trinn", e.SkoletrinnGSFra, e.SkoletrinnGSTil)
	case e.AlderstrinnTil > 0 && e.AlderstrinnTil >= e.AlderstrinnFra:
		return fmt.Sprintf("%d–%d år", e.AlderstrinnFra, e.AlderstrinnTil)
	}
	return ""
}

// owner is whom the register says owns the unit (relation 6).
func (e enhet) owner() string {
	for _, relation := range e.ForeldreRelasjoner {
		if relation.Relasjonstype.Id == "6" {
			number, ok := orgnumber.Clean(relation.Enhet.Organisasjonsnummer)
			if ok {
				return number
			}
		}
	}
	return ""
}

// closed: not active, or with another reason for being out of use than none
// (A).
func (e enhet) closed() bool {
	return e.ErAktiv != nil && !*e.ErAktiv || e.Utgaattype != nil && e.Utgaattype.Id != "" && e.Utgaattype.Id != "A"
}

// kindergartenCategories are those of NBR that are kindergartens (DOMAIN 3.4).
var kindergartenCategories = []string{"18", "19", "20", "31"}

// isUnit tells whether this is a school or kindergarten, and not an owner of
// one.
func (e enhet) isUnit(from register) bool {
	if from.Key == schools.Key {
		return e.ErSkole == nil || *e.ErSkole
	}
	for _, category := range e.Barnehagekategorier {
		if slices.Contains(kindergartenCategories, string(category.Id)) {
			return true
		}
	}
	return e.ErBarnehage != nil && *e.ErBarnehage
}

// isUnit tells what the list says of it; unsure when it does not say.
func (i item) isUnit(from register) (is, sure bool) {
	flag := i.ErSkole
	if from.Key == kindergartens.Key {
		flag = i.ErBarnehage
	}
	if flag == nil {
		return true, false
	}
	return *flag, true
}

// bare is a unit by what the list says only.
func (i item) bare(from register) registry.Unit {
	return registry.Unit{
		ID: i.Organisasjonsnummer, OrgNumber: i.Organisasjonsnummer, Kind: from.Kind, Name: clean.Name(i.Navn),
		Closed: i.ErAktiv != nil && !*i.ErAktiv, Changed: i.changed(),
	}
}

func first(texts ...string) string {
	for _, text := range texts {
		if strings.TrimSpace(text) != "" {
			return text
		}
	}
	return ""
}
