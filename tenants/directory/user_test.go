package directory_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/outboxmessage"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

func TestEveryFaultOfAnInvitationIsToldAtOnce(t *testing.T) {
	h := openHouse(t)
	_, err := directory.Invite(t.Context(), h.admin, directory.Invitation{
		Name: " ", Title: "a\u202eb", Email: "turid", Phone: "ring meg", Language: "en",
	})
	faults(t, err, "name user.name.missing", "title user.title.invisible", "email user.email.shape",
		"phone user.phone.shape", "language user.language.unknown", "roles user.roles.missing")
	_, err = directory.Invite(t.Context(), h.admin, directory.Invitation{
		Name: "Turid Fjeldsend", Email: "turid@solvik.example", Roles: policy.Roles(policy.RoleCoordinator), UnitID: tenants.NewID(),
	})
	faults(t, err, "unit user.unit.unknown")
	found, err := directory.List(t.Context(), h.admin, directory.UserFilter{})
	must(t, err)
	equal(t, found.Total, 1)
}

func TestOneEmailIsOneColleagueUntilTheyLeave(t *testing.T) {
	h := openHouse(t)
	first := h.invite(t, "Turid Fjeldsend", "turid@solvik.example", policy.RoleCoordinator)
	again := directory.Invitation{Name: "Turid Berg", Email: "TURID@solvik.example", Roles: policy.Roles(policy.RoleProfessional)}
	_, err := directory.Invite(t.Context(), h.admin, again)
	faults(t, err, "email user.email.taken")
	second := h.invite(t, "Even Solum", "even@solvik.example", policy.RoleCoordinator)
	_, err = directory.ChangeUser(t.Context(), h.admin, second.ID, directory.Profile{Name: "Even Solum", Email: "turid@solvik.example", Version: 1})
	faults(t, err, "email user.email.taken")
	must(t, directory.Leave(t.Context(), h.admin, first.ID))
	_, err = directory.Invite(t.Context(), h.admin, again)
	must(t, err)
}

func TestTwoWhoChangeTheSameColleagueGetAReadableChoice(t *testing.T) {
	h := openHouse(t)
	u := h.invite(t, "Turid Fjeldsend", "turid@solvik.example", policy.RoleCoordinator)
	profile := directory.Profile{Name: "Turid Berg", Title: "rektor", Email: u.Email, Phone: "12 34 56 78", Language: "nn", Version: 1}
	changed, err := directory.ChangeUser(t.Context(), h.admin, u.ID, profile)
	must(t, err)
	equal(t, changed.Version, 2)
	profile.Name = "Turid Strand"
	now, err := directory.ChangeUser(t.Context(), h.admin, u.ID, profile)
	refuses(t, err, tenants.ErrConflict)
	equal(t, now, changed)
	read, err := directory.Get(t.Context(), h.admin, u.ID)
	must(t, err)
	equal(t, read, changed)
}

func TestColleaguesAreFoundByAnyWordOfTheirName(t *testing.T) {
	h := openHouse(t)
	u := h.invite(t, "Turid Fjeldsend", "turid@solvik.example", policy.RoleCoordinator)
	h.invite(t, "Turid Berg", "turid.berg@solvik.example", policy.RoleProfessional)
	_, err := directory.ChangeUser(t.Context(), h.admin, u.ID, directory.Profile{Name: "Turid Fjelltun", Email: u.Email, Version: 1})
	must(t, err)
	for search, want := range map[string][]string{
		"turid": {"Turid Berg", "Turid Fjelltun"}, "fjelltun TURID": {"Turid Fjelltun"}, "Fjeldsend": nil,
		"aase": {"Åse Tangvik"}, "": {"Turid Berg", "Turid Fjelltun", "Åse Tangvik"}, "turid tangvik": nil,
	} {
		found, err := directory.List(t.Context(), h.admin, directory.UserFilter{Search: search})
		must(t, err)
		var names []string
		for _, one := range found.Items {
			names = append(names, one.Name)
		}
		equal(t, names, want)
	}
	found, err := directory.List(t.Context(), h.admin, directory.UserFilter{Role: policy.RoleProfessional})
	must(t, err)
	equal(t, found.Total, 1)
}

func TestAnAdministratorSeesNoCaregiver(t *testing.T) {
	h := openHouse(t)
	id := h.caregiver(t, "Ronja Ekrem", "01819000049")
	for _, filter := range []directory.UserFilter{
		{}, {Search: "Ronja"}, {Role: policy.RoleCaregiver}, {State: directory.StateInvited}, {State: directory.StateLeft},
	} {
		found, err := directory.List(t.Context(), h.admin, filter)
		must(t, err)
		for _, one := range found.Items {
			if one.Kind == directory.KindFamily {
				t.Errorf("%+v finds %s", filter, one.Name)
			}
		}
	}
	_, got := directory.Get(t.Context(), h.admin, id)
	_, changed := directory.ChangeUser(t.Context(), h.admin, id, directory.Profile{Name: "x", Version: 1})
	for _, err := range []error{
		got, changed, directory.Remind(t.Context(), h.admin, id), directory.Leave(t.Context(), h.admin, id),
		directory.GrantRole(t.Context(), h.admin, id, policy.RoleCoordinator),
		directory.EndRole(t.Context(), h.admin, id, policy.RoleAdministrator),
		directory.SignOutEverywhere(t.Context(), h.admin, id),
	} {
		refuses(t, err, tenants.ErrNotFound)
	}
}

func TestACaregiverHasOneLoginHoweverManyFamilies(t *testing.T) {
	h := openHouse(t)
	first := h.caregiver(t, "Ronja Ekrem", "01819000049")
	equal(t, h.caregiver(t, "Ronja Ekrem", "018190 00049"), first)
	visit, token := h.signIn(t, directory.Identity{
		Issuer: familyIssuer, Subject: "ronja", Kind: directory.KindFamily, PID: "01819000049",
	})
	must(t, directory.Welcome(t.Context(), visit))
	must(t, directory.SetPreferences(t.Context(), visit, directory.Preferences{Language: "nn", TextSize: directory.SizeLargest, ColourScheme: directory.SchemeDark}))
	session, err := directory.Resolve(t.Context(), h.Scope, token)
	must(t, err)
	equal(t, session.User, directory.Self{
		ID: first, Name: "Ronja Ekrem", Kind: directory.KindFamily, Language: "nn",
		TextSize: directory.SizeLargest, ColourScheme: directory.SchemeDark, Welcomed: true,
	})
	faults(t, directory.SetPreferences(t.Context(), visit, directory.Preferences{Language: "en", TextSize: "x", ColourScheme: "y"}),
		"language user.language.unknown", "text_size user.text_size.unknown", "colour_scheme user.colour_scheme.unknown")
	must(t, h.InTx(t.Context(), func(tx *tenants.Tx) error {
		return directory.EndFamilyMember(t.Context(), tx, first, h.admin.Viewer.ID)
	}))
	_, err = directory.Resolve(t.Context(), h.Scope, token)
	refuses(t, err, directory.ErrSignedOut)
	if h.caregiver(t, "Ronja Ekrem", "01819000049") == first {
		t.Error("an ended login was opened again")
	}
}

func TestASlipInANationalIdentityNumberInvitesNobody(t *testing.T) {
	h := openHouse(t)
	for pid, want := range map[string]string{"01819000094": "pid user.pid.shape", "0181900004": "pid user.pid.shape", "": "pid user.pid.missing"} {
		err := h.InTx(t.Context(), func(tx *tenants.Tx) error {
			_, err := directory.InviteFamilyMember(t.Context(), tx, directory.FamilyInvitation{Name: "Ronja Ekrem", PID: pid})
			return err
		})
		faults(t, err, want)
	}
}

func TestTheFirstAdministratorIsInvitedOnce(t *testing.T) {
	h := openHouse(t)
	must(t, directory.InviteFirstAdministrator(t.Context(), h.Scope, "Åse Tangvik", "ase@solvik.example"))
	found, err := directory.List(t.Context(), h.admin, directory.UserFilter{})
	must(t, err)
	equal(t, found.Total, 1)
	equal(t, h.mails(t), 1)
}

func TestStaffGetWordAndFamiliesGetNone(t *testing.T) {
	h := openHouse(t)
	h.caregiver(t, "Ronja Ekrem", "01819000049")
	equal(t, h.mails(t), 1)
	u := h.invite(t, "Turid Fjeldsend", "turid@solvik.example", policy.RoleCoordinator)
	must(t, directory.Remind(t.Context(), h.admin, u.ID))
	_, err := directory.ChangeUser(t.Context(), h.admin, u.ID, directory.Profile{Name: u.Name, Email: "turid.f@solvik.example", Version: 1})
	must(t, err)
	equal(t, h.mails(t), 4)
	h.signIn(t, staff("turid.f@solvik.example"))
	refuses(t, directory.Remind(t.Context(), h.admin, u.ID), tenants.ErrConflict)
}

func (h *house) mails(t *testing.T) int {
	count, err := h.Client().OutboxMessage.Query().Where(outboxmessage.Kind(directory.MailKind)).Count(t.Context())
	must(t, err)
	return count
}

func TestEveryChangeOfAUserIsOnTheLog(t *testing.T) {
	h := openHouse(t)
	ctx, before := t.Context(), h.Audit().Size()
	u := h.invite(t, "Turid Fjeldsend", "turid@solvik.example", policy.RoleCoordinator)
	_, err := directory.ChangeUser(ctx, h.admin, u.ID, directory.Profile{Name: "Turid Berg", Email: u.Email, Version: 1})
	must(t, err)
	must(t, directory.GrantRole(ctx, h.admin, u.ID, policy.RoleProfessional))
	must(t, directory.EndRole(ctx, h.admin, u.ID, policy.RoleCoordinator))
	must(t, directory.Leave(ctx, h.admin, u.ID))
	lines, err := h.Audit().Read(ctx, audit.Filter{})
	must(t, err)
	var actions []string
	for _, line := range lines[:h.Audit().Size()-before] {
		actions = append(actions, line.Action)
		equal(t, line.Actor, h.admin.Viewer.ID)
		equal(t, line.Target, u.ID)
		equal(t, line.Role, policy.RoleAdministrator.String())
	}
	equal(t, actions, []string{"user.leave", "user.role.end", "user.role.grant", "user.change", "user.invite"})
}

func TestNoNameOrAddressIsInTheDatabaseFiles(t *testing.T) {
	h := openHouseOn(t, files)
	u := h.invite(t, "Turid Fjeldsend", "turid@solvik.example", policy.RoleCoordinator)
	_, err := directory.ChangeUser(t.Context(), h.admin, u.ID, directory.Profile{
		Name: "Turid Fjeldsend", Title: "kontaktlærer", Email: u.Email, Phone: "12 34 56 78", Version: 1,
	})
	must(t, err)
	h.caregiver(t, "Ronja Ekrem", "01819000049")
	_, _, err = directory.StageImport(t.Context(), h.admin, []byte("navn;type\nVilltoppen barnehage;barnehage\n"))
	must(t, err)
	paths, err := filepath.Glob(filepath.Join(h.folder, "*.db*"))
	must(t, err)
	var content []byte
	for _, path := range paths {
		part, err := os.ReadFile(path)
		must(t, err)
		content = append(content, part...)
	}
	if !bytes.Contains(content, []byte("administrator")) {
		t.Fatal("the files do not even hold the name of a role: this is not where the rows are")
	}
	for _, word := range []string{
		"Turid", "Fjeldsend", "turid@", "kontaktl", "12 34 56", "Ronja", "Ekrem", "01819000049", "Tangvik", "ase@solvik",
		"Villtoppen", h.adminToken,
	} {
		if bytes.Contains(content, []byte(word)) {
			t.Errorf("the files hold %q", word)
		}
	}
}
