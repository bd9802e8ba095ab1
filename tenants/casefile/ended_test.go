package casefile_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestWhoIsTakenOutOfTheFamilyLosesAccessUntilTheyAreBroughtBack(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, coordinator := house.Family("Lia"), house.Coordinator()
		caregiver := house.Caregiver(family)
		if err := casefile.RemoveMember(ctx, coordinator, family.ID, family.Caregiver); err != nil {
			t.Fatal(err)
		}
		if _, err := casefile.Enter(ctx, caregiver, family.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Fatalf("taken out of the family they got %v, want not found", err)
		}
		if err := casefile.RestoreMember(ctx, coordinator, family.ID, family.Caregiver); err != nil {
			t.Fatal(err)
		}
		if _, err := casefile.Enter(ctx, caregiver, family.ID); err != nil {
			t.Errorf("brought back they got %v, want the access they had", err)
		}
	})
}

func TestBringingAMemberBackOpensNothingThatWasEndedBefore(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, coordinator := house.Family("Lia"), house.Coordinator()
		caregiver := house.Caregiver(family)
		if err := casefile.EndAccess(ctx, coordinator, family.ID, caregiver.Viewer.ID); err != nil {
			t.Fatal(err)
		}
		house.Clock.Advance(time.Minute)
		if err := casefile.RemoveMember(ctx, coordinator, family.ID, family.Caregiver); err != nil {
			t.Fatal(err)
		}
		if err := casefile.RestoreMember(ctx, coordinator, family.ID, family.Caregiver); err != nil {
			t.Fatal(err)
		}
		if _, err := casefile.Enter(ctx, caregiver, family.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("got %v, want not found", err)
		}
	})
}

func TestAProfessionalWhoIsBarredLosesAccessAtOnce(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, coordinator, teacher := house.Family("Lia"), house.Coordinator(), house.Professional()
		share(t, coordinator, family, teacher)
		if _, err := casefile.Enter(ctx, teacher, family.ID); err != nil {
			t.Fatalf("before: %v", err)
		}
		name := nameOf(t, house, teacher)
		if _, err := casefile.Bar(ctx, coordinator, family.ID, casefile.Barred{Name: name}); err != nil {
			t.Fatal(err)
		}
		if _, err := casefile.Enter(ctx, teacher, family.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("got %v, want not found", err)
		}
	})
}

func TestEverySearchIsOnRecordAlsoOneThatFindsNobody(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		colleague := house.Colleague()
		for _, born := range []string{"", "2016-05-04"} {
			if _, err := casefile.Search(ctx, colleague, "Elva Ukjent", clockDate(born)); err != nil {
				t.Fatal(err)
			}
		}
		lines, err := house.Scope.Audit().Read(ctx, audit.Filter{Actor: colleague.Viewer.ID})
		if err != nil {
			t.Fatal(err)
		}
		searches := 0
		for _, line := range lines {
			if line.Action == "family.search" {
				searches++
			}
		}
		if searches != 2 {
			t.Errorf("%d searches are on record, want 2", searches)
		}
	})
}

// share gives a professional a part in the family.
func share(t *testing.T, v *tenants.Visit, family tenanttest.Family, who *tenants.Visit) {
	t.Helper()
	deed := casefile.Deed{Name: "test.share", Section: policy.SectionMeasures, Action: policy.ActionEdit}
	err := casefile.Change(ctx, v, family.ID, deed, func(tx *tenants.Tx, a *casefile.Access) error {
		return casefile.GrantResponsible(ctx, a, tx, who.Viewer.ID, yesOf(v, family))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatHasRunOutDoesNotStandInTheWayOfBeingLetInAgain(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, coordinator, teacher := house.Family("Lia"), house.Coordinator(), house.Professional()
		let := func(days int) {
			t.Helper()
			deed := casefile.Deed{Name: "test.let", Section: policy.SectionMeasures, Action: policy.ActionEdit}
			err := casefile.Change(ctx, house.Again(coordinator), family.ID, deed, func(tx *tenants.Tx, a *casefile.Access) error {
				return casefile.Let(ctx, a.Visit, tx, family.ID, casefile.Grant{
					User: teacher.Viewer.ID, Relation: policy.RelationTeam, Basis: policy.BasisConsent,
					Until: tx.Clock().Now().AddDate(0, 0, days), Yes: yesOf(coordinator, family),
				})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		let(2)
		house.Clock.Advance(3 * 24 * time.Hour)
		if _, err := casefile.Enter(ctx, house.Again(teacher), family.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Fatalf("after the last day: %v", err)
		}
		let(5)
		if _, err := casefile.Enter(ctx, house.Again(teacher), family.ID); err != nil {
			t.Errorf("let in again: %v", err)
		}
		let(9) // what stands is the same
		house.Clock.Advance(6 * 24 * time.Hour)
		if _, err := casefile.Enter(ctx, house.Again(teacher), family.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("the same twice is two: %v", err)
		}
	})
}
