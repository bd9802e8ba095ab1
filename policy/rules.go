package policy

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ErrRules says that a model or a rule line cannot be used. The program does
// not start, and a municipality does not open, with rules it cannot read.
var ErrRules = errors.New("unusable rules")

// ErrWidens says that a municipality's line would open something. A
// municipality may only add denials.
var ErrWidens = errors.New("a municipality may add denials only")

// The columns of a rule line after the leading "p", in casbin's order.
const (
	columnID = iota
	columnRole
	columnSection
	columnAction
	columnRelation
	columnBasis
	columnGrade
	columnEffect
	columnCount
)

const (
	effectAllow = "allow"
	effectDeny  = "deny"
)

// line is one rule as it is given to casbin: the words of its columns.
type line [columnCount]string

// subject is the beginning of every id: what the line is about.
func (l line) subject() string {
	return l[columnRole] + "/" + l[columnSection] + "/" + l[columnAction]
}

// about reports whether the line can have a say in a question. That nothing
// else can is what checkModel makes sure of.
func (l line) about(role Role, s Section, a Action) bool {
	return (l[columnRole] == wordAny || l[columnRole] == role.String()) &&
		(l[columnSection] == wordAny || l[columnSection] == s.String()) &&
		(l[columnAction] == wordAny || l[columnAction] == a.String())
}

// readLines reads rule lines and checks each of them. Every error is ErrRules
// and names the line.
func readLines(text string) ([]line, error) {
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comment = '#'
	reader.TrimLeadingSpace = true
	reader.FieldsPerRecord = -1
	var lines []line
	seen := map[string]int{}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrRules, err)
		}
		number, _ := reader.FieldPos(0)
		l, err := newLine(record)
		if err != nil {
			return nil, fmt.Errorf("%w: line %d: %w", ErrRules, number, err)
		}
		if first, again := seen[l[columnID]]; again {
			return nil, fmt.Errorf("%w: line %d: id %q is taken by line %d", ErrRules, number, l[columnID], first)
		}
		seen[l[columnID]] = number
		lines = append(lines, l)
	}
}

// newLine makes a rule of the columns read.
func newLine(record []string) (line, error) {
	var l line
	if len(record) != columnCount+1 {
		return l, fmt.Errorf("has %d columns, not %d", len(record), columnCount+1)
	}
	if record[0] != "p" {
		return l, fmt.Errorf("begins with %q, not \"p\"", record[0])
	}
	for i, word := range record[1:] {
		l[i] = strings.TrimSpace(word)
	}
	if err := l.checkWords(); err != nil {
		return l, err
	}
	if l[columnEffect] == effectAllow {
		return l, l.checkAllowance()
	}
	return l, nil
}

// checkWords refuses a word that no column knows, which casbin would take and
// silently never match.
func (l line) checkWords() error {
	known := []func(word string) error{
		columnRole:     func(word string) error { _, err := ParseRole(word); return err },
		columnSection:  func(word string) error { _, err := ParseSection(word); return err },
		columnAction:   func(word string) error { _, err := ParseAction(word); return err },
		columnRelation: func(word string) error { _, err := ParseRelation(word); return err },
		columnBasis:    func(word string) error { _, err := ParseBasis(word); return err },
	}
	for column := columnRole; column <= columnBasis; column++ {
		if l[column] == wordAny {
			continue
		}
		if err := known[column](l[column]); err != nil {
			return err
		}
	}
	if grade := l[columnGrade]; grade != wordAny && grade != gradeOpen {
		return fmt.Errorf("%w: %q is no grade a rule can name", ErrUnknownWord, grade)
	}
	if effect := l[columnEffect]; effect != effectAllow && effect != effectDeny {
		return fmt.Errorf("%w: %q is no effect", ErrUnknownWord, effect)
	}
	return l.checkID()
}

// checkID keeps ids stable and readable: what the line is about, and then a
// word more where several lines are about the same.
func (l line) checkID() error {
	id := l[columnID]
	if id != l.subject() && !strings.HasPrefix(id, l.subject()+"/") {
		return fmt.Errorf("id %q does not begin with %q", id, l.subject())
	}
	if strings.Trim(id, "abcdefghijklmnopqrstuvwxyz_/") != "" || strings.HasSuffix(id, "/") {
		return fmt.Errorf("id %q is not made of lower-case words with / between", id)
	}
	return nil
}

// checkAllowance refuses an allowance that is wider than any can be: it names
// what it opens, a family is opened only by a relation and a basis, and only
// to roles that follow families up.
func (l line) checkAllowance() error {
	role, err := ParseRole(l[columnRole])
	if err != nil {
		return fmt.Errorf("an allowance names its role: %w", err)
	}
	section, err := ParseSection(l[columnSection])
	if err != nil {
		return fmt.Errorf("an allowance names its section: %w", err)
	}
	if l[columnAction] == wordAny {
		return errors.New("an allowance names its action")
	}
	if role.OfConsole() != (section.Place() == PlaceConsole) {
		return fmt.Errorf("%s cannot be given %s: the console and the municipalities are apart", role, section)
	}
	if section.Place() != PlaceFamily {
		if l[columnRelation] != wordAny || l[columnBasis] != wordAny {
			return fmt.Errorf("%s is of no family: relation and basis are \"any\"", section)
		}
		return nil
	}
	return l.checkOpening(role, section)
}

// checkOpening refuses what no allowance may open of a family, whatever the
// rules say elsewhere.
func (l line) checkOpening(role Role, section Section) error {
	if role == RoleAdministrator || role == RolePrivacyOfficer {
		return fmt.Errorf("%s cannot be given %s: that role sees no family", role, section)
	}
	relation, err := ParseRelation(l[columnRelation])
	if err != nil || relation == RelationNone || relation == RelationBarred {
		return fmt.Errorf("relation %q opens nothing of a family", l[columnRelation])
	}
	basis, err := ParseBasis(l[columnBasis])
	if err != nil || basis == BasisNone || basis == BasisWithdrawn {
		return fmt.Errorf("basis %q opens nothing of a family", l[columnBasis])
	}
	if (role == RoleLeader || relation == RelationLeader) && section != SectionWhom {
		return fmt.Errorf("%s cannot be given %s: a leader reads no content", role, section)
	}
	if basis == BasisChildsYes && section != SectionVoice {
		return fmt.Errorf("a child's yes opens the child's own words, not %s", section)
	}
	if (basis == BasisEmergency) != (relation == RelationEmergency) {
		return errors.New("emergency is both relation and basis, or neither")
	}
	if basis == BasisEmergency && (l[columnGrade] != gradeOpen || l[columnAction] != ActionSee.String()) {
		return errors.New("an emergency opens at an open grade, to read")
	}
	return nil
}
