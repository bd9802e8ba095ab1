package policy

import (
	"fmt"
	"slices"
	"strings"
)

// Denial is something a municipality has decided that a role may not do,
// though the base rules allow it. It holds on every basis and at every grade.
type Denial struct {
	Role     Role
	Section  Section
	Action   Action
	Relation Relation // or AnyRelation
}

// ruleID is what Decision.Rule says where the denial decides.
func (d Denial) ruleID() string {
	return "local/" + d.Role.String() + "/" + d.Section.String() + "/" + d.Action.String() + "/" + d.Relation.String()
}

// line is the denial as casbin reads it.
func (d Denial) line() line {
	return line{
		columnID: d.ruleID(), columnRole: d.Role.String(), columnSection: d.Section.String(),
		columnAction: d.Action.String(), columnRelation: d.Relation.String(),
		columnBasis: wordAny, columnGrade: wordAny, columnEffect: effectDeny,
	}
}

// String writes the denial as the rule line ReadDenials reads.
func (d Denial) String() string {
	l := d.line()
	return "p, " + strings.Join(l[:], ", ")
}

// check refuses a denial of something that does not exist.
func (d Denial) check() error {
	if !Roles(d.Role).Has(d.Role) || d.Section.Place() == PlaceNone ||
		d.Action == ActionNone || d.Action >= actionCount ||
		d.Relation != AnyRelation && d.Relation >= relationCount {
		return fmt.Errorf("%w: denial %s", ErrUnknownWord, d.ruleID())
	}
	return nil
}

// ReadDenials reads a municipality's own rule lines, in the form of base.csv:
//
//	p, local/caregiver/meetings/see/any, caregiver, meetings, see, any, any, any, deny
//
// The id is "local/", role, section, action and relation; basis and grade are
// "any". A line that is not a denial fails with ErrWidens, anything else wrong
// with ErrRules; the error names the line, and then no line is in force.
func ReadDenials(text string) ([]Denial, error) {
	var denials []Denial
	number := 0
	for row := range strings.Lines(text) {
		number++
		row = strings.TrimSpace(row)
		if row == "" || strings.HasPrefix(row, "#") {
			continue
		}
		d, err := parseDenial(row)
		if err != nil {
			return nil, fmt.Errorf("municipality's line %d: %w", number, err)
		}
		denials = append(denials, d)
	}
	return denials, nil
}

func parseDenial(row string) (Denial, error) {
	words := strings.Split(row, ",")
	for i := range words {
		words[i] = strings.TrimSpace(words[i])
	}
	if len(words) != columnCount+1 || words[0] != "p" {
		return Denial{}, fmt.Errorf("%w: not \"p\" and %d columns", ErrRules, columnCount)
	}
	l := line(words[1:])
	if l[columnEffect] != effectDeny {
		return Denial{}, fmt.Errorf("%w: the effect is %q", ErrWidens, l[columnEffect])
	}
	d, err := NewDenial(l[columnRole], l[columnSection], l[columnAction], l[columnRelation])
	if err != nil {
		return Denial{}, err
	}
	if l != d.line() {
		return Denial{}, fmt.Errorf("%w: it is written %q", ErrRules, d)
	}
	return d, nil
}

// NewDenial makes a denial of stable words; relation may be "any". It fails
// with ErrRules (and ErrUnknownWord).
func NewDenial(role, section, action, relation string) (Denial, error) {
	d := Denial{Relation: AnyRelation}
	var err error
	if d.Role, err = ParseRole(role); err != nil {
		return Denial{}, fmt.Errorf("%w: %w", ErrRules, err)
	}
	if d.Section, err = ParseSection(section); err != nil {
		return Denial{}, fmt.Errorf("%w: %w", ErrRules, err)
	}
	if d.Action, err = ParseAction(action); err != nil {
		return Denial{}, fmt.Errorf("%w: %w", ErrRules, err)
	}
	if relation == wordAny {
		return d, nil
	}
	if d.Relation, err = ParseRelation(relation); err != nil {
		return Denial{}, fmt.Errorf("%w: %w", ErrRules, err)
	}
	return d, nil
}

// With is the table with a municipality's denials added. t is not changed, and
// is returned itself when there is nothing to add. It can only take away:
// casbin is not asked again, since a denial wins over every allowance. It
// fails with ErrRules for a denial of something that does not exist.
func (t *Table) With(denials ...Denial) (*Table, error) {
	if len(denials) == 0 {
		return t, nil
	}
	if t == nil || len(t.cells) != cellCount {
		return nil, fmt.Errorf("%w: denials need a compiled table to be added to", ErrRules)
	}
	for _, d := range denials {
		if err := d.check(); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrRules, err)
		}
	}
	next := &Table{cells: slices.Clone(t.cells), rules: slices.Clone(t.rules), denials: slices.Clone(t.denials)}
	for _, d := range denials {
		if slices.Contains(next.denials, d) {
			continue
		}
		next.rules = append(next.rules, rule{id: d.ruleID()})
		next.denials = append(next.denials, d)
		next.deny(d, uint16(len(next.rules)-1))
	}
	return next, nil
}

// deny writes the rule where the denial holds and no denial came before it.
func (t *Table) deny(d Denial, number uint16) {
	for _, f := range allFacts() {
		if d.Relation != AnyRelation && d.Relation != f.Relation {
			continue
		}
		cell := &t.cells[at(d.Role, f, d.Section, d.Action)]
		if *cell == 0 || t.rules[*cell].allow {
			*cell = number
		}
	}
}

// Denials lists the municipality's own denials, for its page of rules.
func (t *Table) Denials() []Denial { return slices.Clone(t.denials) }
