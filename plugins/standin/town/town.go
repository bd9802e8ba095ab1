// Package town holds the units that the stand-ins know: those of the demo's
// four municipalities, and some that show what real registers do. Every name,
// telephone number and address is invented, and the organisation numbers are
// of series 31 to 33, which nobody has been given.
package town

import (
	"fmt"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/orgnumber"
)

// Municipality is one of the demo's.
type Municipality struct {
	Number    string
	Name      string
	OrgNumber string
	County    string
	Language  string // nb or nn
	Town      string // of the postal address
	Postcode  string
	Latitude  float64
	Longitude float64
	Units     []Unit
}

// Unit is a place in a municipality.
type Unit struct {
	OrgNumber string
	Name      string
	Sort      Sort
	Part      string // of the municipality's organisation that it belongs to
	Private   bool
	Phone     string
	Email     string
	Website   string
	Street    string
	Latitude  float64 // zero with Longitude: the register does not know
	Longitude float64
	Closed    bool
	Changed   time.Time
}

// Sort is what a unit is, to a register.
type Sort string

// The sorts.
const (
	School       Sort = "school"
	Upper        Sort = "upper"   // upper secondary
	Culture      Sort = "culture" // a culture school, which is no school
	Kindergarten Sort = "kindergarten"
	Health       Sort = "health"
	ChildWelfare Sort = "child_welfare"
	PPT          Sort = "ppt"
	Family       Sort = "family"
	Office       Sort = "office"
	Technical    Sort = "technical"
)

// The parts of a municipality's organisation.
const (
	Upbringing = "oppvekst"
	HealthPart = "helse"
	Works      = "teknisk"
)

// Of finds a municipality by its number.
func Of(number string) (Municipality, bool) {
	for _, m := range All() {
		if m.Number == number {
			return m, true
		}
	}
	return Municipality{}, false
}

// All are the demo's four municipalities, and Hverdagsnes, which is only for
// the conformance suite (plugintest.Hverdagsnes) and does not exist.
func All() []Municipality {
	return []Municipality{
		fill(Municipality{Number: "1804", Name: "Bodø", County: "Nordland", Language: "nb", Town: "BODØ", Postcode: "0004", Latitude: 67.28, Longitude: 14.40}, bodo),
		fill(Municipality{Number: "4203", Name: "Arendal", County: "Agder", Language: "nb", Town: "ARENDAL", Postcode: "0003", Latitude: 58.46, Longitude: 8.77}, arendal),
		fill(Municipality{Number: "4204", Name: "Kristiansand", County: "Agder", Language: "nb", Town: "KRISTIANSAND S", Postcode: "0007", Latitude: 58.15, Longitude: 8.00}, kristiansand),
		fill(Municipality{Number: "4215", Name: "Lillesand", County: "Agder", Language: "nn", Town: "LILLESAND", Postcode: "0005", Latitude: 58.25, Longitude: 8.38}, lillesand),
		fill(Municipality{Number: "9901", Name: "Hverdagsnes", County: "Hverdagsland", Language: "nb", Town: "HVERDAGSNES", Postcode: "0009", Latitude: 65.00, Longitude: 13.00, OrgNumber: "349901005"}, hverdagsnes),
	}
}

// fill gives every unit a number of its own, a place, and a time of change.
func fill(m Municipality, units []Unit) Municipality {
	next := numbers("31" + m.Number)
	if m.OrgNumber == "" {
		m.OrgNumber = next()
	}
	day := time.Date(2026, 1, 5, 7, 35, 10, 390_000_000, time.UTC)
	for i, unit := range units {
		unit.OrgNumber = next()
		unit.Changed = day.AddDate(0, 0, 7*i)
		if unit.Latitude == 0 && unit.Longitude == 0 && unit.Street != "" {
			unit.Latitude, unit.Longitude = m.Latitude+float64(i)/1000, m.Longitude-float64(i)/1000
		}
		m.Units = append(m.Units, unit)
	}
	return m
}

// Parts are the organisation's parts with a number and a name for each.
func (m Municipality) Parts() []Part {
	next := numbers("33" + m.Number)
	return []Part{
		{next(), Upbringing, m.Name + " kommune oppvekst og læring"},
		{next(), HealthPart, m.Name + " kommune helse og velferd"},
		{next(), Works, m.Name + " kommune drift og eiendom"},
	}
}

// Part is one part of a municipality's organisation.
type Part struct{ OrgNumber, Key, Name string }

// numbers gives out organisation numbers with a right check digit, all of which
// begin alike.
func numbers(beginning string) func() string {
	n := 0
	return func() string {
		for {
			eight := fmt.Sprintf("%s%02d", beginning, n)
			n++
			digit, ok := orgnumber.Check(eight)
			if ok {
				return eight + string(digit)
			}
		}
	}
}
