package app_test

import (
	"net/http"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

func TestALeaderBeginsWithTheLoadAndReadsNoFamily(t *testing.T) {
	d := openDesk(t)
	boss := d.staff("leder", policy.RoleLeader)
	boss.follow(boss.get("/")).shows("Enheten", "Alle familier har en koordinator som er på jobb.", "Prøve koordinator",
		"Familie "+casefile.Code(d.family.ID), "har ikke plan ennå", "Flytt stafettpinnen").
		hides("Lia", "Elva", "Mona")
	boss.get(d.base).is(http.StatusNotFound)
	boss.get(d.base + batonPage).is(http.StatusNotFound)
}

func TestAFamilyWhoseCoordinatorIsAwayComesFirstAndIsMoved(t *testing.T) {
	d := openDesk(t)
	boss, other := d.staff("leder", policy.RoleLeader), d.colleague()
	who := d.house.Coordinator().Viewer.ID.String()
	boss.get("/enhet/fravaer").is(http.StatusOK).shows("Prøve koordinator", "På jobb")
	boss.post("/enhet/fravaer/"+who, "from", "5.11.2026", "until", "4.11.2026").
		is(http.StatusUnprocessableEntity).shows("Siste dag må være etter den første.")
	boss.follow(boss.post("/enhet/fravaer/"+who, "from", "3.11.2026")).shows("Fraværet er lagret.", "Borte")
	boss.get("/enhet").is(http.StatusOK).shows("Koordinatoren har sluttet eller er borte.").hides("Alle familier har")
	move := "/enhet/flytt/" + d.family.ID.String()
	boss.get(move).is(http.StatusOK).shows("Flytt stafettpinnen for familie "+casefile.Code(d.family.ID), "Prøve kollega").hides("Lia")
	boss.post(move, "to", d.house.Colleague().Viewer.ID.String()).
		is(http.StatusUnprocessableEntity).shows("Skriv hvorfor du flytter familien.")
	boss.follow(boss.post(move, "to", d.house.Colleague().Viewer.ID.String(), "reason", "Sykmeldt.")).
		shows("Stafettpinnen er flyttet.", "Alle familier har en koordinator som er på jobb.")
	d.get(d.base).is(http.StatusNotFound)
	other.get(d.base+batonPage).is(http.StatusOK).shows("Flyttet av leder", "Sykmeldt.")
}

func TestACoordinatorSaysThemselfWhenTheyAreAway(t *testing.T) {
	d := openDesk(t)
	d.get("/fravaer").is(http.StatusOK).shows("Borte fra")
	d.post("/fravaer", "until", "4.11.2026").is(http.StatusUnprocessableEntity).shows("Skriv fra hvilken dag.")
	d.follow(d.post("/fravaer", "from", "3.11.2026", "until", "10.11.2026")).shows(`value="03.11.2026"`, `value="10.11.2026"`)
	d.staff("leder", policy.RoleLeader).get("/enhet").shows("Borte til 10. nov.")
}

func TestALeaderOfAnotherUnitFindsNothingToMove(t *testing.T) {
	d := openDesk(t)
	admin := d.house.Administrator()
	unit, err := directory.AddUnit(t.Context(), admin, directory.Unit{Name: "Helse", Kind: directory.UnitKinds()[0]})
	if err != nil {
		t.Fatal(err)
	}
	u, err := directory.Get(t.Context(), admin, d.house.Coordinator().Viewer.ID)
	if err != nil {
		t.Fatal(err)
	}
	profile := directory.Profile{Name: u.Name, Email: u.Email, UnitID: unit.ID, Version: u.Version}
	if _, err := directory.ChangeUser(t.Context(), admin, u.ID, profile); err != nil {
		t.Fatal(err)
	}
	_, err = directory.Invite(t.Context(), admin, directory.Invitation{
		Name: "Prøve Egenleder", Email: "egenleder@fjordby.example", Roles: policy.Roles(policy.RoleLeader), UnitID: unit.ID,
	})
	if err != nil {
		t.Fatal(err)
	}
	boss := d.staff("leder", policy.RoleLeader)
	boss.get("/enhet").is(http.StatusOK).shows("Ingen koordinatorer i enheten").hides("Prøve koordinator")
	boss.get("/enhet/flytt/" + d.family.ID.String()).is(http.StatusNotFound)
	boss.post("/enhet/flytt/"+d.family.ID.String(), "to", d.house.Colleague().Viewer.ID.String(), "reason", "x").is(http.StatusNotFound)
	boss.get("/enhet/fravaer/" + u.ID.String()).is(http.StatusNotFound)
	boss.post("/enhet/fravaer/"+u.ID.String(), "from", "3.11.2026").is(http.StatusNotFound)
}

func TestAnAdministratorGivesTheNewRolesAndNeverAFamilysOrAGuests(t *testing.T) {
	office := openOffice(t)
	admin := office.administrator()
	admin.get("/admin/brukere/ny").is(http.StatusOK).shows(`value="leader"`, `value="privacy_officer"`, "Leder", "Personvernombud").
		hides(`value="young_person"`, `value="guest"`, `value="caregiver"`)
	for _, role := range []string{"young_person", "guest", "caregiver", "programme_lead"} {
		admin.post("/admin/brukere", "name", "Eli Prøvestad", "email", "eli@fjordby.example", "roles", role).
			is(http.StatusUnprocessableEntity)
	}
	office.house.Professional()
	user := admin.post("/admin/brukere/sok", "sok", "laerer").link("/admin/brukere/" + anID)
	for _, role := range []string{"young_person", "guest", "caregiver"} {
		admin.post(user + "/roller/" + role + "/gi").is(http.StatusUnprocessableEntity)
	}
	admin.follow(admin.post(user + "/roller/leader/gi")).shows("/roller/leader/avslutt")
}
