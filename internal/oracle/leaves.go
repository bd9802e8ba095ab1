package oracle

import "slices"

// opened is the section of the plan that each class of data is of, written out
// by hand from the design. What every yes to a unit opens is the overview.
var opened = map[string]string{
	"child.reference": "overview", "child.age_group": "identity", "plan.goals": "goals", "plan.measures": "measures",
	"plan.level": "overview", "plan.participants": "overview", "plan.baton": "overview",
}

// Classes are the classes of data that a stafettlogg may ask for here.
func Classes() []string {
	return []string{
		"child.age_group", "child.reference", "plan.baton", "plan.goals", "plan.level", "plan.measures", "plan.participants",
	}
}

// MayLeave answers whether a class of data about a child of a family may leave
// to a unit's stafettlogg at this instant: the municipality has granted it, the
// family has said yes to the unit for that child, the follow-up goes on, and
// nobody's address is protected.
func (m *Model) MayLeave(family, child, unit int, class string) bool {
	f := m.Families[family]
	if !m.Granted[class] || f.Strict() || f.Closed || f.Members[child].Removed {
		return false
	}
	return slices.ContainsFunc(f.Consents, func(yes *Consent) bool {
		return m.stands(yes, unit, child) && slices.Contains(yes.Sections, opened[class])
	})
}

// Stands answers whether any yes of a family to a unit about a child stands at
// this instant: a link to a stafettlogg rests on one.
func (m *Model) Stands(family, child, unit int) bool {
	return slices.ContainsFunc(m.Families[family].Consents, func(yes *Consent) bool { return m.stands(yes, unit, child) })
}

func (m *Model) stands(yes *Consent, unit, child int) bool {
	return yes.Unit == unit && !yes.Ended && !m.Now.Before(yes.From) && m.Now.Before(yes.Until) &&
		(yes.Members == nil || slices.Contains(yes.Members, child))
}
