package policy

import (
	"math/bits"

	"github.com/google/uuid"
)

// Viewer is the person who asks, with the roles they hold at this request.
type Viewer struct {
	ID    uuid.UUID
	Roles RoleSet
}

// Decision is the answer, with what it stands on. It goes into the log of
// looks and deeds, and into "why can I not see this".
type Decision struct {
	Allow bool
	// Rule is the id of the rule line that decided, or RuleDefault,
	// RuleNoRole or RuleUnknown. It has no spaces.
	Rule string
	// Role is the role the line was met in; RoleNone when no line was.
	Role Role
	// Basis is the basis given in the facts.
	Basis Basis
}

// What Decision.Rule says when no line decided. All three are denials.
const (
	// RuleDefault: no line allows it.
	RuleDefault = "default"
	// RuleNoRole: the viewer holds no role here.
	RuleNoRole = "no_role"
	// RuleUnknown: a fact, section or action is outside its enumeration, or
	// there are no rules.
	RuleUnknown = "unknown"
)

// Table is one municipality's rules, compiled. It is never changed after it is
// made, so it is safe for concurrent use; whoever owns it swaps it whole.
type Table struct {
	// cells holds, for each point of the space, which of rules decides; 0 is
	// no rule.
	cells   []uint16
	rules   []rule
	denials []Denial
}

// rule is what a cell points at.
type rule struct {
	id    string
	allow bool
}

// cellCount is the size of the whole space of one role's questions.
const cellCount = roleCount * relationCount * basisCount * gradeCount * sectionCount * actionCount

// at is the place of one question in the table. All values must be within
// their enumerations.
func at(role Role, f Facts, s Section, a Action) int {
	grade := 0
	if f.Strict {
		grade = 1
	}
	i := int(role)*relationCount + int(f.Relation)
	i = i*basisCount + int(f.Basis)
	i = i*gradeCount + grade
	i = i*sectionCount + int(s)
	return i*actionCount + int(a)
}

// Decide tells whether the viewer may do a in s of a family to which f holds
// (Facts{} when s is of no family).
//
// It is allowed when a line allows it for any role the viewer holds, unless a
// line denies it for any role the viewer holds: a denial always wins. What no
// line mentions is denied, and so is a value that does not exist. It never
// fails and never panics.
func (t *Table) Decide(v Viewer, f Facts, s Section, a Action) Decision {
	if t == nil || len(t.cells) != cellCount || f.Relation >= relationCount || f.Basis >= basisCount ||
		s == SectionNone || s >= sectionCount || a == ActionNone || a >= actionCount {
		return Decision{Rule: RuleUnknown}
	}
	held := v.Roles & knownRoles
	if held == 0 {
		return Decision{Rule: RuleNoRole, Basis: f.Basis}
	}
	answer := Decision{Rule: RuleDefault, Basis: f.Basis}
	for rest := held; rest != 0; rest &= rest - 1 {
		role := Role(bits.TrailingZeros16(uint16(rest)))
		cell := t.cells[at(role, f, s, a)]
		if cell == 0 {
			continue
		}
		met := &t.rules[cell]
		if !met.allow {
			return Decision{Rule: met.id, Role: role, Basis: f.Basis}
		}
		if !answer.Allow {
			answer = Decision{Allow: true, Rule: met.id, Role: role, Basis: f.Basis}
		}
	}
	return answer
}
