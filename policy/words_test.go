package policy

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
)

// The words are in databases and logs: one that changes here makes old rows
// unreadable.
func TestTheStableWordsAreTheOnesThatAreStored(t *testing.T) {
	var got []string
	for _, v := range AllRoles() {
		got = append(got, v.String())
	}
	for _, v := range AllRelations() {
		got = append(got, v.String())
	}
	for _, v := range AllBases() {
		got = append(got, v.String())
	}
	for _, v := range AllActions() {
		got = append(got, v.String())
	}
	for _, v := range AllSections() {
		got = append(got, v.String())
	}
	want := "coordinator caregiver professional administrator programme_lead " +
		"young_person leader privacy_officer guest " +
		"none coordinator caregiver responsible barred child team guest leader emergency " +
		"none consent statute withdrawn emergency childs_yes " +
		"see edit report propose agree manage withdraw " +
		"overview identity contact location grounds barred strengths needs goals measures own_measures whom " +
		"evaluations agreement proposals journal meetings meeting_place " +
		"consents team shares baton voice documents messages disclosures stafettlogg access_log " +
		"my_day families intake my_measures users units settings outgoing own_account " +
		"batons invitations emergency load privacy consent_rules services plugins municipalities plugin_releases"
	if !slices.Equal(got, strings.Fields(want)) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if SectionMunicipalities.String() != "municipalities" || SectionOwnAccount.String() != "own_account" ||
		SectionAccessLog.String() != "access_log" || ActionManage.String() != "manage" ||
		RoleProgrammeLead.String() != "programme_lead" || RelationBarred.String() != "barred" || BasisWithdrawn.String() != "withdrawn" {
		t.Error("a word stands at another constant than its own")
	}
}

func TestEveryWordIsReadBackAndNoOther(t *testing.T) {
	readBack(t, AllRoles(), ParseRole, "none")
	readBack(t, AllRelations(), ParseRelation, "any")
	readBack(t, AllBases(), ParseBasis, "any")
	readBack(t, AllSections(), ParseSection, "none")
	readBack(t, AllActions(), ParseAction, "none")
}

func readBack[E interface {
	~uint8
	String() string
}](t *testing.T, all []E, parse func(string) (E, error), never string) {
	t.Helper()
	for _, want := range all {
		if got, err := parse(want.String()); err != nil || got != want {
			t.Errorf("%q is read as %v, error %v", want, got, err)
		}
	}
	for _, word := range []string{"", "unknown", "Coordinator", never} {
		if got, err := parse(word); !errors.Is(err, ErrUnknownWord) || got != 0 {
			t.Errorf("%q is read as %v, error %v", word, got, err)
		}
	}
	if got := E(200).String(); got != wordUnknown {
		t.Errorf("200 is written %q", got)
	}
}

func TestASetOfRolesHoldsWhatWasPutInAndNothingElse(t *testing.T) {
	for _, set := range everySet() {
		if got := Roles(set.List()...); got != set {
			t.Errorf("%v makes %v of %v", set.List(), got, set)
		}
		for _, role := range AllRoles() {
			if set.Has(role) != slices.Contains(set.List(), role) || !set.With(role).Has(role) || set.Without(role).Has(role) {
				t.Errorf("%v and %v", set, role)
			}
		}
		stored, err := json.Marshal(set)
		if err != nil {
			t.Fatal(err)
		}
		var back RoleSet
		if err := json.Unmarshal(stored, &back); err != nil || back != set {
			t.Errorf("%v is stored as %s and read as %v, error %v", set, stored, back, err)
		}
		if set.Empty() != (len(set.List()) == 0) {
			t.Errorf("%v is empty: %t", set, set.Empty())
		}
	}
	for _, role := range []Role{RoleNone, roleCount, 15, 16, 255} {
		if got := Roles(role); !got.Empty() || got != 0 || RoleSet(255).Has(role) || RoleSet(2).Without(role) != 2 {
			t.Errorf("role %d can be held", role)
		}
	}
	var set RoleSet = 2
	if err := set.UnmarshalText([]byte("coordinator,chief")); !errors.Is(err, ErrUnknownWord) || set != 2 {
		t.Errorf("unknown role: %v, %v", set, err)
	}
}

func TestEverySectionIsOfOnePlace(t *testing.T) {
	for place, want := range map[Place]int{PlaceFamily: 28, PlaceMunicipality: 17, PlaceConsole: 2, PlaceNone: 0} {
		if got := len(sectionsOf(place)); got != want {
			t.Errorf("%s has %d sections, want %d", place, got, want)
		}
	}
	for _, s := range []Section{SectionNone, sectionCount, 255} {
		if s.Place() != PlaceNone {
			t.Errorf("section %d is of the %s", s, s.Place())
		}
	}
}
