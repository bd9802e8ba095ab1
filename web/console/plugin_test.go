package console_test

import (
	"context"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
)

type schools struct{}

func (schools) Describe() sdk.Description {
	return sdk.Description{Name: "registry-test", Version: "1.0.0"}
}
func (schools) Configure(context.Context, sdk.Setup) error { return nil }
func (schools) Check(context.Context) (sdk.Health, error)  { return sdk.Health{OK: true}, nil }
func (schools) List(context.Context, registry.Query, *registry.Writer) (registry.End, error) {
	return registry.End{}, nil
}

func TestTheFoundationSeesReleasesSignaturesAndHowTheyFareInCounts(t *testing.T) {
	office := openOffice(t)
	lead := office.lead()
	lead.get("/koblinger").is(200).shows("Katalogen er tom", "Ingen kommuner har koblet til noe ennå")
	digest := office.house.PublishPlugin(schools{})
	id, err := connection.Install(t.Context(), office.house.Administrator(), digest)
	if err != nil {
		t.Fatal(err)
	}
	if err := connection.Report(t.Context(), office.house.Scope); err != nil {
		t.Fatal(err)
	}
	lead.get("/koblinger").is(200).shows("Prøve registry-test 1.0.0", "Publisert", "prove.example", digest[:12], "Fjordby", "Venter på svar", ">Prøve registry-test</").
		hides(id.String())
	releases, err := catalogue.List(t.Context(), office.house.Control)
	if err != nil || len(releases) != 1 {
		t.Fatal(releases, err)
	}
	here := "/koblinger/" + releases[0].ID.String()
	lead.get(here+"/trekk-tilbake").is(200).shows("Vil du trekke tilbake Prøve registry-test 1.0.0?", "1")
	lead.get("/koblinger").shows("Publisert")
	lead.post(here + "/trekk-tilbake").is(303)
	lead.get("/koblinger").is(200).shows("Trukket tilbake", "Publiser")
	lead.post(here + "/publiser").is(303)
	lead.get("/koblinger").is(200).shows("Publisert")
	lead.get("/koblinger/" + id.String() + "/trekk-tilbake").is(404)
	lead.post("/koblinger/" + id.String() + "/publiser").is(404)
}
