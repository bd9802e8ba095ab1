package policy

import (
	_ "embed" // the model and the base rules are part of the program
	"fmt"
	"slices"
	"sync"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
)

//go:generate go test . -run TestTheAccessMatrixIsWhatTheRulesSay -update

//go:embed model.conf
var modelText string

//go:embed base.csv
var baseText string

// Base is the table of the base rules. It is compiled once for the process and
// shared; a municipality's own is made from it by With. It fails with ErrRules
// only if the program was built with rules that cannot be used.
func Base() (*Table, error) { return compiledBase() }

var compiledBase = sync.OnceValues(func() (*Table, error) { return Compile(modelText, baseText) })

// casbinFacts are the facts in the words of the rule lines.
type casbinFacts struct{ Rel, Basis, Grade string }

func (f Facts) casbin() casbinFacts {
	return casbinFacts{Rel: f.Relation.String(), Basis: f.Basis.String(), Grade: gradeWord(f.Strict)}
}

// allFacts is every combination of facts.
func allFacts() []Facts {
	var all []Facts
	for _, relation := range AllRelations() {
		for _, basis := range AllBases() {
			all = append(all, Facts{relation, basis, false}, Facts{relation, basis, true})
		}
	}
	return all
}

// Compile asks casbin every question there is under a model and rule lines,
// and keeps the answers with the lines that gave them; then it adds a
// municipality's denials. Most callers want Base and With. It fails with
// ErrRules, saying what cannot be used.
func Compile(modelConf, base string, denials ...Denial) (*Table, error) {
	m, err := newModel(modelConf)
	if err != nil {
		return nil, err
	}
	if err := checkModel(m); err != nil {
		return nil, err
	}
	lines, err := readLines(base)
	if err != nil {
		return nil, err
	}
	t := &Table{cells: make([]uint16, cellCount), rules: make([]rule, 1, len(lines)+1)}
	for _, l := range lines {
		t.rules = append(t.rules, rule{id: l[columnID], allow: l[columnEffect] == effectAllow})
	}
	if err := t.fill(m, lines); err != nil {
		return nil, err
	}
	return t.With(denials...)
}

// fill asks casbin. Questions about which the same lines have a say have the
// same answers (checkModel), and are asked once.
func (t *Table) fill(m model.Model, lines []line) error {
	asked := map[string][]uint16{}
	facts := allFacts()
	for _, role := range AllRoles() {
		for _, section := range AllSections() {
			for _, action := range AllActions() {
				var picked []int
				for i, l := range lines {
					if l.about(role, section, action) {
						picked = append(picked, i)
					}
				}
				key := fmt.Sprint(picked)
				answers, known := asked[key]
				if !known {
					var err error
					answers, err = ask(m, lines, picked, role, section, action)
					if err != nil {
						return err
					}
					asked[key] = answers
				}
				for i, f := range facts {
					t.cells[at(role, f, section, action)] = answers[i]
				}
			}
		}
	}
	return nil
}

// ask puts one question to casbin under all facts, with the picked lines, and
// returns for each which rule decided; 0 is none.
func ask(m model.Model, lines []line, picked []int, role Role, s Section, a Action) ([]uint16, error) {
	facts := allFacts()
	answers := make([]uint16, len(facts))
	if len(picked) == 0 {
		return answers, nil
	}
	chosen := make([]line, 0, len(picked))
	for _, i := range picked {
		chosen = append(chosen, lines[i])
	}
	enforcer, err := newEnforcer(m, chosen)
	if err != nil {
		return nil, err
	}
	for i, f := range facts {
		allow, why, err := enforcer.EnforceEx(role.String(), s.String(), a.String(), f.casbin())
		if err != nil {
			return nil, fmt.Errorf("%w: asking whether %s may %s %s: %w", ErrRules, role, a, s, err)
		}
		if len(why) == 0 {
			continue
		}
		n := slices.IndexFunc(chosen, func(l line) bool { return l[columnID] == why[columnID] })
		if n < 0 || allow != (chosen[n][columnEffect] == effectAllow) {
			return nil, fmt.Errorf("%w: casbin answers %t by line %q", ErrRules, allow, why[columnID])
		}
		answers[i] = uint16(picked[n] + 1)
	}
	return answers, nil
}

// newModel reads a model. casbin panics over some mistakes; that is an error
// here like the others.
func newModel(text string) (m model.Model, err error) {
	defer func() {
		if r := recover(); r != nil {
			m, err = nil, fmt.Errorf("%w: reading the model: %v", ErrRules, r)
		}
	}()
	m, err = model.NewModelFromString(text)
	if err != nil {
		return nil, fmt.Errorf("%w: reading the model: %w", ErrRules, err)
	}
	return m, nil
}

// newEnforcer is casbin itself with the given lines: never CachedEnforcer,
// which goes on saying yes after a revocation.
func newEnforcer(m model.Model, lines []line) (*casbin.Enforcer, error) {
	enforcer, err := casbin.NewEnforcer(m.Copy())
	if err != nil {
		return nil, fmt.Errorf("%w: starting casbin: %w", ErrRules, err)
	}
	rules := make([][]string, 0, len(lines))
	for _, l := range lines {
		rules = append(rules, l[:])
	}
	added, err := enforcer.AddPolicies(rules)
	if err != nil {
		return nil, fmt.Errorf("%w: giving casbin %d lines: %w", ErrRules, len(rules), err)
	}
	if !added {
		return nil, fmt.Errorf("%w: casbin did not take %d lines, some are the same", ErrRules, len(rules))
	}
	return enforcer, nil
}
