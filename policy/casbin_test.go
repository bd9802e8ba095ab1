package policy

import (
	"slices"
	"sync"
	"testing"

	"github.com/casbin/casbin/v2"
	"pgregory.net/rapid"
)

// oracle is casbin itself with every base line and the denials, none picked
// out.
func oracle(tb rapid.TB, denials ...Denial) *casbin.Enforcer {
	tb.Helper()
	lines, err := readLines(baseText)
	if err != nil {
		tb.Fatal(err)
	}
	for _, d := range denials {
		lines = append(lines, d.line())
	}
	m, err := newModel(modelText)
	if err != nil {
		tb.Fatal(err)
	}
	enforcer, err := newEnforcer(m, lines)
	if err != nil {
		tb.Fatal(err)
	}
	return enforcer
}

// casbinSays is casbin's answer in the form of Decide's.
func casbinSays(tb rapid.TB, enforcer *casbin.Enforcer, role Role, f Facts, s Section, a Action) Decision {
	allow, why, err := enforcer.EnforceEx(role.String(), s.String(), a.String(), f.casbin())
	if err != nil {
		tb.Errorf("asking casbin: %v", err)
	}
	if len(why) == 0 {
		return Decision{Allow: allow, Rule: RuleDefault, Basis: f.Basis}
	}
	return Decision{Allow: allow, Rule: why[columnID], Role: role, Basis: f.Basis}
}

// same compares a table with casbin over the space of questions about some
// sections, the roles side by side, each with a casbin of its own.
func same(t *testing.T, table *Table, roles []Role, sections []Section, denials ...Denial) {
	t.Helper()
	var running sync.WaitGroup
	for _, role := range roles {
		enforcer := oracle(t, denials...)
		running.Go(func() {
			eachQuestion(func(f Facts, s Section, a Action) {
				if !slices.Contains(sections, s) {
					return
				}
				want := casbinSays(t, enforcer, role, f, s, a)
				if got := table.Decide(viewer(role), f, s, a); got != want {
					t.Errorf("%s, %+v, %s %s: table %+v, casbin %+v", role, f, a, s, got, want)
				}
			})
		})
	}
	running.Wait()
}

func TestTheTableIsCasbinsAnswerToEveryQuestion(t *testing.T) {
	same(t, base(t), AllRoles(), AllSections())
}

func TestAMunicipalitysTableIsCasbinsAnswerToEveryQuestion(t *testing.T) {
	denials := []Denial{
		{RoleCaregiver, SectionMeetings, ActionSee, RelationCaregiver},
		{RoleCaregiver, SectionMeetings, ActionSee, AnyRelation}, // overlaps the one above
		{RoleCoordinator, SectionJournal, ActionEdit, AnyRelation},
		{RoleCoordinator, SectionGoals, ActionSee, RelationNone},        // takes nothing away
		{RoleCoordinator, SectionIdentity, ActionSee, RelationBarred},   // denied already
		{RoleProfessional, SectionWhom, ActionSee, RelationResponsible}, // allowed at one grade only
		{RoleAdministrator, SectionOutgoing, ActionEdit, AnyRelation},
	}
	table, err := base(t).With(denials...)
	if err != nil {
		t.Fatal(err)
	}
	tightened := []Role{RoleCaregiver, RoleCoordinator, RoleProfessional, RoleAdministrator}
	var sections []Section
	for _, d := range denials {
		sections = append(sections, d.Section)
	}
	same(t, table, tightened, sections, denials...)
	untouched := base(t) // casbin's own answers, as the test above holds
	for _, role := range AllRoles() {
		eachQuestion(func(f Facts, s Section, a Action) {
			want := untouched.Decide(viewer(role), f, s, a)
			if got := table.Decide(viewer(role), f, s, a); got != want && !slices.Contains(sections, s) {
				t.Errorf("%s, %+v, %s %s: %+v though no denial is about it, not %+v", role, f, a, s, got, want)
			}
		})
	}
}

func TestAnyDenialsGiveCasbinsAnswer(t *testing.T) {
	table := base(t)
	rapid.Check(t, func(t *rapid.T) {
		denials := rapid.SliceOfNDistinct(anyDenial(), 1, 8, rapid.ID).Draw(t, "denials")
		tightened, err := table.With(denials...)
		if err != nil {
			t.Fatal(err)
		}
		enforcer := oracle(t, denials...)
		for _, d := range denials { // where the denials are, under any facts
			f := rapid.SampledFrom(allFacts()).Draw(t, "facts")
			got := tightened.Decide(viewer(d.Role), f, d.Section, d.Action)
			if want := casbinSays(t, enforcer, d.Role, f, d.Section, d.Action); got != want {
				t.Fatalf("%s, %+v: table %+v, casbin %+v", d, f, got, want)
			}
		}
	})
}

// anyDenial is any denial a municipality could write.
func anyDenial() *rapid.Generator[Denial] {
	return rapid.Custom(func(t *rapid.T) Denial {
		return Denial{
			Role:     rapid.SampledFrom(AllRoles()).Draw(t, "role"),
			Section:  rapid.SampledFrom(AllSections()).Draw(t, "section"),
			Action:   rapid.SampledFrom(AllActions()).Draw(t, "action"),
			Relation: rapid.SampledFrom(append(AllRelations(), AnyRelation)).Draw(t, "relation"),
		}
	})
}
