package plan

import "slices"

// Area is a life area: a code of Kunnskapsmodellen "Barnets behov i sentrum"
// (Bufdir; the codes are those of SSB's barnevern statistics).
type Area string

// The areas: the child's development, the parents' care, family and
// surroundings.
const (
	AreaHealth     Area = "1.1"
	AreaSchool     Area = "1.2"
	AreaFeelings   Area = "1.3"
	AreaLeisure    Area = "1.4"
	AreaBasicCare  Area = "2.1"
	AreaPresence   Area = "2.2"
	AreaGuidance   Area = "2.3"
	AreaProtection Area = "2.4"
	AreaFamily     Area = "3.1"
	AreaHousing    Area = "3.2"
	AreaNetwork    Area = "3.3"
)

var areaKeys = map[Area]string{
	AreaHealth:     "area.1.1",
	AreaSchool:     "area.1.2",
	AreaFeelings:   "area.1.3",
	AreaLeisure:    "area.1.4",
	AreaBasicCare:  "area.2.1",
	AreaPresence:   "area.2.2",
	AreaGuidance:   "area.2.3",
	AreaProtection: "area.2.4",
	AreaFamily:     "area.3.1",
	AreaHousing:    "area.3.2",
	AreaNetwork:    "area.3.3",
}

// Areas lists the areas in the order of the model.
func Areas() []Area {
	return []Area{
		AreaHealth, AreaSchool, AreaFeelings, AreaLeisure, AreaBasicCare, AreaPresence, AreaGuidance,
		AreaProtection, AreaFamily, AreaHousing, AreaNetwork,
	}
}

// Valid reports whether the model has the area.
func (a Area) Valid() bool { return slices.Contains(Areas(), a) }

// Key is the locale key of the area's name in the model.
func (a Area) Key() string { return areaKeys[a] }

// Life is what a family calls a part of everyday life. Each gathers one or
// more areas.
type Life string

// The parts of everyday life.
const (
	LifeHome     Life = "home"
	LifeSchool   Life = "school" // kindergarten or school
	LifeLeisure  Life = "leisure"
	LifeHealth   Life = "health"
	LifeFeelings Life = "feelings"
	LifeHousing  Life = "housing"
	LifeNetwork  Life = "network"
)

var lifeKeys = map[Life]string{
	LifeHome:     "life.home",
	LifeSchool:   "life.school",
	LifeLeisure:  "life.leisure",
	LifeHealth:   "life.health",
	LifeFeelings: "life.feelings",
	LifeHousing:  "life.housing",
	LifeNetwork:  "life.network",
}

var lifeOf = map[Area]Life{
	AreaHealth: LifeHealth, AreaSchool: LifeSchool, AreaFeelings: LifeFeelings, AreaLeisure: LifeLeisure,
	AreaBasicCare: LifeHome, AreaPresence: LifeHome, AreaGuidance: LifeHome, AreaProtection: LifeHome,
	AreaFamily: LifeHome, AreaHousing: LifeHousing, AreaNetwork: LifeNetwork,
}

// Lives lists the parts of everyday life in the order they are shown.
func Lives() []Life {
	return []Life{LifeHome, LifeSchool, LifeLeisure, LifeHealth, LifeFeelings, LifeHousing, LifeNetwork}
}

// FamilyWord is the part of everyday life in which the family sees the area.
func (a Area) FamilyWord() Life { return lifeOf[a] }

// Key is the locale key of the family's word.
func (l Life) Key() string { return lifeKeys[l] }
