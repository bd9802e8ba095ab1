package casefile_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func signedIn(t *testing.T, house *tenanttest.House, pid string) *tenants.Visit {
	t.Helper()
	_, user, err := directory.SignIn(ctx, house.Scope, directory.Identity{
		Issuer: tenanttest.Issuer, Subject: pid, Kind: directory.KindFamily, PID: pid,
	})
	must(t, err)
	return tenants.NewVisit(house.Scope, policy.Viewer{ID: user.ID, Roles: user.Roles})
}

func TestAChildsLoginIsNeverAParents(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		young := house.YoungMember(family, "Odin Lia")
		pid := tenanttest.PID(910)
		must(t, casefile.GiveAccess(ctx, house.Coordinator(), family.ID, family.Caregiver, casefile.Login{PID: pid}))
		err := casefile.GiveAccess(ctx, house.Coordinator(), family.ID, young, casefile.Login{PID: pid})
		if !errors.Is(err, tenants.ErrInvalid) {
			t.Errorf("the parent's login was given as the child's: %v", err)
		}
		access, err := casefile.Enter(ctx, signedIn(t, house, pid), family.ID)
		must(t, err)
		if access.Is(policy.RelationChild) {
			t.Error("the parent is let in as the child")
		}
	})
}

func TestANarrowerDecisionForTheSamePersonHolds(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		other := house.YoungMember(family, "Odin Lia")
		pid, login := tenanttest.PID(911), casefile.Login{PID: tenanttest.PID(911)}
		must(t, casefile.GiveAccess(ctx, house.Coordinator(), family.ID, family.Caregiver, login))
		login.Members = []uuid.UUID{family.Child}
		must(t, casefile.GiveAccess(ctx, house.Coordinator(), family.ID, family.Caregiver, login))
		access, err := casefile.Enter(ctx, signedIn(t, house, pid), family.ID)
		must(t, err)
		if !access.Limited() || access.Shows(policy.SectionGoals, &other) || !access.Shows(policy.SectionGoals, &family.Child) {
			t.Errorf("the first decision still holds: %+v", access.Standings)
		}
	})
}

func TestAPersonsLoginBeforeOpensNothing(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		before, now := tenanttest.PID(920), tenanttest.PID(940)
		for _, pid := range []string{before, now} {
			must(t, casefile.GiveAccess(ctx, house.Coordinator(), family.ID, family.Caregiver, casefile.Login{PID: pid}))
		}
		if _, err := casefile.Enter(ctx, signedIn(t, house, before), family.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("the login of before still opens the family: %v", err)
		}
		if _, err := casefile.Enter(ctx, signedIn(t, house, now), family.ID); err != nil {
			t.Errorf("the new login: %v", err)
		}
	})
}

func TestBringingAMemberBackLetsNobodyInWhoIsBarredOrWasLetInAsSomethingElse(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, coordinator := house.Family("Lia"), house.Coordinator()
		caregiver := house.Caregiver(family)
		letInAs(t, house, family, casefile.Grant{
			User: caregiver.Viewer.ID, Relation: policy.RelationTeam, Basis: policy.BasisConsent, Consent: tenants.NewID(),
		})
		must(t, casefile.RemoveMember(ctx, coordinator, family.ID, family.Caregiver))
		must(t, casefile.RestoreMember(ctx, coordinator, family.ID, family.Caregiver))
		access, err := casefile.Enter(ctx, caregiver, family.ID)
		must(t, err)
		if access.Is(policy.RelationTeam) {
			t.Error("the place in the team came back without a yes")
		}
	})
}

func TestATitleThatMayNameASchoolIsNotToldOfAFamilyThatIsHidden(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, coordinator, teacher := house.Family("Lia"), house.Coordinator(), house.Professional()
		caregiver := house.Caregiver(family)
		letInAs(t, house, family, casefile.Grant{User: teacher.Viewer.ID, Relation: policy.RelationTeam, Basis: policy.BasisConsent})
		look(t, teacher, family)
		title := func(v *tenants.Visit) string {
			for _, one := range looksAt(t, v, family) {
				if one.Relation == policy.RelationTeam {
					return one.Title
				}
			}
			t.Fatal("the teacher's look is not told")
			return ""
		}
		if title(caregiver) == "" {
			t.Fatal("the teacher has no title")
		}
		access, err := casefile.Enter(ctx, coordinator, family.ID)
		must(t, err)
		members, err := casefile.Members(ctx, access)
		must(t, err)
		hidden := members[0]
		hidden.Grade = casefile.GradeUnknown
		must(t, casefile.ChangeMember(ctx, coordinator, family.ID, hidden.ID, hidden.Version, hidden.Person))
		if got := title(caregiver); got != "" {
			t.Errorf("the caregiver reads %q", got)
		}
		if title(coordinator) == "" {
			t.Error("the coordinator, who knows where they are, does not read it")
		}
	})
}

func TestWhoIsBarredByFullNameIsNotLetInByAShorterOne(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, coordinator, teacher := house.Family("Lia"), house.Coordinator(), house.Professional()
		_, err := casefile.Bar(ctx, coordinator, family.ID, casefile.Barred{Name: "Prøve Magnus Laerer"})
		must(t, err)
		err = house.Scope.InTx(ctx, func(tx *tenants.Tx) error {
			return casefile.Let(ctx, coordinator, tx, family.ID, casefile.Grant{
				User: teacher.Viewer.ID, Relation: policy.RelationTeam, Basis: policy.BasisConsent,
			})
		})
		if !errors.Is(err, tenants.ErrInvalid) {
			t.Errorf("let in without the middle name: %v", err)
		}
		_, err = casefile.Bar(ctx, coordinator, family.ID, casefile.Barred{Name: "Prøve Annen Person"})
		must(t, err)
		if _, err := casefile.Enter(ctx, coordinator, family.ID); err != nil {
			t.Errorf("a shared first name shut somebody out: %v", err)
		}
	})
}
