package policy

import (
	"slices"
	"testing"

	"github.com/google/uuid"
)

// base is the table of the base rules.
func base(tb testing.TB) *Table {
	tb.Helper()
	t, err := Base()
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

// viewer is somebody who holds the roles.
func viewer(roles ...Role) Viewer {
	return Viewer{ID: uuid.MustParse("0199b5a0-0000-7000-8000-000000000001"), Roles: Roles(roles...)}
}

// everySet is every set of roles a person could hold.
func everySet() []RoleSet {
	var sets []RoleSet
	for bits := range 1 << len(AllRoles()) {
		sets = append(sets, RoleSet(bits)<<1)
	}
	return sets
}

func sectionsOf(place Place) []Section {
	return slices.DeleteFunc(AllSections(), func(s Section) bool { return s.Place() != place })
}

// eachQuestion goes through every combination of facts, section and action.
func eachQuestion(ask func(Facts, Section, Action)) {
	for _, f := range allFacts() {
		for _, s := range AllSections() {
			for _, a := range AllActions() {
				ask(f, s, a)
			}
		}
	}
}

func TestACoordinatorMakesThePlanOfTheirOwnFamilyAndOfNoOther(t *testing.T) {
	table, who := base(t), viewer(RoleCoordinator)
	for _, basis := range []Basis{BasisConsent, BasisStatute} {
		for _, strict := range []bool{false, true} {
			own := Facts{RelationCoordinator, basis, strict}
			for _, s := range sectionsOf(PlaceFamily) {
				wantSee := s != SectionOwnMeasures && s != SectionWhom
				if got := table.Decide(who, own, s, ActionSee); got.Allow != wantSee {
					t.Errorf("see %s under %+v: %+v", s, own, got)
				}
				wantEdit := wantSee && s != SectionAccessLog
				if got := table.Decide(who, own, s, ActionEdit); got.Allow != wantEdit {
					t.Errorf("edit %s under %+v: %+v", s, own, got)
				}
			}
			if got := table.Decide(who, own, SectionOverview, ActionManage); !got.Allow {
				t.Errorf("close a follow-up under %+v: %+v", own, got)
			}
			if got := table.Decide(who, own, SectionAgreement, ActionAgree); got.Allow {
				t.Errorf("a coordinator says yes on the family's behalf: %+v", got)
			}
			for _, other := range []Relation{RelationNone, RelationCaregiver, RelationResponsible} {
				for _, s := range sectionsOf(PlaceFamily) {
					if got := table.Decide(who, Facts{other, basis, strict}, s, ActionSee); got.Allow {
						t.Errorf("see %s as %s: %+v", s, other, got)
					}
				}
			}
		}
	}
}

func TestADecisionNamesTheRuleTheRoleAndTheBasis(t *testing.T) {
	own := Facts{Relation: RelationCoordinator, Basis: BasisStatute}
	got := base(t).Decide(viewer(RoleCoordinator, RoleAdministrator), own, SectionMeasures, ActionEdit)
	want := Decision{Allow: true, Rule: "coordinator/measures/edit/statute", Role: RoleCoordinator, Basis: BasisStatute}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	own.Basis = BasisWithdrawn
	got = base(t).Decide(viewer(RoleCoordinator), own, SectionMeasures, ActionSee)
	want = Decision{Rule: "any/any/any/withdrawn", Role: RoleCoordinator, Basis: BasisWithdrawn}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
