// Package oracle is a slow and simple model of who may see what in a family, and
// of what may leave it to a stafettlogg:
// it keeps what was said and done as it was said and done (yes and no, places
// in the team, shares, roles, grades), and answers each question by reading
// all of it again. It shares no code with the program: no rules file, no
// grants, no tables. The generated tests compare the two after random
// histories over two replicas; any difference fails.
package oracle

import (
	"slices"
	"strings"
	"time"
)

// Person is somebody who can sign in.
type Person struct {
	Name  string
	Roles map[string]bool
	Unit  int // the unit they work in; -1 for none
	Left  bool
}

// Family is what has been said and done in one family.
type Family struct {
	Coordinator int
	Closed      bool
	Members     []*Member
	Barred      map[int]bool // by person
	Logins      []*Login
	Consents    []*Consent
	Seats       []*Seat
	Shares      []*Share
	Emergencies []*Emergency
	Responsible []*Responsible
}

// Member is somebody of the family.
type Member struct {
	Kind    string // child, caregiver
	Open    bool   // grade ugradert
	Removed bool
}

// Login lets a member of the family in.
type Login struct {
	Person  int
	Role    string // caregiver, young_person
	Members []int  // nil: everybody
	Ended   bool
}

// Consent is a yes to a unit.
type Consent struct {
	Unit     int
	Sections []string
	Members  []int // nil: everybody
	From     time.Time
	Until    time.Time
	Ended    bool
}

// Seat is a person's place in the team for a unit.
type Seat struct {
	Person, Unit int
	State        string // invited, accepted, left
	In           bool   // accepted, and nothing has shut them out since
	// Over are the consents that had been given when the person was in.
	Covers []*Consent
}

// Share is a one-day share.
type Share struct {
	Person   int
	Sections []string
	Members  []int
	Until    time.Time
	Ended    bool
}

// Emergency is somebody who has let themself in.
type Emergency struct {
	Person int
	Until  time.Time
	Ended  bool
}

// Responsible is a professional with measures of their own.
type Responsible struct {
	Person int
	Ended  bool
}

// Model is a municipality.
type Model struct {
	Now      time.Time
	People   []*Person
	Families []*Family
	Granted  map[string]bool // classes of data that the stafettlogg's plugin may have
}

// Strict reports whether anybody in the family has an address that is not open.
func (f *Family) Strict() bool {
	return slices.ContainsFunc(f.Members, func(m *Member) bool { return !m.Removed && !m.Open })
}

// May answers whether a person may do an action in a section of a family, about
// one member (-1: the whole family).
func (m *Model) May(person, family int, section, action string, member int) bool {
	who, f := m.People[person], m.Families[family]
	if who.Left {
		return false
	}
	if f.Coordinator == person {
		return who.Roles["coordinator"] && allowed(coordinator, f.Strict(), section, action)
	}
	if f.Barred[person] {
		return false
	}
	for _, way := range m.ways(person, f) {
		if !who.Roles[way.role] || !way.about(section, member) {
			continue
		}
		if way.sections != nil && !slices.Contains(way.sections, section) {
			continue
		}
		if allowed(way.rights, f.Strict(), section, action) {
			return true
		}
	}
	return false
}

// Inside answers whether a person may see anything at all of a family.
func (m *Model) Inside(person, family int) bool {
	for _, section := range Sections() {
		for _, member := range append(m.members(family), -1) {
			if m.May(person, family, section, "see", member) {
				return true
			}
		}
	}
	return false
}

func (m *Model) members(family int) []int {
	var all []int
	for i := range m.Families[family].Members {
		all = append(all, i)
	}
	return all
}

// way is one reason why somebody is let in.
type way struct {
	role     string
	rights   rights
	sections []string // nil: what the rights say
	members  []int
}

func (m *Model) ways(person int, f *Family) []way {
	var all []way
	for _, one := range f.Logins {
		if one.Person == person && !one.Ended {
			of := caregiver
			if one.Role == "young_person" {
				of = youngPerson
			}
			all = append(all, way{role: one.Role, rights: of, members: one.Members})
		}
	}
	if f.Closed {
		return all
	}
	for _, one := range f.Responsible {
		if one.Person == person && !one.Ended {
			all = append(all, way{role: "professional", rights: responsible})
		}
	}
	for _, one := range f.Seats {
		if one.Person != person || !one.In {
			continue
		}
		for _, yes := range one.Covers {
			if !yes.Ended && !m.Now.Before(yes.From) && m.Now.Before(yes.Until) {
				all = append(all, way{role: "professional", rights: teamMember, sections: withPlace(yes.Sections), members: yes.Members})
			}
		}
	}
	for _, one := range f.Shares {
		if one.Person == person && !one.Ended && m.Now.Before(one.Until) {
			for _, role := range []string{"guest", "professional"} {
				all = append(all, way{role: role, rights: guest, sections: one.Sections, members: one.Members})
			}
		}
	}
	for _, one := range f.Emergencies {
		if one.Person == person && !one.Ended && m.Now.Before(one.Until) {
			all = append(all, way{role: "coordinator", rights: inEmergency})
		}
	}
	return all
}

// withPlace: whoever may see the meetings may see where they are.
func withPlace(sections []string) []string {
	if slices.Contains(sections, "meetings") {
		return append(slices.Clone(sections), "meeting_place")
	}
	return sections
}

// about answers whether a way in is about a member. What is about the whole
// family is the family's own, unless others were let in to all of it.
func (w *way) about(section string, member int) bool {
	if w.members == nil {
		return true
	}
	if member >= 0 {
		return slices.Contains(w.members, member)
	}
	own := w.role == "caregiver" || w.role == "young_person"
	things := "strengths needs goals measures evaluations meetings meeting_place documents"
	return own || !slices.Contains(strings.Fields(things), section)
}

func allowed(r rights, strict bool, section, action string) bool {
	if slices.Contains(strings.Fields(r[action]), section) {
		return true
	}
	return !strict && slices.Contains(strings.Fields(r[action+" open"]), section)
}
