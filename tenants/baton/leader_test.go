package baton_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/baton"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestNobodyButALeaderMoves(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, next := house.Family("Lia"), house.Colleague()
		for name, v := range map[string]*tenants.Visit{
			"the coordinator": house.Coordinator(), "a colleague": next, "a caregiver": house.Caregiver(family),
			"a professional": house.Professional(), "an administrator": house.Administrator(),
			"a personvernombud":         house.Staff(house.Scope, "ombud", policy.RolePrivacyOfficer),
			"a leader of the neighbour": house.Staff(house.Neighbour, "leder", policy.RoleLeader),
		} {
			if err := baton.Move(ctx, v, family.ID, next.Viewer.ID, "Borte."); err == nil {
				t.Errorf("%s moved a family", name)
			} else {
				is(t, err, tenants.ErrNotFound)
			}
			if v.Scope == house.Scope {
				_, err := baton.ReadLoad(ctx, v)
				is(t, err, tenants.ErrNotFound)
			}
		}
		if holder(t, house.Scope, family.ID) != house.Coordinator().Viewer.ID {
			t.Error("the family was moved")
		}
	})
}

func TestALeaderMovesWithAReasonAndTheOffersThatNoLongerFitAreTakenBack(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, old, next := house.Family("Lia"), house.Coordinator(), house.Colleague()
		boss, third := leader(house), house.Staff(house.Scope, "tredje", policy.RoleCoordinator)
		offer, err := baton.Make(ctx, old, family.ID, next.Viewer.ID, "")
		must(t, err)
		is(t, baton.Move(ctx, boss, family.ID, third.Viewer.ID, " "), tenants.ErrInvalid)
		is(t, baton.Move(ctx, boss, family.ID, old.Viewer.ID, "Borte."), tenants.ErrInvalid)
		is(t, baton.Move(ctx, boss, family.ID, house.Professional().Viewer.ID, "Borte."), tenants.ErrInvalid)
		is(t, baton.Move(ctx, boss, uuid.New(), third.Viewer.ID, "Borte."), tenants.ErrNotFound)
		must(t, baton.Move(ctx, boss, family.ID, third.Viewer.ID, "Sykmeldt."))
		_, err = baton.Accept(ctx, next, offer)
		is(t, err, tenants.ErrConflict)
		if inside(t, old, family.ID) || !inside(t, third, family.ID) || inside(t, boss, family.ID) {
			t.Error("after a move the wrong people are inside")
		}
		access, err := casefile.Enter(ctx, third, family.ID)
		must(t, err)
		history, err := baton.Offers(ctx, access)
		if err != nil || len(history) != 2 {
			t.Fatalf("the history is %+v, %v", history, err)
		}
		if history[0].State != baton.StateMoved || history[0].Note != "Sykmeldt." || history[0].MadeBy != boss.Viewer.ID {
			t.Errorf("the move is kept as %+v", history[0])
		}
	})
}

func TestALeaderOfAnotherUnitFindsNothing(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, old, next := house.Family("Lia"), house.Coordinator(), house.Colleague()
		boss, other := leader(house), house.Staff(house.Scope, "annen", policy.RoleLeader)
		here, there := unit(t, house, "Helse"), unit(t, house, "Skole")
		moveInto(t, house, old, here)
		moveInto(t, house, boss, here)
		moveInto(t, house, other, there)
		is(t, baton.Move(ctx, other, family.ID, next.Viewer.ID, "Borte."), tenants.ErrNotFound)
		_, err := baton.ReadCase(ctx, other, family.ID)
		is(t, err, tenants.ErrNotFound)
		load, err := baton.ReadLoad(ctx, other)
		must(t, err)
		for _, one := range load.Coordinators {
			if one.ID == old.Viewer.ID {
				t.Error("another unit's coordinator is listed")
			}
		}
		is(t, directory.SetAbsence(ctx, other, old.Viewer.ID, directory.Absence{From: old.Today()}), tenants.ErrNotFound)
		if _, err := baton.ReadCase(ctx, boss, family.ID); err != nil {
			t.Errorf("the unit's own leader: %v", err)
		}
		must(t, directory.SetAbsence(ctx, boss, old.Viewer.ID, directory.Absence{From: old.Today()}))
		must(t, directory.Leave(ctx, house.Administrator(), old.Viewer.ID))
		if _, err := baton.ReadCase(ctx, other, family.ID); err != nil {
			t.Errorf("a family whose coordinator has left is not in every leader's care: %v", err)
		}
	})
}

func TestAFamilyWhoseCoordinatorIsNotThereComesFirstAtOnce(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, old, boss := house.Family("Lia"), house.Coordinator(), leader(house)
		waits := func(want baton.Why) {
			t.Helper()
			load, err := baton.ReadLoad(ctx, boss)
			must(t, err)
			var got baton.Why
			for _, one := range load.Waiting {
				if one.Family == family.ID {
					got = one.Why
				}
			}
			if got != want {
				t.Errorf("the family waits because %q, want %q", got, want)
			}
		}
		today := old.Today()
		waits("")
		must(t, directory.SetAbsence(ctx, old, old.Viewer.ID, directory.Absence{From: today.AddDays(1)}))
		waits("")
		must(t, directory.SetAbsence(ctx, old, old.Viewer.ID, directory.Absence{From: today.AddDays(-3), Until: today}))
		waits(baton.WhyAway)
		must(t, directory.SetAbsence(ctx, old, old.Viewer.ID, directory.Absence{From: today.AddDays(-3), Until: today.AddDays(-1)}))
		waits("")
		must(t, directory.SetAbsence(ctx, boss, old.Viewer.ID, directory.Absence{}))
		waits("")
		must(t, directory.EndRole(ctx, house.Administrator(), old.Viewer.ID, policy.RoleCoordinator))
		waits(baton.WhyRole)
		must(t, directory.Leave(ctx, house.Administrator(), old.Viewer.ID))
		waits(baton.WhyLeft)
		must(t, baton.Move(ctx, boss, family.ID, house.Colleague().Viewer.ID, "Sluttet."))
		waits("")
	})
}

func TestTheLoadCountsAndNamesNoFamily(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		open, closed, old := house.Family("Lia"), house.Family("Berg"), house.Coordinator()
		must(t, casefile.Close(ctx, old, closed.ID, "goals_reached", "", old.Today()))
		load, err := baton.ReadLoad(ctx, leader(house))
		if err != nil || len(load.Coordinators) != 1 {
			t.Fatalf("got %+v, %v", load, err)
		}
		one := load.Coordinators[0]
		if one.Closed != 1 || len(one.Families) != 1 || one.Families[0].Code != casefile.Code(open.ID) || one.Plans != 0 {
			t.Errorf("the load is %+v", one)
		}
	})
}

// Somebody who left and is invited again is another user: what the first one
// was let in to stays shut.
func TestWhoComesBackFindsNothingOfWhatTheyHad(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, gone := house.Family("Lia"), house.Professional()
		share(t, house, family, gone)
		if !inside(t, gone, family.ID) {
			t.Fatal("the professional is not inside")
		}
		must(t, directory.Leave(ctx, house.Administrator(), gone.Viewer.ID))
		_, err := directory.Invite(ctx, house.Administrator(), directory.Invitation{
			Name: "Prøve laerer", Email: "laerer@fjordby.example",
			Roles: policy.Roles(policy.RoleProfessional, policy.RoleCoordinator),
		})
		must(t, err)
		_, user, err := directory.SignIn(ctx, house.Scope, directory.Identity{
			Issuer: tenanttest.Issuer, Subject: "laerer@fjordby.example", Kind: directory.KindStaff,
			Email: "laerer@fjordby.example", EmailVerified: true,
		})
		must(t, err)
		back := tenants.NewVisit(house.Scope, policy.Viewer{ID: user.ID, Roles: user.Roles})
		if user.ID == gone.Viewer.ID || inside(t, back, family.ID) {
			t.Error("what ended with the first user opened for the second")
		}
	})
}

// share makes a professional responsible for something in the family.
func share(t testing.TB, house *tenanttest.House, family tenanttest.Family, who *tenants.Visit) {
	t.Helper()
	deed := casefile.Deed{Name: "test.share", Section: policy.SectionMeasures, Action: policy.ActionEdit}
	must(t, casefile.Change(ctx, house.Coordinator(), family.ID, deed, func(tx *tenants.Tx, a *casefile.Access) error {
		return casefile.GrantResponsible(ctx, a, tx, who.Viewer.ID, casefile.Yes{By: family.Caregiver, On: a.Visit.Today(), How: casefile.HowOral})
	}))
}

func TestAFamilyOfAUnitThatNobodyLeadsIsInEveryLeadersCare(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, old := house.Family("Lia"), house.Coordinator()
		moveInto(t, house, old, unit(t, house, "Helse"))
		elsewhere := leader(house)
		moveInto(t, house, elsewhere, unit(t, house, "Skole"))
		if _, err := baton.ReadCase(ctx, elsewhere, family.ID); err != nil {
			t.Errorf("a leader of another unit, where this one has none: %v", err)
		}
	})
}
