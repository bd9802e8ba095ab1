package app_test

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestAFaultyInvitationKeepsWhatWasTypedAndInvitesNobody(t *testing.T) {
	admin := openOffice(t).administrator()
	admin.post("/admin/brukere", "name", "Eli Prøvestad", "email", "ikke en adresse", "roles", "professional").
		is(422).
		shows(`value="Eli Prøvestad"`, `value="ikke en adresse"`, `value="professional" checked`, `href="#f-email"`,
			"Du må rette 1 ting", "<title>Feil: ")
	admin.get("/admin/brukere").is(200).shows("1 bruker").hides("Eli Prøvestad")
}

func TestAnInvitedColleagueIsListedFoundByNameAndToldOfNowhereElse(t *testing.T) {
	admin := openOffice(t).administrator()
	done := admin.post("/admin/brukere", "name", "Eli Prøvestad", "email", "eli@fjordby.example", "roles", "professional",
		"roles", "coordinator").is(303)
	if done.location != "/admin/brukere" {
		t.Errorf("sent on to %s", done.location)
	}
	admin.get("/admin/brukere").is(200).shows("Invitasjonen er på vei.", "Eli Prøvestad", "Invitert", "Hverdagskoordinator og Fagperson")
	admin.post("/admin/brukere/sok", "sok", "prøvestad").is(200).shows("Eli Prøvestad", `value="prøvestad"`, "1 bruker")
	admin.post("/admin/brukere/sok", "sok", "finnesikke").is(200).shows("Ingen passer")
	admin.get("/admin/brukere?vis=administrator").is(200).shows("Asta Administrator").hides("Eli Prøvestad")
	admin.post("/admin/brukere", "name", "En annen", "email", "eli@fjordby.example", "roles", "professional").
		is(422).shows("Noen har denne e-postadressen fra før.")
}

func TestAnEndedRoleIsGoneOnTheNextRequestAndCanBeGivenBack(t *testing.T) {
	office := openOffice(t)
	admin, other := office.administrator(), office.staff("bruker", policy.RoleAdministrator)
	other.get("/admin/brukere").is(200)
	user := admin.post("/admin/brukere/sok", "sok", "bruker").is(200).link("/admin/brukere/" + anID)
	admin.post(user + "/roller/administrator/avslutt").is(303)
	other.get("/admin/brukere").is(404)
	undo := admin.get(user).is(200).shows("Rollen er avsluttet.", "Angre").link(user + "/roller/administrator/gi")
	admin.post(undo).is(303)
	other.get("/admin/brukere").is(200)
}

func TestNobodyChangesTheirOwnRolesOrEndsThemselves(t *testing.T) {
	office := openOffice(t)
	admin := office.administrator()
	own := "/admin/brukere/" + office.house.Administrator().Viewer.ID.String()
	admin.get(own).is(200).hides("/avslutt\"", own+"/slutt")
	admin.post(own+"/roller/administrator/avslutt").is(422).shows("Du kan ikke endre dine egne roller.", `href="#f-role"`, `id="f-role"`)
	admin.post(own+"/slutt").is(422).shows("Du kan ikke avslutte din egen bruker.", `id="f-user"`)
	admin.get("/admin/brukere").is(200)
}

func TestAUserWhoLeavesIsSignedOutAtOnceAfterOneMoreQuestion(t *testing.T) {
	office := openOffice(t)
	admin, other := office.administrator(), office.staff("bruker", policy.RoleAdministrator)
	user := admin.post("/admin/brukere/sok", "sok", "bruker").link("/admin/brukere/" + anID)
	admin.get(user+"/slutt").is(200).shows("Ja, avslutt brukeren", "Prøve bruker")
	other.get("/admin/brukere").is(200)
	admin.post(user + "/slutt").is(303)
	other.get("/admin/brukere").is(303)
	admin.get("/admin/brukere").hides("Prøve bruker")
	admin.get("/admin/brukere?vis=sluttet").is(200).shows("Prøve bruker")
	admin.get(user).is(200).shows("Brukeren kan ikke logge inn.").hides("Lagre endringene")
}

func TestTwoWhoChangeOneUserSeeBothVersions(t *testing.T) {
	office := openOffice(t)
	admin := office.administrator()
	office.house.Professional()
	user := admin.post("/admin/brukere/sok", "sok", "laerer").link("/admin/brukere/" + anID)
	admin.post(user, "version", "2", "name", "Prøve Kari", "email", "laerer@fjordby.example").is(303)
	both := admin.post(user, "version", "2", "name", "Prøve Liv", "email", "laerer@fjordby.example").is(422)
	both.shows("Noen andre lagret først", "Prøve Kari", `value="Prøve Liv"`, `name="version" value="3"`)
	admin.post(user, "version", "3", "name", "Prøve Liv", "email", "laerer@fjordby.example").is(303)
	admin.get(user).shows("Prøve Liv").hides("Prøve Kari")
}

func TestAFaultInAProfileDoesNotForgetWhichVersionWasRead(t *testing.T) {
	office := openOffice(t)
	admin := office.administrator()
	office.house.Professional()
	user := admin.post("/admin/brukere/sok", "sok", "laerer").link("/admin/brukere/" + anID)
	admin.post(user, "version", "2", "name", "Prøve Kari", "email", "laerer@fjordby.example").is(303)
	admin.post(user, "version", "2", "name", "Prøve Liv", "email", "laerer@fjordby.example", "unit", "tull").
		is(422).shows(`name="version" value="2"`)
}

func TestTheAdministratorsRoomsDoNotExistForOthers(t *testing.T) {
	office := openOffice(t)
	rooms := []string{
		"/admin", "/admin/brukere", "/admin/brukere/ny", "/admin/tjenester", "/admin/tjenester/ny", "/admin/tjenester/fil",
		"/admin/ord", "/admin/utsending",
	}
	people := map[string]*visitor{
		"coordinator":  office.staff("koordinator", policy.RoleCoordinator),
		"professional": office.staff("laerer", policy.RoleProfessional),
	}
	for who, visitor := range people {
		for _, room := range rooms {
			if got := visitor.get(room); got.status != 404 {
				t.Errorf("%s at %s: status %d", who, room, got.status)
			}
		}
		if got := visitor.post("/admin/brukere", "name", "Ny", "email", "ny@fjordby.example", "roles", "administrator"); got.status != 404 {
			t.Errorf("%s invites: status %d", who, got.status)
		}
	}
	for _, room := range rooms {
		if got := office.stranger().get(room); got.status != 303 {
			t.Errorf("stranger at %s: status %d", room, got.status)
		}
	}
}

func TestNoPageOfTheAdministratorNamesAFamily(t *testing.T) {
	office := openOffice(t)
	family := office.house.Family("Blåklokke")
	office.house.Caregiver(family)
	admin := office.administrator()
	for _, room := range []string{
		"/admin/brukere", "/admin/brukere?vis=sluttet", "/admin/tjenester", "/admin/ord", "/admin/utsending", "/meg",
	} {
		admin.get(room).is(200).hides("Blåklokke", "Mona", "Elva", tenanttest.PID(0))
	}
	admin.post("/admin/brukere/sok", "sok", "Mona").is(200).hides("Blåklokke")
	caregiver := office.house.Caregiver(family).Viewer.ID.String()
	admin.get("/admin/brukere/" + caregiver).is(404)
	admin.post("/admin/brukere/" + caregiver + "/slutt").is(404)
}
