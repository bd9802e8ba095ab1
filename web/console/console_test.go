package console_test

import (
	"errors"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

var newTown = []string{
	"name", "Lyngvær", "number", "9903", "slug", "lyngvaer", "language", "nn",
	"admin_name", "Prøve Administrator", "admin_email", "admin@lyngvaer.example",
}

// The console cannot reach a family, because nothing it is built of can read
// one.
func TestTheConsoleImportsNothingThatReadsAFamily(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	const own = "github.com/stinesofiesstiftelse/hverdagspakke/"
	readsFamilies := []string{"tenants/casefile", "tenants/plan", "tenants/journal", "tenants/draft", "web/app"}
	found := false
	for _, dep := range deps {
		path, ours := strings.CutPrefix(dep, own)
		found = found || path == "tenants/provision"
		for _, forbidden := range readsFamilies {
			if ours && (path == forbidden || strings.HasPrefix(path, forbidden+"/")) {
				t.Errorf("the console is built of %s", path)
			}
		}
	}
	if !found {
		t.Error("the list of packages is not the console's")
	}
}

func TestEveryPageOfTheConsoleAsksWhoItIs(t *testing.T) {
	office := openOffice(t)
	id := office.house.Scope.ID.String()
	for _, route := range office.pages.Routes() {
		if route.Public {
			continue
		}
		known := route.Section == policy.SectionMunicipalities || route.Section == policy.SectionPluginReleases
		if !known || route.Action == policy.ActionNone {
			t.Errorf("%s %s does not say what it opens", route.Method, route.Path)
		}
		path := placeholder.ReplaceAllString(route.Path, id)
		stranger := office.stranger()
		got := stranger.get(path)
		if route.Method == http.MethodPost {
			got = stranger.post(path, newTown...)
		}
		if got.status != http.StatusSeeOther || !strings.HasPrefix(got.location, "/logg-inn") {
			t.Errorf("%s %s: status %d, sent to %q", route.Method, route.Path, got.status, got.location)
		}
	}
	if _, err := office.house.Registry.ByHost(t.Context(), office.house.Scope.Host); err != nil {
		t.Errorf("a stranger closed a municipality: %v", err)
	}
}

func TestAMunicipalitysSessionOpensNothingInTheConsole(t *testing.T) {
	office := openOffice(t)
	office.house.Administrator()
	const email = "administrator@fjordby.example"
	token, _, err := directory.SignIn(t.Context(), office.house.Scope, directory.Identity{
		Issuer: tenanttest.Issuer, Subject: email, Kind: directory.KindStaff, Email: email, EmailVerified: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	visitor := &visitor{office: office, cookies: map[string]string{"hverdag": token}}
	if got := visitor.get("/"); got.status != http.StatusSeeOther {
		t.Errorf("status %d", got.status)
	}
}

func TestTheBoardShowsEveryMunicipalityAndNoFamily(t *testing.T) {
	office := openOffice(t)
	office.house.Family("Blåklokke")
	lead := office.lead()
	lead.get("/").is(200).shows("Fjordby", "Skogvik", "fjordby.localhost", "I drift", "Med siden").
		hides("Blåklokke", "Mona", "Asta Administrator")
	lead.get("/kommuner/"+office.house.Scope.ID.String()).is(200).shows("Fjordby kommune", "Databasen er oppdatert", "Fra kommandolinjen").
		hides("Blåklokke", "Mona", "Asta Administrator")
}

func TestANewMunicipalityGetsItsOwnHouseAndAnAdministrator(t *testing.T) {
	office := openOffice(t)
	lead := office.lead()
	lead.get("/kommuner/ny").is(200).shows("bodo.localhost", "Dette skjer så")
	made := lead.post("/kommuner", newTown...).is(303)
	lead.get(made.location).is(200).shows("Kommunen er laget, og administratoren er invitert.", "Lyngvær kommune", "Kommer i gang",
		"Nynorsk", "lyngvaer.localhost", "Neste steg", "Prøve Leder")
	scope, err := office.house.Registry.ByHost(t.Context(), "lyngvaer.localhost")
	if err != nil {
		t.Fatal(err)
	}
	_, user, err := directory.SignIn(t.Context(), scope, directory.Identity{
		Issuer: tenanttest.Issuer, Subject: "a", Kind: directory.KindStaff, Email: "admin@lyngvaer.example", EmailVerified: true,
	})
	if err != nil || !user.Roles.Has(policy.RoleAdministrator) {
		t.Errorf("the first administrator signs in as %+v: %v", user.Roles, err)
	}
	lead.post(made.location + "/aktiver").is(303)
	lead.get(made.location).is(200).shows("I drift", "Satt i drift").hides("Neste steg")
}

func TestAFaultyOrderKeepsWhatWasTypedAndMakesNothing(t *testing.T) {
	office := openOffice(t)
	lead := office.lead()
	lead.post("/kommuner", "name", "Lyngvær", "number", "12", "slug", "Lyng vær", "language", "nn", "admin_name", "Prøve", "admin_email", "nei").
		is(422).shows(`value="Lyngvær"`, `value="12"`, `value="Lyng vær"`, `value="nn" checked`, `href="#f-number"`, `href="#f-slug"`, `href="#f-admin_email"`)
	lead.post("/kommuner", "name", "Fjordby", "number", "9901", "slug", "fjordby", "language", "nb", "admin_name", "Prøve", "admin_email", "a@b.example").
		is(422).shows("Denne kommunen er med fra før.", "En annen kommune har dette nummeret.", "En annen kommune har denne adressen.")
	listed, err := office.house.Provisioner.List(t.Context())
	if err != nil || len(listed) != 2 {
		t.Errorf("%d municipalities: %v", len(listed), err)
	}
}

func TestAMunicipalityIsClosedOnlyAfterOneMoreQuestionAndOpensAgain(t *testing.T) {
	office := openOffice(t)
	lead := office.lead()
	here := "/kommuner/" + office.house.Scope.ID.String()
	lead.get(here+"/steng").is(200).shows("Vil du stenge Fjordby?", "Ingenting blir slettet.")
	if _, err := office.house.Registry.ByHost(t.Context(), "fjordby.localhost"); err != nil {
		t.Fatalf("asking closed it: %v", err)
	}
	lead.post(here + "/steng").is(303)
	if _, err := office.house.Registry.ByHost(t.Context(), "fjordby.localhost"); !errors.Is(err, tenants.ErrSuspended) {
		t.Errorf("a closed municipality: %v", err)
	}
	if _, err := office.house.Registry.ByHost(t.Context(), "skogvik.localhost"); err != nil {
		t.Errorf("its neighbour: %v", err)
	}
	lead.get(here).is(200).shows("Stengt siden", "Stengt", "Sett i drift", "Prøve Leder").hides(here + "/steng")
	lead.post(here + "/aktiver").is(303)
	if _, err := office.house.Registry.ByHost(t.Context(), "fjordby.localhost"); err != nil {
		t.Errorf("opened again: %v", err)
	}
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	lead := openOffice(t).lead()
	for _, path := range []string{
		"/finnesikke", "/kommuner/tull", "/kommuner/0199b5a0-0000-7000-8000-000000000001",
		"/kommuner/0199b5a0-0000-7000-8000-000000000001/steng", "/f/0199b5a0-0000-7000-8000-000000000001", "/familier", "/admin/brukere",
	} {
		lead.get(path).is(404).shows("Vi finner ikke denne siden", "Kommuner")
	}
	lead.post("/kommuner/0199b5a0-0000-7000-8000-000000000001/steng").is(404)
}

func TestOnesOwnLanguageIsKept(t *testing.T) {
	lead := openOffice(t).lead()
	lead.get("/").shows(`lang="nb"`)
	lead.post("/meg").is(422).shows("Velg bokmål eller nynorsk.")
	lead.post("/meg", "language", "nn").is(303)
	lead.get("/meg").is(200).shows(`lang="nn"`, "Valet ditt er lagra.")
	lead.get("/").is(200).shows("Ny kommune", "Kommunar")
}

func TestSigningOutEndsTheSessionAndNotOnlyTheCookie(t *testing.T) {
	lead := openOffice(t).lead()
	token := lead.cookies["hverdag"]
	if got := lead.post("/okt/forleng").is(204); got.body != "" {
		t.Errorf("body %q", got.body)
	}
	lead.post("/logg-ut").is(303)
	lead.cookies["hverdag"] = token
	if got := lead.get("/"); got.status != http.StatusSeeOther {
		t.Errorf("the old cookie opens the board: status %d", got.status)
	}
}
