package directory_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

func TestNobodyEditsTheirOwnRoles(t *testing.T) {
	h := openHouse(t)
	h.join(t, "Even Solum", "even@solvik.example", policy.RoleAdministrator)
	own := h.admin.Viewer.ID
	faults(t, directory.GrantRole(t.Context(), h.admin, own, policy.RoleCoordinator), "role user.role.own")
	faults(t, directory.EndRole(t.Context(), h.admin, own, policy.RoleAdministrator), "role user.role.own")
	faults(t, directory.Leave(t.Context(), h.admin, own), "user user.leave.own")
	u, err := directory.Get(t.Context(), h.admin, own)
	must(t, err)
	equal(t, u.Roles, policy.Roles(policy.RoleAdministrator))
}

func TestTheLastAdministratorStays(t *testing.T) {
	h := openHouse(t)
	second, visit, _ := h.join(t, "Even Solum", "even@solvik.example", policy.RoleAdministrator)
	h.invite(t, "Turid Fjeldsend", "turid@solvik.example", policy.RoleAdministrator)
	must(t, directory.EndRole(t.Context(), h.admin, second.ID, policy.RoleAdministrator))

	// Even's page was open when the role ended: it does nothing any more.
	refuses(t, directory.EndRole(t.Context(), visit, h.admin.Viewer.ID, policy.RoleAdministrator), tenants.ErrNotFound)
	refuses(t, directory.Leave(t.Context(), visit, h.admin.Viewer.ID), tenants.ErrNotFound)
}

func TestAnAdministratorWhoHasNotSignedInDoesNotCountAsOneWhoIsLeft(t *testing.T) {
	h := openHouse(t)
	invited := h.invite(t, "Turid Fjeldsend", "turid@solvik.example", policy.RoleAdministrator)
	caller := *h.admin
	caller.Viewer.ID = invited.ID
	faults(t, directory.EndRole(t.Context(), &caller, h.admin.Viewer.ID, policy.RoleAdministrator), "role user.role.last_administrator")
	faults(t, directory.Leave(t.Context(), &caller, h.admin.Viewer.ID), "user user.role.last_administrator")
}

func TestTwoAdministratorsWhoEndEachOthersRoleAtOnceLeaveOne(t *testing.T) {
	h := openHouse(t)
	second, visit, _ := h.join(t, "Even Solum", "even@solvik.example", policy.RoleAdministrator)
	var both sync.WaitGroup
	errs := make([]error, 2)
	both.Go(func() {
		errs[0] = directory.EndRole(t.Context(), h.admin, second.ID, policy.RoleAdministrator)
	})
	both.Go(func() {
		errs[1] = directory.EndRole(t.Context(), visit, h.admin.Viewer.ID, policy.RoleAdministrator)
	})
	both.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("got %v and %v", errs[0], errs[1])
	}
	left, err := directory.Colleagues(t.Context(), h.Scope, policy.RoleAdministrator)
	must(t, err)
	equal(t, len(left), 1)
}

func TestOnlyRolesOfTheMunicipalitysPeopleCanBeGiven(t *testing.T) {
	h := openHouse(t)
	u := h.invite(t, "Turid Fjeldsend", "turid@solvik.example", policy.RoleCoordinator)
	for _, role := range []policy.Role{policy.RoleNone, policy.RoleCaregiver, policy.RoleProgrammeLead, 200} {
		faults(t, directory.GrantRole(t.Context(), h.admin, u.ID, role), "role user.role.unknown")
	}
	_, err := directory.Invite(t.Context(), h.admin, directory.Invitation{
		Name: "Even Solum", Email: "even@solvik.example", Roles: policy.Roles(policy.RoleProgrammeLead, policy.RoleCoordinator),
	})
	faults(t, err, "roles user.role.unknown")
}

func TestOnlyAnAdministratorRunsUsersUnitsAndSettings(t *testing.T) {
	h := openHouse(t)
	u, coordinator, _ := h.join(t, "Turid Fjeldsend", "turid@solvik.example", policy.RoleCoordinator)
	unit, err := directory.AddUnit(t.Context(), h.admin, directory.Unit{Name: "Solvik skole", Kind: directory.UnitSchool})
	must(t, err)
	_, caregiver := h.caregiver(t, "Ronja Ekrem", "01819000049"), tenants.NewVisit(h.Scope, policy.Viewer{
		ID: tenants.NewID(), Roles: policy.Roles(policy.RoleCaregiver),
	})
	ctx := t.Context()
	for _, v := range []*tenants.Visit{coordinator, caregiver} {
		_, listed := directory.List(ctx, v, directory.UserFilter{})
		_, got := directory.Get(ctx, v, u.ID)
		_, invited := directory.Invite(ctx, v, directory.Invitation{})
		_, changed := directory.ChangeUser(ctx, v, u.ID, directory.Profile{})
		_, added := directory.AddUnit(ctx, v, directory.Unit{})
		_, unitChanged := directory.ChangeUnit(ctx, v, unit)
		_, _, staged := directory.StageImport(ctx, v, []byte("navn;type\nA;skole\n"))
		_, read := directory.GetImport(ctx, v, unit.ID)
		_, confirmed := directory.ConfirmImport(ctx, v, unit.ID)
		for i, err := range []error{
			listed, got, invited, changed, added, unitChanged, staged, read, confirmed,
			directory.Remind(ctx, v, u.ID), directory.GrantRole(ctx, v, u.ID, policy.RoleAdministrator),
			directory.EndRole(ctx, v, u.ID, policy.RoleCoordinator), directory.Leave(ctx, v, u.ID),
			directory.RemoveUnit(ctx, v, unit.ID), directory.RestoreUnit(ctx, v, unit.ID),
			directory.DropImport(ctx, v, unit.ID), directory.SetDefaultLanguage(ctx, v, "nn"),
			directory.SetDefaultLanguage(ctx, v, "xx"), directory.SetLocalWord(ctx, v, "nb", directory.WordPlan, "Plan"),
		} {
			if !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("command %d gives %v", i, err)
			}
		}
	}
}
