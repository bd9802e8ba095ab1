package app_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/app"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
)

// linked is a plugin for tests of pages.
type linked struct {
	version string
	more    []sdk.DataClass
	fails   error
}

func (l *linked) Describe() sdk.Description {
	version := l.version
	if version == "" {
		version = "1.0.0"
	}
	words := func(nb, nn string) sdk.Words { return sdk.Words{NB: nb, NN: nn} }
	return sdk.Description{
		Name: "registry-test", Version: version, Folder: true,
		Receives: append([]sdk.DataClass{{Name: manifest.ClassDirectory, Why: words("For å gi den ut.", "For å gi ho ut.")}}, l.more...),
		Hosts: []sdk.HostName{
			{Name: "units.example", Why: words("Der skolene står.", "Der skulane står.")}, {Name: sdk.FromSetting("address")},
		},
		Settings: []sdk.Setting{
			{Key: "address", Kind: sdk.Address, Label: words("Adresse", "Adresse"), Required: true},
			{Key: "token", Kind: sdk.Secret, Label: words("Nøkkel", "Nøkkel"), Required: true},
			{Key: "often", Kind: sdk.YesNo, Label: words("Hver natt", "Kvar natt")},
		},
	}
}

func (l *linked) Configure(context.Context, sdk.Setup) error { return nil }

func (l *linked) Check(context.Context) (sdk.Health, error) {
	return sdk.Health{OK: l.fails == nil}, l.fails
}

func (l *linked) List(context.Context, registry.Query, *registry.Writer) (registry.End, error) {
	return registry.End{Complete: true}, nil
}

// linkedOffice is an office with the plugin in its catalogue.
func linkedOffice(t *testing.T) (*office, *linked, string) {
	t.Helper()
	office, plugin := openOffice(t), &linked{}
	office.house.UsePlugins(plugintest.InProcess(t, nil, func() sdk.Plugin { return plugin }))
	return office, plugin, office.house.PublishPlugin(plugin)
}

// install installs it through the pages, with the n-th thing it asks for
// refused, and sets it up. It returns its address.
func install(t *testing.T, admin *visitor, digest string, refused int) string {
	t.Helper()
	here := strings.TrimSuffix(admin.post("/admin/koblinger/katalog/"+digest).is(303).location, "/tilgang")
	fields := []string{"release", digest}
	for n := range 4 {
		answer := "gi"
		if n == refused {
			answer = "nekt"
		}
		fields = append(fields, "svar-"+string(rune('0'+n)), answer)
	}
	admin.post(here+"/tilgang", fields...).is(303)
	admin.post(here+"/innstillinger", "sett-address", "https://kommune.example/api", "sett-token", "hemmelig-nøkkel").is(303)
	return here
}

func TestEveryClassOfDataHasWordsInBothLanguages(t *testing.T) {
	for _, language := range locale.Languages {
		for _, class := range manifest.Classes {
			title, what := app.DataClass(locale.For(language), class)
			if title == class || what == "" || strings.Contains(title+what, "connection.") {
				t.Errorf("%s: %q is %q, %q", language, class, title, what)
			}
		}
	}
}

func TestAnAdministratorReadsInPlainWordsWhatAPluginGetsAndAnswersEach(t *testing.T) {
	office, _, digest := linkedOffice(t)
	admin := office.administrator()
	admin.get("/admin/koblinger").is(200).shows("Ingen systemer er koblet til ennå", "Finn en kobling")
	admin.get("/admin/koblinger/katalog").is(200).shows("Prøve registry-test", "register over tjenester")
	admin.get("/admin/koblinger/katalog/"+digest).is(200).shows(
		"Tjenestene i kommunen", "Ingenting om familier.", "Hvorfor: For å gi den ut.", "Snakker med units.example",
		"Snakker med adressen dere skriver under «Adresse»", "En mappe for filer", "Signert av", "prove.example", "Legg til")
	here := strings.TrimSuffix(admin.post("/admin/koblinger/katalog/"+digest).is(303).location, "/tilgang")
	admin.get(here).is(200).shows("Venter på svar", "Svar på hva den får")
	admin.get(here+"/tilgang").is(200).shows("Sier dere nei, blir det aldri sendt", "Da slipper vi ikke koblingen dit.").hides(`checked`)
	admin.post(here+"/tilgang", "release", digest, "svar-0", "gi").is(422).shows("Svar ja eller nei: ", `href="#f-svar-1"`)
	admin.post(here+"/tilgang", "release", digest, "svar-0", "nekt", "svar-1", "gi", "svar-2", "gi", "svar-3", "nekt").is(303)
	admin.get(here).is(200).shows("Får ikke", "Mangler innstillinger", "Fyll ut innstillingene")
	admin.get("/admin/koblinger/katalog/" + digest).is(200).shows("Åpne koblingen").hides("Legg til")
	admin.get("/admin/koblinger/katalog/" + strings.Repeat("0", 64)).is(404)
}

func TestASecretIsNeverOnAPage(t *testing.T) {
	office, _, digest := linkedOffice(t)
	admin := office.administrator()
	here := install(t, admin, digest, -1)
	wrong := admin.post(here+"/innstillinger", "sett-address", "ftp://nei", "sett-token", "hemmelig-nøkkel-to", "sett-often", "yes")
	wrong.is(422).shows("Skriv hele adressen.", `value="ftp://nei"`).hides("hemmelig-nøkkel")
	for _, path := range []string{here, here + "/innstillinger", here + "/logg", "/admin/koblinger"} {
		admin.get(path).is(200).hides("hemmelig-nøkkel")
	}
	admin.get(here).shows("Satt tirsdag 3. november", "https://kommune.example/api")
	admin.post(here+"/innstillinger", "sett-address", "https://annet.example/").is(422).shows("Adressen er en annen enn før.")
	admin.post(here+"/innstillinger", "sett-address", "https://annet.example/", "sett-token", "hemmelig-nøkkel-tre").is(303)
	admin.get(here).shows("Satt tirsdag 3. november", "Snakker med annet.example")
	admin.post(here + "/hemmelig/token/fjern").is(303)
	admin.get(here).shows("Mangler innstillinger").hides("Satt tirsdag")
	admin.post(here + "/hemmelig/address/fjern").is(404)
}

func TestAFaultSaysWhoseItIsAndWhatToDo(t *testing.T) {
	office, plugin, digest := linkedOffice(t)
	admin := office.administrator()
	here := install(t, admin, digest, -1)
	done := admin.post(here + "/prov").is(303)
	admin.get(done.location).is(200).shows("Koblingen virker.", "Virker", "Kjører", "Prøvde koblingen", "Gikk bra").hides("0 byte")
	for _, fault := range []struct {
		err   error
		shows []string
	}{
		{sdk.SystemFault("system.rate_limited", errors.New("429")), []string{"Feilen er i systemet bak", "Systemet ber oss vente"}},
		{sdk.BadSetting("token", "settings.token", sdk.Words{NB: "Nøkkelen er utløpt.", NN: "Nøkkelen er gått ut."}),
			[]string{"En innstilling må rettes", "Koblingen sier: «Nøkkelen er utløpt.»"}},
		{errors.New("what Kari Nordmann has"), []string{"Feilen er i koblingen", "Programmet gjorde noe galt.", "Kode for den som skal feilsøke: plugin.error"}},
	} {
		plugin.fails = fault.err
		admin.post(here + "/prov").is(200).shows(fault.shows...).hides("Kari Nordmann")
		admin.get("/admin/koblinger").is(200).shows(fault.shows[0])
	}
	admin.get(here+"/logg").is(200).shows("Feilet", "Gikk bra", "Det den har sendt og hentet")
	admin.post(here + "/start").is(303)
	plugin.fails = nil
	admin.post(here + "/prov").is(303)
	admin.get(here).is(200).hides("Kode for den")
}

func TestAConnectionIsPausedAndGoesOnAndIsRemovedAfterOneMoreQuestion(t *testing.T) {
	office, _, digest := linkedOffice(t)
	admin := office.administrator()
	here := install(t, admin, digest, -1)
	admin.post(here + "/pause").is(303)
	admin.get(here).is(200).shows("På pause", "Fortsett").hides("Prøv koblingen")
	admin.post(here + "/pause").is(303) // a double click
	admin.post(here + "/fortsett").is(303)
	admin.get(here+"/fjern").is(200).shows("Vil dere fjerne Prøve registry-test?", "Dette blir borte", "Dette blir værende")
	admin.get(here).is(200)
	admin.post(here + "/fjern").is(303)
	admin.get("/admin/koblinger").is(200).shows("Koblingen er fjernet.", "Ingen systemer er koblet til ennå")
	admin.get(here).is(404)
}

func TestAnUpgradeThatAsksForMoreShowsExactlyWhatIsNew(t *testing.T) {
	office, _, digest := linkedOffice(t)
	admin := office.administrator()
	here := install(t, admin, digest, 3)
	admin.get(here + "/oppgradering").is(303)
	wide := office.house.PublishPlugin(&linked{version: "2.0.0", more: []sdk.DataClass{{Name: manifest.ClassGoals}}})
	admin.get(here).is(200).shows("Versjon 2.0.0 er klar", wide)
	waits := admin.post(here+"/oppgrader", "release", wide).is(303)
	admin.get(waits.location).is(200).shows("Versjon 2.0.0 ber om mer", "Målene i planen", "Dette er svart på før", "Får ikke")
	admin.get(here).is(200).shows("Versjonen dere har, går videre").hides("Versjon 2.0.0 er klar")
	admin.post(waits.location).is(422).shows("Svar ja eller nei: Målene i planen")
	admin.post(waits.location + "/la-vaere").is(303)
	admin.get(here).is(200).shows("Versjon 2.0.0 er klar")
	admin.post(here+"/oppgrader", "release", wide).is(303)
	admin.post(waits.location, "release", wide, "svar-0", "nekt").is(303)
	admin.get(here).is(200).shows("Den nye versjonen er i bruk.", "2.0.0").hides("ber om mer")
}

func TestThePersonvernombudReadsAndChangesNothing(t *testing.T) {
	office, _, digest := linkedOffice(t)
	here := install(t, office.administrator(), digest, -1)
	officer := office.staff("ombud", policy.RolePrivacyOfficer)
	officer.get("/admin/koblinger").is(200).shows("Prøve registry-test", "Koblinger").hides("Finn en kobling")
	officer.get(here).is(200).shows("Hva den får", "Tjenestene i kommunen").hides("Fjern", "Prøv koblingen", "Sett på pause", here+"/tilgang")
	officer.get(here + "/logg").is(200)
	officer.get(here + "/innstillinger").is(404)
	officer.post(here + "/pause").is(404)
	if shown, err := connection.List(t.Context(), office.house.Administrator()); err != nil || shown[0].State != connection.Active {
		t.Error(shown, err)
	}
}

func TestNynorskIsSpoken(t *testing.T) {
	office, _, digest := linkedOffice(t)
	admin := office.administrator()
	here := install(t, admin, digest, -1)
	admin.post("/meg", "language", "nn", "text_size", "", "colour_scheme", "")
	admin.get(here).is(200).shows(`lang="nn"`, "Kva ho får", "Tenestene i kommunen", "Kvifor: For å gi ho ut.")
}
