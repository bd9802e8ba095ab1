package app

import (
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
)

func TestEverythingTheMatrixTellsOfHasAWordInBothLanguages(t *testing.T) {
	for _, lang := range locale.Languages {
		l, seen := locale.For(lang), map[string]string{}
		check := func(kind, stable, word string) {
			t.Helper()
			if word == "" || strings.Contains(word, "matrix.") || strings.Contains(word, stable+"_") {
				t.Errorf("%s: the %s %s is called %q", lang, kind, stable, word)
			}
			if other, taken := seen[kind+word]; taken {
				t.Errorf("%s: the %ss %s and %s are both called %q", lang, kind, other, stable, word)
			}
			seen[kind+word] = stable
		}
		for _, one := range policy.AllRoles() {
			check("role", one.String(), roleWord(l, one))
		}
		for _, one := range policy.AllRelations() {
			check("relation", one.String(), relationName(l, one))
		}
		for _, one := range policy.AllBases() {
			check("basis", one.String(), basisName(l, one))
		}
		for _, one := range policy.AllActions() {
			check("action", one.String(), actionName(l, one))
		}
		for _, one := range policy.AllSections() {
			check("section", one.String(), sectionName(l, one))
			check("meaning", one.String(), sectionHolds(l, one))
		}
		for _, one := range []policy.Place{policy.PlaceFamily, policy.PlaceMunicipality, policy.PlaceConsole} {
			check("place", one.String(), placeName(l, one))
		}
	}
}

func TestACellSaysEveryGroundItStandsOn(t *testing.T) {
	l := locale.For("nb")
	both := func(basis policy.Basis) policy.Ground { return policy.Ground{Basis: basis, Open: true, Strict: true} }
	for want, cell := range map[string]policy.Cell{
		"–":             nil,
		"samtykke, lov": {both(policy.BasisConsent), both(policy.BasisStatute)},
		"lov; samtykke, ikke ved beskyttet adresse": {{Basis: policy.BasisConsent, Open: true}, both(policy.BasisStatute)},
		"samtykke, bare ved beskyttet adresse":      {{Basis: policy.BasisConsent, Strict: true}},
		"ja": {
			both(policy.BasisNone), both(policy.BasisConsent), both(policy.BasisStatute), both(policy.BasisEmergency),
			both(policy.BasisChildsYes),
		},
	} {
		if got := cellInWords(l, cell); got != want {
			t.Errorf("%v is told as %q, not %q", cell, got, want)
		}
	}
}

func TestTheMunicipalitysOwnDenialsAreToldInWords(t *testing.T) {
	got := strings.Join(matrixClosed(locale.For("nn"), []policy.Denial{
		{Role: policy.RoleCaregiver, Section: policy.SectionMeetings, Action: policy.ActionSee, Relation: policy.AnyRelation},
		{Role: policy.RoleCoordinator, Section: policy.SectionJournal, Action: policy.ActionSee, Relation: policy.RelationLeader},
	}), "\n")
	for _, want := range []string{"«Møta» for rolla Omsorgsperson: Sjå.", "Kvardagskoordinator, den som er leiar for ei teneste: Sjå."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}
