package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/casbin/casbin/v2/constant"
	"github.com/casbin/casbin/v2/model"
)

// What the model must say, in casbin's own escaped form, for the table to be
// casbin's answer: a line has a say in a question only if its role, section
// and action are the question's or "any", and nothing else of the matcher
// looks at the question's role, section or action. So the lines about a
// question can be picked out first, and questions with the same lines have
// the same answer.
var (
	requestTokens = []string{"r_role", "r_section", "r_action", "r_f"}
	policyTokens  = []string{"p_id", "p_role", "p_section", "p_action", "p_rel", "p_basis", "p_grade", "p_eft"}
	pickingTerms  = []string{
		`(p_role == "any" || r_role == p_role)`,
		`(p_section == "any" || r_section == p_section)`,
		`(p_action == "any" || r_action == p_action)`,
	}
)

// checkModel refuses a model under which the table could differ from casbin.
func checkModel(m model.Model) error {
	if _, has := m["g"]; has {
		return fmt.Errorf("%w: the model has a role definition; roles are facts of the request", ErrRules)
	}
	if got := m["r"]["r"].Tokens; !slices.Equal(got, requestTokens) {
		return fmt.Errorf("%w: the model's request is %v, not %v", ErrRules, got, requestTokens)
	}
	if got := m["p"]["p"].Tokens; !slices.Equal(got, policyTokens) {
		return fmt.Errorf("%w: the model's policy is %v, not %v", ErrRules, got, policyTokens)
	}
	if got := m["e"]["e"].Value; got != constant.AllowAndDenyEffect {
		return fmt.Errorf("%w: the model's effect is %q, not that a denial wins", ErrRules, got)
	}
	terms, err := conjuncts(m["m"]["m"].Value)
	if err != nil {
		return err
	}
	for _, want := range pickingTerms {
		if !slices.Contains(terms, want) {
			return fmt.Errorf("%w: the model's matcher has no %q", ErrRules, want)
		}
	}
	for _, term := range terms {
		if slices.Contains(pickingTerms, term) {
			continue
		}
		for _, word := range append([]string{"eval("}, requestTokens[:3]...) {
			if strings.Contains(term, word) {
				return fmt.Errorf("%w: the model's matcher uses %q outside its place", ErrRules, word)
			}
		}
	}
	return nil
}

// conjuncts splits a matcher at the && that are in no parenthesis. It refuses
// an || there, which would let the rest pass without the picking terms.
func conjuncts(matcher string) ([]string, error) {
	var terms []string
	depth, begin := 0, 0
	for i := range len(matcher) {
		switch {
		case matcher[i] == '(':
			depth++
		case matcher[i] == ')':
			depth--
		case depth == 0 && (strings.HasPrefix(matcher[i:], "||") || matcher[i] == '?'):
			return nil, fmt.Errorf("%w: the model's matcher has an alternative outside parentheses", ErrRules)
		case depth == 0 && strings.HasPrefix(matcher[i:], "&&"):
			terms = append(terms, strings.TrimSpace(matcher[begin:i]))
			begin = i + len("&&")
		}
	}
	return append(terms, strings.TrimSpace(matcher[begin:])), nil
}
