package casefile_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var ctx = context.Background()

func TestAFamilyOpensForItsCoordinatorAndForNobodyElse(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		if _, err := casefile.Enter(ctx, house.Coordinator(), family.ID); err != nil {
			t.Fatalf("the coordinator: %v", err)
		}
		for name, visit := range map[string]*tenants.Visit{
			"colleague": house.Colleague(), "professional": house.Professional(),
			"administrator": house.Administrator(), "another municipality": house.NeighbourCoordinator(),
		} {
			if _, err := casefile.Enter(ctx, visit, family.ID); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("%s got %v, want not found", name, err)
			}
		}
	})
}

func TestACaregiverSeesTheFamilyAndNotHowItCameHere(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		access, err := casefile.Enter(ctx, house.Caregiver(family), family.ID)
		if err != nil {
			t.Fatal(err)
		}
		members, err := casefile.Members(ctx, access)
		if err != nil {
			t.Fatal(err)
		}
		if len(members) != 2 || members[1].Phone != "" {
			t.Errorf("members are %+v, want two without telephone numbers", members)
		}
		if _, err := casefile.ReadBackground(ctx, access); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("background gave %v, want not found", err)
		}
		if _, err := casefile.BarredPeople(ctx, access); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("barred people gave %v, want not found", err)
		}
	})
}

func TestEndedAccessIsGoneAtTheNextRequest(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		caregiver := house.Caregiver(family)
		if err := casefile.EndAccess(ctx, house.Coordinator(), family.ID, caregiver.Viewer.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := casefile.Enter(ctx, caregiver, family.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("got %v, want not found", err)
		}
	})
}

func TestABarredPersonIsNeverGivenAccess(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		intake := house.Intake("Lia")
		intake.Barred = []casefile.Barred{{Name: "mona LIA", Relation: "mor"}}
		family := house.FamilyOf(house.Coordinator(), intake)
		err := casefile.GiveAccess(ctx, house.Coordinator(), family.ID, family.Caregiver, casefile.Login{PID: tenanttest.PID(7)})
		if !errors.Is(err, tenants.ErrInvalid) {
			t.Errorf("got %v, want invalid", err)
		}
	})
}

func TestWhoIsBarredLosesAccessAtOnce(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		caregiver := house.Caregiver(family)
		if _, err := casefile.Bar(ctx, house.Coordinator(), family.ID, casefile.Barred{Name: "Mona Lia"}); err != nil {
			t.Fatal(err)
		}
		if _, err := casefile.Enter(ctx, caregiver, family.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("got %v, want not found", err)
		}
	})
}

func TestAnIntakeWithFaultsSaysThemAllAndStoresNothing(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		_, err := casefile.Open(ctx, house.Coordinator(), casefile.Intake{})
		var faults *tenants.Invalid
		if !errors.As(err, &faults) || len(faults.Fields) < 6 {
			t.Fatalf("got %v, want at least six faults", err)
		}
		mine, err := casefile.Mine(ctx, house.Coordinator(), false)
		if err != nil || len(mine) != 0 {
			t.Errorf("got %v and %v, want no family", mine, err)
		}
	})
}

func TestSearchFindsOnesOwnAndTellsNothingOfAProtectedFamilyElsewhere(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		house.Family("Lia")
		found, err := casefile.Search(ctx, house.Coordinator(), "elva lia", "2016-05-04")
		if err != nil || len(found.Mine) != 1 || found.Elsewhere {
			t.Fatalf("the coordinator found %+v, %v", found, err)
		}
		found, err = casefile.Search(ctx, house.Colleague(), "Elva Lia", "2016-05-04")
		if err != nil || len(found.Mine) != 0 || !found.Elsewhere {
			t.Fatalf("the colleague found %+v, %v, want only that somebody follows them", found, err)
		}
		hidden := house.Intake("Berg")
		hidden.Members[0].Grade = casefile.GradeStrict
		house.FamilyOf(house.Coordinator(), hidden)
		found, err = casefile.Search(ctx, house.Colleague(), "Elva Berg", "2016-05-04")
		if err != nil || found.Elsewhere || len(found.Mine) != 0 {
			t.Errorf("a protected family gave %+v, %v, want nothing", found, err)
		}
	})
}

func TestAClosedFollowUpTakesNoChangesUntilItIsReopened(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, coordinator := house.Family("Lia"), house.Coordinator()
		if err := casefile.Close(ctx, coordinator, family.ID, "goals_reached", "Det går bra nå.", coordinator.Today()); err != nil {
			t.Fatal(err)
		}
		if err := casefile.Rename(ctx, coordinator, family.ID, "Ny"); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("renaming gave %v, want conflict", err)
		}
		if err := casefile.Reopen(ctx, coordinator, family.ID, "De ba om det."); err != nil {
			t.Fatal(err)
		}
		if err := casefile.Rename(ctx, coordinator, family.ID, "Ny"); err != nil {
			t.Errorf("renaming after reopening: %v", err)
		}
	})
}

func TestTwoWhoChangeAMemberDoNotOverwriteEachOther(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, coordinator := house.Family("Lia"), house.Coordinator()
		person := house.Intake("Lia").Members[0]
		person.Name = "Elva Ny"
		if err := casefile.ChangeMember(ctx, coordinator, family.ID, family.Child, 1, person); err != nil {
			t.Fatal(err)
		}
		err := casefile.ChangeMember(ctx, coordinator, family.ID, family.Child, 1, person)
		if !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("got %v, want conflict", err)
		}
	})
}

func TestARemovedMemberComesBack(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, coordinator := house.Family("Lia"), house.Coordinator()
		if err := casefile.RemoveMember(ctx, coordinator, family.ID, family.Child); err != nil {
			t.Fatal(err)
		}
		if err := casefile.RestoreMember(ctx, coordinator, family.ID, family.Child); err != nil {
			t.Fatal(err)
		}
		access, err := casefile.Enter(ctx, coordinator, family.ID)
		if err != nil {
			t.Fatal(err)
		}
		members, err := casefile.Members(ctx, access)
		if err != nil || len(members) != 2 {
			t.Errorf("got %d members, %v", len(members), err)
		}
	})
}

func TestAnUnknownGradeCountsAsTheStrictest(t *testing.T) {
	for _, grade := range []casefile.Grade{"", "noe annet", casefile.GradeUnknown, casefile.GradeClient} {
		if !grade.Strict() {
			t.Errorf("grade %q is not strict", grade)
		}
	}
	if casefile.Strictest(casefile.GradeStrict, casefile.GradeUnknown) != casefile.GradeUnknown {
		t.Error("unknown is not the strictest")
	}
}

func TestEveryLookIsOnRecordBeforeThePageLeaves(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, visit := house.Family("Lia"), house.Coordinator()
		access, err := casefile.Enter(ctx, visit, family.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := casefile.Members(ctx, access); err != nil {
			t.Fatal(err)
		}
		if err := visit.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		lines, err := house.Scope.Audit().Read(ctx, audit.Filter{CaseFile: family.ID, Limit: 1})
		if err != nil || len(lines) != 1 {
			t.Fatalf("got %d lines, %v", len(lines), err)
		}
		look := lines[0]
		if look.Kind != audit.KindLook || look.Actor != visit.Viewer.ID || look.Role != policy.RoleCoordinator.String() {
			t.Errorf("the line is %+v", look)
		}
		if len(look.Sections) != 3 {
			t.Errorf("sections are %v, want identity, contact and location", look.Sections)
		}
	})
}

func TestTheFamilyIsToldThatAProfessionalSawTheirOwnMeasures(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, coordinator, teacher := house.Family("Lia"), house.Coordinator(), house.Professional()
		yes := casefile.Yes{By: family.Caregiver, On: coordinator.Today(), How: casefile.HowOral}
		deed := casefile.Deed{Name: "test.share", Section: policy.SectionMeasures, Action: policy.ActionEdit}
		err := casefile.Change(ctx, coordinator, family.ID, deed, func(tx *tenants.Tx, a *casefile.Access) error {
			return casefile.GrantResponsible(ctx, a, tx, teacher.Viewer.ID, yes)
		})
		if err != nil {
			t.Fatal(err)
		}
		access, err := casefile.Enter(ctx, teacher, family.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !access.See(policy.SectionOwnMeasures) {
			t.Fatal("the teacher sees no measures")
		}
		if err := teacher.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		own, err := casefile.Enter(ctx, house.Caregiver(family), family.ID)
		if err != nil {
			t.Fatal(err)
		}
		page, err := casefile.Looks(ctx, own, 0)
		if err != nil || len(page.Looks) == 0 {
			t.Fatalf("got %d looks, %v", len(page.Looks), err)
		}
		look := page.Looks[0]
		if look.Others || len(look.Sections) != 1 || look.Sections[0] != policy.SectionMeasures {
			t.Errorf("the family is told %+v", look)
		}
	})
}
