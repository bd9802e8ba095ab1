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
				wantSee := s != SectionOwnMeasures && s != SectionWhom && s != SectionVoice
				if got := table.Decide(who, own, s, ActionSee); got.Allow != wantSee {
					t.Errorf("see %s under %+v: %+v", s, own, got)
				}
				wantEdit := s == SectionVoice || wantSee && s != SectionAccessLog
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

func TestAValueThatDoesNotExistIsDenied(t *testing.T) {
	table, who := base(t), viewer(AllRoles()...)
	own := Facts{Relation: RelationCoordinator, Basis: BasisConsent}
	if got := table.Decide(who, own, SectionGoals, ActionSee); !got.Allow {
		t.Fatalf("the question that the others are made from: %+v", got)
	}
	for n := range 256 {
		value := uint8(n)
		asked := map[string]Decision{}
		if value >= relationCount {
			asked["relation"] = table.Decide(who, Facts{Relation: Relation(value), Basis: BasisConsent}, SectionGoals, ActionSee)
		}
		if value >= basisCount {
			asked["basis"] = table.Decide(who, Facts{Relation: RelationCoordinator, Basis: Basis(value)}, SectionGoals, ActionSee)
		}
		if value == 0 || value >= sectionCount {
			asked["section"] = table.Decide(who, own, Section(value), ActionSee)
		}
		if value == 0 || value >= actionCount {
			asked["action"] = table.Decide(who, own, SectionGoals, Action(value))
		}
		for what, got := range asked {
			if want := (Decision{Rule: RuleUnknown}); got != want {
				t.Errorf("%s %d: %+v, want %+v", what, value, got, want)
			}
		}
		stranger := Viewer{Roles: RoleSet(value) &^ knownRoles}
		if got := table.Decide(stranger, own, SectionGoals, ActionSee); got.Allow || got.Rule != RuleNoRole {
			t.Errorf("roles %08b: %+v", value, got)
		}
	}
}

func TestWithoutRulesEverythingIsDenied(t *testing.T) {
	for _, table := range []*Table{nil, new(Table)} {
		eachQuestion(func(f Facts, s Section, a Action) {
			if got := table.Decide(viewer(AllRoles()...), f, s, a); got.Allow {
				t.Errorf("%+v, %s %s: %+v", f, a, s, got)
			}
		})
		if _, err := table.With(Denial{RoleCaregiver, SectionGoals, ActionSee, AnyRelation}); err == nil {
			t.Error("denials were added to no rules")
		}
	}
}

func TestADecisionAllocatesNothing(t *testing.T) {
	table, who := base(t), viewer(RoleCoordinator, RoleAdministrator)
	own := Facts{Relation: RelationCoordinator, Basis: BasisConsent}
	allowed := 0
	allocated := testing.AllocsPerRun(1000, func() {
		if table.Decide(who, own, SectionMeasures, ActionEdit).Allow {
			allowed++
		}
		if table.Decide(who, own, SectionWhom, ActionEdit).Allow {
			allowed += 1000
		}
	})
	if allocated != 0 {
		t.Errorf("%v allocations", allocated)
	}
	if allowed != 1001 { // and once to warm up
		t.Errorf("allowed %d times, want 1001", allowed)
	}
}

func BenchmarkDecide(b *testing.B) {
	table, who := base(b), viewer(RoleCoordinator)
	own := Facts{Relation: RelationCoordinator, Basis: BasisConsent}
	sections := sectionsOf(PlaceFamily)
	b.ReportAllocs()
	allowed, i := 0, 0
	for b.Loop() {
		if table.Decide(who, own, sections[i], ActionSee).Allow {
			allowed++
		}
		if i++; i == len(sections) {
			i = 0
		}
	}
	if allowed == 0 {
		b.Error("nothing was allowed")
	}
}

func BenchmarkCasbin(b *testing.B) {
	enforcer := oracle(b)
	own := Facts{Relation: RelationCoordinator, Basis: BasisConsent}
	sections := sectionsOf(PlaceFamily)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := enforcer.Enforce(RoleCoordinator.String(), sections[i].String(), ActionSee.String(), own.casbin()); err != nil {
			b.Fatal(err)
		}
		if i++; i == len(sections) {
			i = 0
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		if _, err := Compile(modelText, baseText); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWithADenial(b *testing.B) {
	table := base(b)
	for b.Loop() {
		if _, err := table.With(Denial{RoleCaregiver, SectionMeetings, ActionSee, AnyRelation}); err != nil {
			b.Fatal(err)
		}
	}
}
