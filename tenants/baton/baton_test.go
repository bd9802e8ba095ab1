package baton_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/baton"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestTheOldOneHoldsTheBatonUntilTheOtherHasSaidYes(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, old, next := house.Family("Lia"), house.Coordinator(), house.Colleague()
		offer, err := baton.Make(ctx, old, family.ID, next.Viewer.ID, "Jeg flytter.")
		must(t, err)
		if !inside(t, old, family.ID) || inside(t, next, family.ID) {
			t.Fatal("an offer changed who is inside")
		}
		got, err := baton.Received(ctx, next)
		if err != nil || len(got) != 1 || got[0].Note != "Jeg flytter." || got[0].FromName != "Prøve koordinator" {
			t.Fatalf("the one who is asked is told %+v, %v", got, err)
		}
		taken, err := baton.Accept(ctx, next, offer)
		if err != nil || taken != family.ID {
			t.Fatalf("accepting gave %v, %v", taken, err)
		}
		if inside(t, old, family.ID) || !inside(t, next, family.ID) {
			t.Error("after a yes the wrong one is inside")
		}
		mine, err := casefile.Mine(ctx, old, false)
		if err != nil || len(mine) != 0 {
			t.Errorf("the old one still lists %d families, %v", len(mine), err)
		}
		access, err := casefile.Enter(ctx, next, family.ID)
		must(t, err)
		overview, err := casefile.ReadOverview(ctx, access)
		if err != nil || overview.CoordinatorSince != house.Scope.Today() {
			t.Errorf("the new one has had the family since %q, %v", overview.CoordinatorSince, err)
		}
		lines, err := house.Scope.Audit().Read(ctx, audit.Filter{CaseFile: family.ID, Limit: 1})
		if err != nil || len(lines) != 1 || lines[0].Action != "baton.accept" || lines[0].Actor != next.Viewer.ID {
			t.Errorf("on record is %+v, %v", lines, err)
		}
	})
}

func TestABatonIsOfferedToSomebodyWhoCanFollowTheFamilyAndToOneAtATime(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		intake := house.Intake("Lia")
		intake.Barred = []casefile.Barred{{Name: "Prøve sperret"}}
		family, old := house.FamilyOf(house.Coordinator(), intake), house.Coordinator()
		barred := house.Staff(house.Scope, "sperret", policy.RoleCoordinator)
		away := house.Staff(house.Scope, "borte", policy.RoleCoordinator)
		must(t, directory.SetAbsence(ctx, away, away.Viewer.ID, directory.Absence{From: old.Today()}))
		gone := house.Staff(house.Scope, "sluttet", policy.RoleCoordinator)
		must(t, directory.Leave(ctx, house.Administrator(), gone.Viewer.ID))
		for name, to := range map[string]uuid.UUID{
			"oneself": old.Viewer.ID, "barred": barred.Viewer.ID, "away": away.Viewer.ID, "left": gone.Viewer.ID,
			"no coordinator": house.Professional().Viewer.ID, "nobody": uuid.New(),
			"another municipality": house.NeighbourCoordinator().Viewer.ID,
		} {
			if _, err := baton.Make(ctx, old, family.ID, to, ""); err == nil {
				t.Errorf("offered to %s", name)
			} else {
				is(t, err, tenants.ErrInvalid)
			}
		}
		_, err := baton.Make(ctx, old, family.ID, house.Colleague().Viewer.ID, strings.Repeat("x", baton.MaxText+1))
		is(t, err, tenants.ErrInvalid)
		_, err = baton.Make(ctx, old, family.ID, house.Colleague().Viewer.ID, "")
		must(t, err)
		third := house.Staff(house.Scope, "tredje", policy.RoleCoordinator)
		_, err = baton.Make(ctx, old, family.ID, third.Viewer.ID, "")
		is(t, err, tenants.ErrConflict)
	})
}

func TestAnOfferIsNobodyElsesToMakeAnswerOrTakeBack(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, old, next := house.Family("Lia"), house.Coordinator(), house.Colleague()
		other := house.Family("Berg")
		offer, err := baton.Make(ctx, old, family.ID, next.Viewer.ID, "")
		must(t, err)
		third := house.Staff(house.Scope, "tredje", policy.RoleCoordinator)
		for name, v := range map[string]*tenants.Visit{
			"a third coordinator": third, "the one who offered": old, "a caregiver": house.Caregiver(family),
			"a leader": leader(house), "an administrator": house.Administrator(), "a neighbour": house.NeighbourCoordinator(),
		} {
			if _, err := baton.Accept(ctx, v, offer); err == nil {
				t.Errorf("%s took the baton", name)
			} else {
				is(t, err, tenants.ErrNotFound)
			}
			is(t, baton.Decline(ctx, v, offer, "Nei."), tenants.ErrNotFound)
			if _, err := baton.ReadReceived(ctx, v, offer); err == nil {
				t.Errorf("%s read the offer", name)
			}
			if v != old {
				is(t, baton.Withdraw(ctx, v, family.ID, offer), notAllowed(v))
				if _, err := baton.Make(ctx, v, family.ID, third.Viewer.ID, ""); err == nil {
					t.Errorf("%s offered another's baton", name)
				}
			}
		}
		is(t, baton.Withdraw(ctx, old, other.ID, offer), tenants.ErrNotFound)
		if holder(t, house.Scope, family.ID) != old.Viewer.ID {
			t.Error("the baton went to somebody")
		}
	})
}

// notAllowed is what somebody inside is told, and somebody outside.
func notAllowed(v *tenants.Visit) error {
	if v.Viewer.Roles.Has(policy.RoleCaregiver) {
		return tenants.ErrForbidden
	}
	return tenants.ErrNotFound
}

func TestAnOfferThatIsSettledCannotBeAnswered(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, old, next := house.Family("Lia"), house.Coordinator(), house.Colleague()
		offer, err := baton.Make(ctx, old, family.ID, next.Viewer.ID, "Hemmelig notat")
		must(t, err)
		must(t, baton.Withdraw(ctx, old, family.ID, offer))
		_, err = baton.Accept(ctx, next, offer)
		is(t, err, tenants.ErrConflict)
		is(t, err, baton.ErrSettled)
		is(t, baton.Decline(ctx, next, offer, "Nei."), tenants.ErrConflict)
		is(t, baton.Withdraw(ctx, old, family.ID, offer), tenants.ErrConflict)
		gone, err := baton.ReadReceived(ctx, next, offer)
		if err != nil || gone.Note != "" || gone.State != baton.StateWithdrawn {
			t.Errorf("a withdrawn offer still tells %+v, %v", gone, err)
		}
		second, err := baton.Make(ctx, old, family.ID, next.Viewer.ID, "")
		must(t, err)
		is(t, baton.Decline(ctx, next, second, "  "), tenants.ErrInvalid)
		must(t, baton.Decline(ctx, next, second, "Jeg har for mange nå."))
		access, err := casefile.Enter(ctx, old, family.ID)
		must(t, err)
		history, err := baton.Offers(ctx, access)
		if err != nil || len(history) != 2 || history[0].Answer != "Jeg har for mange nå." || history[1].State != baton.StateWithdrawn {
			t.Errorf("the history is %+v, %v", history, err)
		}
	})
}

func TestAClosedFollowUpIsNotHandedOver(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, old, next := house.Family("Lia"), house.Coordinator(), house.Colleague()
		offer, err := baton.Make(ctx, old, family.ID, next.Viewer.ID, "")
		must(t, err)
		must(t, casefile.Close(ctx, old, family.ID, "goals_reached", "", old.Today()))
		_, err = baton.Accept(ctx, next, offer)
		is(t, err, tenants.ErrConflict)
		is(t, baton.Move(ctx, leader(house), family.ID, next.Viewer.ID, "Borte."), tenants.ErrNotFound)
		_, err = baton.Make(ctx, old, family.ID, next.Viewer.ID, "")
		is(t, err, tenants.ErrConflict)
		must(t, baton.Withdraw(ctx, old, family.ID, offer))
	})
}

func TestSomebodyBarredSinceTheOfferCannotAccept(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, old, next := house.Family("Lia"), house.Coordinator(), house.Colleague()
		offer, err := baton.Make(ctx, old, family.ID, next.Viewer.ID, "")
		must(t, err)
		_, err = casefile.Bar(ctx, old, family.ID, casefile.Barred{Name: "Prøve kollega"})
		must(t, err)
		_, err = baton.Accept(ctx, next, offer)
		is(t, err, tenants.ErrConflict)
		if holder(t, house.Scope, family.ID) != old.Viewer.ID {
			t.Error("a barred person got the baton")
		}
	})
}

func TestTheFamilysWishIsForThemTheirCoordinatorAndByNameForTheLeader(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, old, next := house.Family("Lia"), house.Coordinator(), house.Colleague()
		caregiver := house.Caregiver(family)
		is(t, baton.SetWish(ctx, caregiver, family.ID, baton.Wish{Who: house.Professional().Viewer.ID}), tenants.ErrInvalid)
		must(t, baton.SetWish(ctx, caregiver, family.ID, baton.Wish{Who: next.Viewer.ID, Text: "Hun snakker språket vårt."}))
		is(t, baton.SetWish(ctx, old, family.ID, baton.Wish{}), tenants.ErrForbidden)
		is(t, baton.SetWish(ctx, next, family.ID, baton.Wish{}), tenants.ErrNotFound)
		access, err := casefile.Enter(ctx, old, family.ID)
		must(t, err)
		wishes, err := baton.Wishes(ctx, access)
		if err != nil || len(wishes) != 1 || wishes[0].Text != "Hun snakker språket vårt." || wishes[0].Name != "Prøve kollega" ||
			wishes[0].By != caregiver.Viewer.ID {
			t.Errorf("the coordinator reads %+v, %v", wishes, err)
		}
		one, err := baton.ReadCase(ctx, leader(house), family.ID)
		if err != nil || len(one.Wished) != 1 || one.Wished[0] != (baton.Wished{Name: "Prøve kollega"}) {
			t.Errorf("the leader reads %+v, %v", one, err)
		}
		must(t, baton.Move(ctx, leader(house), family.ID, next.Viewer.ID, "Familien ønsket det."))
		access, err = casefile.Enter(ctx, next, family.ID)
		must(t, err)
		if wishes, err = baton.Wishes(ctx, access); err != nil || len(wishes) != 0 {
			t.Errorf("a wish that came true still says %+v, %v", wishes, err)
		}
	})
}

func TestAFamilySeesItsHandoversAndNotWhatCoordinatorsWroteToEachOther(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, old, next := house.Family("Lia"), house.Coordinator(), house.Colleague()
		offer, err := baton.Make(ctx, old, family.ID, next.Viewer.ID, "Mellom oss.")
		must(t, err)
		must(t, baton.Decline(ctx, next, offer, "Også mellom oss."))
		access, err := casefile.Enter(ctx, house.Caregiver(family), family.ID)
		must(t, err)
		history, err := baton.Offers(ctx, access)
		if err != nil || len(history) != 1 || history[0].Note != "" || history[0].Answer != "" {
			t.Errorf("the family reads %+v, %v", history, err)
		}
	})
}
