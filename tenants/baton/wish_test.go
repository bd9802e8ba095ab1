package baton_test

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/baton"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestEachOfAFamilyHasTheirOwnWishAndSeesNoOther(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		coordinator, next, born := house.Coordinator(), house.Colleague(), clock.Date("2010-05-04")
		intake := house.Intake("Lia")
		intake.Members = append(intake.Members, casefile.Person{
			Kind: casefile.Child, Name: "Odin Lia", BornOn: born, Grade: casefile.GradeOpen,
		})
		family := house.FamilyOf(coordinator, intake)
		enter := func(v *tenants.Visit) *casefile.Access {
			t.Helper()
			access, err := casefile.Enter(ctx, again(house.Scope, v), family.ID)
			must(t, err)
			return access
		}
		members, err := casefile.Members(ctx, enter(coordinator))
		must(t, err)
		for _, one := range members {
			if one.Kind == casefile.Caregiver {
				family.Caregiver = one.ID
			}
		}
		caregiver := house.Caregiver(family)
		var young *tenants.Visit
		for _, one := range members {
			if one.BornOn == born {
				young = house.YoungPerson(family, one.ID)
			}
		}
		must(t, baton.SetWish(ctx, caregiver, family.ID, baton.Wish{Who: next.Viewer.ID, Text: "Hun lytter."}))
		must(t, baton.SetWish(ctx, young, family.ID, baton.Wish{Text: "En som liker fotball."}))
		for who, want := range map[*tenants.Visit]string{caregiver: "Hun lytter.", young: "En som liker fotball."} {
			if wish, err := baton.ReadWish(ctx, enter(who)); err != nil || wish.Text != want {
				t.Errorf("somebody reads %+v, %v", wish, err)
			}
			_, err := baton.Wishes(ctx, enter(who))
			is(t, err, tenants.ErrForbidden)
		}
		wishes, err := baton.Wishes(ctx, enter(coordinator))
		if err != nil || len(wishes) != 2 || wishes[0].By != caregiver.Viewer.ID || !wishes[1].Young || wishes[1].By != young.Viewer.ID {
			t.Errorf("the coordinator reads %+v, %v", wishes, err)
		}
		must(t, baton.SetWish(ctx, young, family.ID, baton.Wish{Who: next.Viewer.ID}))
		one, err := baton.ReadCase(ctx, leader(house), family.ID)
		if err != nil || len(one.Wished) != 2 || one.Wished[0].Young || !one.Wished[1].Young {
			t.Errorf("the leader reads %+v, %v", one.Wished, err)
		}
		must(t, casefile.RemoveMember(ctx, coordinator, family.ID, family.Caregiver))
		if one, err = baton.ReadCase(ctx, leader(house), family.ID); err != nil || len(one.Wished) != 1 || !one.Wished[0].Young {
			t.Errorf("with the caregiver out of the family the leader reads %+v, %v", one.Wished, err)
		}
		must(t, casefile.RestoreMember(ctx, coordinator, family.ID, family.Caregiver))
		must(t, baton.SetWish(ctx, young, family.ID, baton.Wish{}))
		if wishes, err = baton.Wishes(ctx, enter(coordinator)); err != nil || len(wishes) != 1 {
			t.Errorf("a wish taken away stands, or took another with it: %+v, %v", wishes, err)
		}
	})
}
