package brreg

import (
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/orgnumber"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/town"
)

// nace are the codes the register has given: in SN2025 kindergartens have
// another than they had, so that who asks for 88.911 is answered nothing.
var nace = map[town.Sort]string{
	town.School: "85.201", town.Upper: "85.310", town.Culture: "85.521", town.Kindergarten: "88.910",
	town.Health: "86.903", town.ChildWelfare: "88.991", town.Office: "84.110", town.Technical: "42.110",
}

// of makes the entries of a municipality: itself, its parts, their sub-units,
// and what stands beside them.
func of(m town.Municipality) []Unit {
	language := "Bokmål"
	if m.Language == "nn" {
		language = "Nynorsk"
	}
	at := func(u Unit) Unit {
		u.Municipality, u.Postcode, u.Town, u.Language, u.Registered = m.Number, m.Postcode, m.Town, language, "1995-02-20"
		return u
	}
	units := []Unit{at(Unit{Number: m.OrgNumber, Name: m.Name + " kommune", Form: "KOMM", Nace: "84.110", Street: "Prøvegata 2"})}
	parents := map[string]string{}
	for _, part := range m.Parts() {
		parents[part.Key] = part.OrgNumber
		units = append(units, at(Unit{Number: part.OrgNumber, Name: part.Name, Form: "ORGL", Parent: m.OrgNumber, Nace: "84.110"}))
	}
	next := others(m.Number)
	company := next()
	units = append(units, at(Unit{Number: company, Name: "Lykke og læring AS", Form: "AS", Nace: "88.910"}))
	for _, unit := range m.Units {
		made := at(Unit{
			Number: unit.OrgNumber, Name: unit.Name, Form: "BEDR", Sub: true, Parent: parents[unit.Part], Nace: nace[unit.Sort],
			Phone: unit.Phone, Mobile: "000 99 999", Email: unit.Email, Website: unit.Website, Street: unit.Street,
		})
		if made.Parent == "" {
			made.Parent = company
		}
		if unit.Closed {
			made.ShutDown = "2025-07-31"
		}
		units = append(units, made)
	}
	return append(units, odd(m, at, parents, next)...)
}

// odd are the entries that show what a register really holds.
func odd(m town.Municipality, at func(Unit) Unit, parents map[string]string, next func() string) []Unit {
	deep, empty, proprietor := next(), next(), next()
	away := at(Unit{Number: next(), Name: m.Name + " kommune leirskole", Form: "BEDR", Sub: true, Parent: parents[town.Upbringing], Nace: "85.201"})
	away.Municipality, away.Town, away.Postcode = "3420", "INNLANDET", "0002"
	return []Unit{
		at(Unit{Number: deep, Name: m.Name + " kommune barn og familie", Form: "ORGL", Parent: parents[town.HealthPart], Nace: "84.120"}),
		at(Unit{Number: next(), Name: "Familieteamet " + m.Name, Form: "BEDR", Sub: true, Parent: deep, Nace: "88.999", Phone: "000 00 111", Email: "ola.eksempelsen@familieteam.example"}),
		at(Unit{Number: next(), Name: m.Name + " kommune hovedadministrasjon", Form: "BEDR", Sub: true, Parent: m.OrgNumber, Nace: "84.110"}),
		at(Unit{Number: empty, Name: m.Name + " kommune prosjektkontor", Form: "ORGL", Parent: m.OrgNumber}),
		at(Unit{Number: next(), Name: "Nedlagt helsestasjon", Form: "BEDR", Sub: true, Parent: parents[town.HealthPart], Nace: "86.903", Deleted: "2024-12-31"}),
		at(Unit{Number: proprietor, Name: "Prøve Eksempelsen familiebarnehage", Form: "ENK", Nace: "88.910", Mobile: "000 99 998"}),
		at(Unit{Number: next(), Name: "Prøve Eksempelsen familiebarnehage", Form: "BEDR", Sub: true, Parent: proprietor, Nace: "88.910", Mobile: "000 99 998", Street: "Hjemmeveien 1"}),
		away,
	}
}

// others gives out organisation numbers of series 32.
func others(municipality string) func() string {
	n := 0
	return func() string {
		for {
			eight := fmt.Sprintf("32%s%02d", municipality, n)
			n++
			digit, ok := orgnumber.Check(eight)
			if ok {
				return eight + string(digit)
			}
		}
	}
}
