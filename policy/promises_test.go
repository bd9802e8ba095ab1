package policy

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestAWithdrawnConsentOpensNothingWhateverRolesThePersonHolds(t *testing.T) {
	neverOpens(t, everySet(), func(f Facts, _ Section) bool { return f.Basis == BasisWithdrawn })
}

func TestABarredPersonOpensNothingWhateverRolesThePersonHolds(t *testing.T) {
	neverOpens(t, everySet(), func(f Facts, _ Section) bool { return f.Relation == RelationBarred })
}

func TestNobodyIsLetIntoAFamilyTheyHaveNoRelationOrBasisTo(t *testing.T) {
	neverOpens(t, everySet(), func(f Facts, s Section) bool {
		return s.Place() == PlaceFamily && (f.Relation == RelationNone || f.Basis == BasisNone)
	})
}

func TestAnAdministratorOpensNothingOfAnyFamilyWhateverTheFacts(t *testing.T) {
	neverOpens(t, []RoleSet{Roles(RoleAdministrator)}, func(_ Facts, s Section) bool { return s.Place() != PlaceMunicipality })
}

func TestTheProgrammeLeadOpensNothingOfAnyMunicipality(t *testing.T) {
	neverOpens(t, []RoleSet{Roles(RoleProgrammeLead), Roles(RoleProgrammeLead, RoleAdministrator)},
		func(_ Facts, s Section) bool { return s.Place() == PlaceFamily })
	neverOpens(t, []RoleSet{Roles(RoleProgrammeLead)}, func(_ Facts, s Section) bool { return s.Place() != PlaceConsole })
}

func TestNobodyFromAMunicipalityOpensTheConsole(t *testing.T) {
	all := Roles(AllRoles()...).Without(RoleProgrammeLead)
	neverOpens(t, []RoleSet{all}, func(_ Facts, s Section) bool { return s.Place() == PlaceConsole })
}

func TestAStrangerOpensNothing(t *testing.T) {
	neverOpens(t, []RoleSet{0}, func(Facts, Section) bool { return true })
}

// neverOpens fails if any of the sets may do anything where the condition
// holds, and if the condition never holds.
func neverOpens(t *testing.T, sets []RoleSet, where func(Facts, Section) bool) {
	t.Helper()
	table, asked := base(t), 0
	for _, set := range sets {
		eachQuestion(func(f Facts, s Section, a Action) {
			if !where(f, s) {
				return
			}
			asked++
			if got := table.Decide(Viewer{Roles: set}, f, s, a); got.Allow {
				t.Errorf("%s, %+v, %s %s: %+v", set, f, a, s, got)
			}
		})
	}
	if asked == 0 {
		t.Error("nothing was asked")
	}
}

// opens lists what a role may do with a section under some facts.
func opens(t *testing.T, role Role, f Facts, s Section) []Action {
	t.Helper()
	var actions []Action
	for _, a := range AllActions() {
		if base(t).Decide(viewer(role), f, s, a).Allow {
			actions = append(actions, a)
		}
	}
	return actions
}

func TestACaregiverReadsThePlanAnswersToItAndNeverReadsNotesOrWhereOthersAre(t *testing.T) {
	own := Facts{RelationCaregiver, BasisConsent, true}
	for _, s := range []Section{SectionJournal, SectionGrounds, SectionBarred, SectionContact, SectionLocation, SectionOwnMeasures, SectionWhom} {
		if got := opens(t, RoleCaregiver, own, s); len(got) != 0 {
			t.Errorf("%s: %v", s, got)
		}
	}
	for _, c := range []struct {
		section Section
		actions []Action
	}{
		{section: SectionMeasures, actions: []Action{ActionSee}},
		{section: SectionAccessLog, actions: []Action{ActionSee}},
		{section: SectionAgreement, actions: []Action{ActionSee, ActionAgree}},
		{section: SectionProposals, actions: []Action{ActionSee, ActionPropose}},
	} {
		if got := opens(t, RoleCaregiver, own, c.section); !slices.Equal(got, c.actions) {
			t.Errorf("%s: %v, want %v", c.section, got, c.actions)
		}
	}
	if got := opens(t, RoleCaregiver, Facts{RelationCaregiver, BasisStatute, false}, SectionOverview); len(got) != 0 {
		t.Errorf("a caregiver is let in without having said yes: %v", got)
	}
}

func TestACaregiverIsToldWhereToMeetUnlessTheFamilyIsHidden(t *testing.T) {
	if got := opens(t, RoleCaregiver, Facts{RelationCaregiver, BasisConsent, false}, SectionMeetingPlace); !slices.Equal(got, []Action{ActionSee}) {
		t.Errorf("at an open grade: %v", got)
	}
	if got := opens(t, RoleCaregiver, Facts{RelationCaregiver, BasisConsent, true}, SectionMeetingPlace); len(got) != 0 {
		t.Errorf("at a strict grade: %v", got)
	}
}

func TestAProfessionalReportsOnTheirOwnMeasuresAndFindsNothingElseOfTheFamily(t *testing.T) {
	for _, f := range allFacts() {
		if f.Relation != RelationResponsible || f.Basis != BasisConsent && f.Basis != BasisStatute {
			continue
		}
		for _, s := range sectionsOf(PlaceFamily) {
			var want []Action
			switch {
			case s == SectionOwnMeasures:
				want = []Action{ActionSee, ActionReport}
			case s == SectionWhom && !f.Strict:
				want = []Action{ActionSee}
			}
			if got := opens(t, RoleProfessional, f, s); !slices.Equal(got, want) {
				t.Errorf("%s under %+v: %v, want %v", s, f, got, want)
			}
		}
	}
}

func TestSomebodyWhoIsBothAdministratorAndCoordinatorSeesTheirOwnFamiliesOnly(t *testing.T) {
	both := viewer(RoleAdministrator, RoleCoordinator)
	table := base(t)
	if got := table.Decide(both, Facts{RelationCoordinator, BasisConsent, false}, SectionGoals, ActionEdit); !got.Allow {
		t.Errorf("their own family: %+v", got)
	}
	if got := table.Decide(both, Facts{Basis: BasisConsent}, SectionGoals, ActionSee); got.Allow {
		t.Errorf("another's family: %+v", got)
	}
	if got := table.Decide(both, Facts{}, SectionUsers, ActionEdit); !got.Allow || got.Role != RoleAdministrator {
		t.Errorf("users: %+v", got)
	}
}

func TestADenialInOneRoleWinsOverAnAllowanceInAnother(t *testing.T) {
	table, err := base(t).With(Denial{RoleAdministrator, SectionUnits, ActionSee, AnyRelation})
	if err != nil {
		t.Fatal(err)
	}
	got := table.Decide(viewer(RoleCoordinator, RoleAdministrator), Facts{}, SectionUnits, ActionSee)
	if want := (Decision{Rule: "local/administrator/units/see/any", Role: RoleAdministrator}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := table.Decide(viewer(RoleCoordinator), Facts{}, SectionUnits, ActionSee); !got.Allow {
		t.Errorf("a coordinator who is no administrator: %+v", got)
	}
}

func TestADenialNeverWidensAndTakesAwayWhatItSays(t *testing.T) {
	table := base(t)
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.SliceOfN(anyDenial(), 0, 6).Draw(t, "first")
		more := rapid.SliceOfN(anyDenial(), 1, 6).Draw(t, "more")
		before, err := table.With(first...)
		if err != nil {
			t.Fatal(err)
		}
		after, err := before.With(more...)
		if err != nil {
			t.Fatal(err)
		}
		who := Viewer{Roles: rapid.SampledFrom(everySet()).Draw(t, "roles")}
		eachQuestion(func(f Facts, s Section, a Action) {
			had, has := before.Decide(who, f, s, a), after.Decide(who, f, s, a)
			if has.Allow && !had.Allow {
				t.Fatalf("%s, %+v, %s %s: %+v became %+v", who.Roles, f, a, s, had, has)
			}
			if has.Allow && deniedBy(more, who, f, s, a) {
				t.Fatalf("%s, %+v, %s %s: denied, and %+v", who.Roles, f, a, s, has)
			}
			if had.Allow && !has.Allow && !deniedBy(more, who, f, s, a) {
				t.Fatalf("%s, %+v, %s %s: nothing denies it, and %+v", who.Roles, f, a, s, has)
			}
		})
	})
}

func deniedBy(denials []Denial, who Viewer, f Facts, s Section, a Action) bool {
	for _, d := range denials {
		if who.Roles.Has(d.Role) && d.Section == s && d.Action == a && (d.Relation == AnyRelation || d.Relation == f.Relation) {
			return true
		}
	}
	return false
}

func TestAChildsOwnWordsAreOpenedByTheChildsOwnYesAlone(t *testing.T) {
	everybody := slices.DeleteFunc(everySet(), func(set RoleSet) bool { return set.Has(RoleYoungPerson) })
	table := base(t)
	for _, set := range everybody {
		eachQuestion(func(f Facts, s Section, a Action) {
			if s != SectionVoice || a != ActionSee || f.Basis == BasisChildsYes {
				return
			}
			if got := table.Decide(Viewer{Roles: set}, f, s, a); got.Allow {
				t.Errorf("%s, %+v: %+v", set, f, got)
			}
		})
	}
	for _, relation := range []Relation{RelationCoordinator, RelationCaregiver, RelationTeam} {
		who := viewer(RoleCoordinator, RoleCaregiver, RoleProfessional)
		if got := table.Decide(who, Facts{relation, BasisChildsYes, true}, SectionVoice, ActionSee); !got.Allow {
			t.Errorf("%s with the child's yes: %+v", relation, got)
		}
	}
}

func TestNobodyLetsThemselvesIntoAFamilyThatIsStrictlyProtected(t *testing.T) {
	neverOpens(t, everySet(), func(f Facts, s Section) bool {
		return s.Place() == PlaceFamily && f.Basis == BasisEmergency && f.Strict
	})
}

func TestAnEmergencyIsToReadAndNeverToWrite(t *testing.T) {
	table := base(t)
	eachQuestion(func(f Facts, s Section, a Action) {
		if f.Relation != RelationEmergency || a == ActionSee || s.Place() != PlaceFamily {
			return
		}
		if got := table.Decide(viewer(AllRoles()...), f, s, a); got.Allow {
			t.Errorf("%+v, %s %s: %+v", f, a, s, got)
		}
	})
}

func TestALeaderAndAPersonvernombudReadNoContent(t *testing.T) {
	neverOpens(t, []RoleSet{Roles(RolePrivacyOfficer), Roles(RolePrivacyOfficer, RoleAdministrator)},
		func(_ Facts, s Section) bool { return s.Place() == PlaceFamily })
	neverOpens(t, []RoleSet{Roles(RoleLeader, RolePrivacyOfficer)},
		func(_ Facts, s Section) bool { return s.Place() == PlaceFamily && s != SectionWhom })
}

func TestWhatLocatesAHiddenFamilyIsOpenToItsCoordinatorAlone(t *testing.T) {
	neverOpens(t, []RoleSet{Roles(AllRoles()...)}, func(f Facts, s Section) bool {
		locates := s == SectionLocation || s == SectionMeetingPlace || s == SectionWhom
		return locates && f.Strict && f.Relation != RelationCoordinator
	})
}

func TestAYesOpensToATeamOrAGuestOnlyWhatCanBeShared(t *testing.T) {
	table, shareable := base(t), Sections(Shareable()...)
	eachQuestion(func(f Facts, s Section, a Action) {
		if f.Relation != RelationTeam && f.Relation != RelationGuest || s.Place() != PlaceFamily || shareable.Has(s) {
			return
		}
		if s == SectionVoice || s == SectionMeetingPlace {
			return // by the child's yes; where to come, with the meetings
		}
		if got := table.Decide(viewer(RoleProfessional, RoleGuest), f, s, a); got.Allow {
			t.Errorf("%+v, %s %s: %+v", f, a, s, got)
		}
	})
}
