package casefile_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// twoCaregivers is a family of two children, each with a caregiver who may see
// that child alone.
func twoCaregivers(t *testing.T, house *tenanttest.House) (family tenanttest.Family, first, second *tenants.Visit, children [2]uuid.UUID) {
	t.Helper()
	intake := house.Intake("Lia")
	intake.Members = append(intake.Members,
		casefile.Person{Kind: casefile.Child, Name: "Siv Lia", BornOn: "2018-03-02", Grade: casefile.GradeOpen},
		casefile.Person{Kind: casefile.Caregiver, Name: "Per Vik", Relation: "far", Grade: casefile.GradeOpen})
	family = house.FamilyOf(house.Coordinator(), intake)
	access, err := casefile.Enter(ctx, house.Coordinator(), family.ID)
	must(t, err)
	members, err := casefile.Members(ctx, access)
	must(t, err)
	ids := map[string]uuid.UUID{}
	for _, one := range members {
		ids[one.Name] = one.ID
	}
	children = [2]uuid.UUID{ids["Elva Lia"], ids["Siv Lia"]}
	first = caregiverOf(t, house, family, ids["Mona Lia"], 901, children[0])
	second = caregiverOf(t, house, family, ids["Per Vik"], 902, children[1])
	return family, first, second, children
}

func caregiverOf(t *testing.T, house *tenanttest.House, family tenanttest.Family, member uuid.UUID, n int, child uuid.UUID) *tenants.Visit {
	t.Helper()
	pid := tenanttest.PID(n)
	must(t, casefile.GiveAccess(ctx, house.Coordinator(), family.ID, member, casefile.Login{PID: pid, Members: []uuid.UUID{child}}))
	_, user, err := directory.SignIn(ctx, house.Scope, directory.Identity{
		Issuer: tenanttest.Issuer, Subject: pid, Kind: directory.KindFamily, PID: pid,
	})
	must(t, err)
	return tenants.NewVisit(house.Scope, policy.Viewer{ID: user.ID, Roles: user.Roles})
}

// letInAs gives somebody access, with the overview, in the coordinator's name.
func letInAs(t *testing.T, house *tenanttest.House, family tenanttest.Family, g casefile.Grant) {
	t.Helper()
	if g.Relation != policy.RelationEmergency {
		g.Sections = policy.Sections(policy.SectionOverview)
	}
	must(t, house.Scope.InTx(ctx, func(tx *tenants.Tx) error {
		return casefile.Let(ctx, house.Coordinator(), tx, family.ID, g)
	}))
}

func whoLooked(looks []casefile.Look) []string {
	var names []string
	for _, one := range looks {
		names = append(names, one.Who+"/"+one.Relation.String())
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestALimitedViewerIsToldOnlyOfLooksThatCanBeAboutTheirs(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, first, second, children := twoCaregivers(t, house)
		ours, theirs, everybodys := house.Professional(), house.Staff(house.Scope, "barnehage", policy.RoleProfessional),
			house.Staff(house.Scope, "helse", policy.RoleProfessional)
		for v, members := range map[*tenants.Visit][]uuid.UUID{ours: children[:1], theirs: children[1:], everybodys: nil} {
			letInAs(t, house, family, casefile.Grant{
				User: v.Viewer.ID, Relation: policy.RelationTeam, Basis: policy.BasisConsent, Members: members,
			})
			look(t, v, family)
		}
		look(t, house.Coordinator(), family)
		look(t, first, family)
		look(t, second, family)
		must(t, casefile.EndAccess(ctx, house.Coordinator(), family.ID, ours.Viewer.ID)) // what stood when they looked counts

		want := []string{"Mona Lia/caregiver", "Prøve helse/team", "Prøve koordinator/coordinator", "Prøve laerer/team"}
		if got := whoLooked(looksAt(t, first, family)); !slices.Equal(got, want) {
			t.Errorf("the first caregiver is told of %v, want %v", got, want)
		}
		want = []string{"Per Vik/caregiver", "Prøve barnehage/team", "Prøve helse/team", "Prøve koordinator/coordinator"}
		if got := whoLooked(looksAt(t, second, family)); !slices.Equal(got, want) {
			t.Errorf("the second caregiver is told of %v, want %v", got, want)
		}
		if got := whoLooked(looksAt(t, house.Coordinator(), family)); len(got) != 6 {
			t.Errorf("the coordinator is told of %v, want all six", got)
		}
		for _, one := range deedsOf(t, first, family) {
			if !slices.Contains([]string{"family.open"}, one.Action) && !one.Self {
				t.Errorf("a caregiver who may see one child is told of %q", one.Action)
			}
		}
	})
}

func deedsOf(t *testing.T, v *tenants.Visit, family tenanttest.Family) []casefile.Done {
	t.Helper()
	access, err := casefile.Enter(ctx, v, family.ID)
	must(t, err)
	deeds, err := casefile.Deeds(ctx, access)
	must(t, err)
	return deeds
}

func TestAnEmergencyIsToldAsOne(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, first, _, _ := twoCaregivers(t, house)
		letInAs(t, house, family, casefile.Grant{
			User: house.Colleague().Viewer.ID, Relation: policy.RelationEmergency, Basis: policy.BasisEmergency,
			Until: house.Clock.Now().Add(3 * time.Hour), Reason: "Kunne ikke vente",
		})
		look(t, house.Colleague(), family)
		looks := looksAt(t, first, family) // also one who may see one child only
		if looks[0].Who != "Prøve kollega" || looks[0].Basis != policy.BasisEmergency || looks[0].YesOn != "" {
			t.Errorf("the look is %+v, want an emergency without a yes", looks[0])
		}
	})
}

func TestAYesIsTheViewersOwnWhenTheyGaveIt(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		caregiver := house.Caregiver(family)
		letInAs(t, house, family, casefile.Grant{
			User: house.Professional().Viewer.ID, Relation: policy.RelationTeam, Basis: policy.BasisConsent,
			Yes: casefile.Yes{By: family.Caregiver, On: "2026-11-02", How: casefile.HowSelf},
		})
		look(t, house.Professional(), family)
		for _, v := range []*tenants.Visit{caregiver, house.Coordinator()} {
			looks := looksAt(t, v, family)
			i := slices.IndexFunc(looks, func(l casefile.Look) bool { return l.Relation == policy.RelationTeam })
			if i < 0 || looks[i].YesOn != "2026-11-02" || looks[i].YesMine != (v == caregiver) {
				t.Errorf("the teacher's look is told as %+v", looks)
			}
		}
	})
}

func TestStaffAreToldByRoleWhereTheFamilysFileSaysSo(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		caregiver, coordinator := house.Caregiver(family), house.Coordinator()
		look(t, coordinator, family)
		look(t, caregiver, family)
		var short *tenants.Invalid
		if err := casefile.TellLooksByRole(ctx, coordinator, family.ID, true, " Fare "); !errors.As(err, &short) {
			t.Errorf("a word alone was taken for a reason: %v", err)
		}
		for _, v := range []*tenants.Visit{caregiver, house.Colleague(), house.Professional()} {
			if err := casefile.TellLooksByRole(ctx, v, family.ID, true, "Noen har truet"); err == nil {
				t.Errorf("%v decided it", v.Viewer.Roles)
			}
		}
		must(t, casefile.TellLooksByRole(ctx, coordinator, family.ID, true, "Noen har truet en ansatt"))
		want := []string{"/coordinator", "Mona Lia/caregiver"}
		if got := whoLooked(looksAt(t, caregiver, family)); !slices.Equal(got, want) {
			t.Errorf("the caregiver is told of %v, want %v", got, want)
		}
		for _, done := range deedsOf(t, caregiver, family) {
			if done.Who == "Prøve koordinator" {
				t.Errorf("the deed %s names staff", done.Action)
			}
		}
		if got := whoLooked(looksAt(t, coordinator, family)); !slices.Contains(got, "Prøve koordinator/coordinator") {
			t.Errorf("the coordinator is told of %v, want names", got)
		}
		access, err := casefile.Enter(ctx, coordinator, family.ID)
		must(t, err)
		audience, err := casefile.LooksByRole(ctx, access)
		must(t, err)
		changes, err := casefile.StatusChanges(ctx, access)
		must(t, err)
		if !audience.ByRole || audience.Reason != "Noen har truet en ansatt" || len(changes) != 0 {
			t.Errorf("it is kept as %+v, with %d closings", audience, len(changes))
		}
		must(t, casefile.TellLooksByRole(ctx, coordinator, family.ID, false, "Faren er over nå"))
		if got := whoLooked(looksAt(t, caregiver, family)); !slices.Contains(got, "Prøve koordinator/coordinator") {
			t.Errorf("the caregiver is told of %v by name again", got)
		}
	})
}

func TestThatAChildHasSpokenIsTheChildsToTell(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		caregiver, coordinator := house.Caregiver(family), house.Coordinator()
		access, err := casefile.Enter(ctx, coordinator, family.ID)
		must(t, err)
		if !access.SeeByChildsYes() {
			t.Fatal("a child's yes opens nothing for the coordinator")
		}
		must(t, coordinator.Commit(ctx))
		for _, one := range looksAt(t, caregiver, family) {
			if one.Basis == policy.BasisChildsYes || slices.Contains(one.Sections, policy.SectionVoice) {
				t.Errorf("the caregiver is told that the child has spoken: %+v", one)
			}
		}
		mine := looksAt(t, house.Coordinator(), family)
		if !slices.ContainsFunc(mine, func(l casefile.Look) bool { return l.Basis == policy.BasisChildsYes && l.Self }) {
			t.Errorf("the one who looked is not told of it: %+v", mine)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
