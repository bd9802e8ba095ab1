package app_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg/document/documenttest"
)

// oneLog is a stafettlogg system that takes what it is sent.
type oneLog struct{ log *system.Log }

func (oneLog) Describe() sdk.Description {
	return sdk.Description{
		Name: "stafettlogg-prove", Version: "1.0.0", Features: []string{system.Starts, system.Attachments},
		Receives: []sdk.DataClass{{Name: manifest.ClassChildReference}, {Name: manifest.ClassGoals}, {Name: manifest.ClassMeasures}, {Name: manifest.ClassPlanDocument}},
	}
}

func (oneLog) Configure(context.Context, sdk.Setup) error         { return nil }
func (oneLog) Check(context.Context) (sdk.Health, error)          { return sdk.Health{OK: true}, nil }
func (oneLog) Find(context.Context, string) (system.Found, error) { return system.Found{}, nil }
func (o oneLog) Read(context.Context, string) (system.Log, error) { return *o.log, nil }
func (oneLog) Lookup(context.Context, string) (system.Receipt, bool, error) {
	return system.Receipt{}, false, nil
}

func (oneLog) Changes(_ context.Context, cursor string, _ []string, _ func(system.Change) error) (string, error) {
	return cursor, nil
}

func (o oneLog) Write(_ context.Context, w system.Write) (system.Receipt, error) {
	receipt := system.Receipt{LogID: "L", Version: "1", Reference: "KV-17"}
	switch {
	case w.Start != nil:
		*o.log = *w.Start
		o.log.LogID = "L"
	case w.Goal != nil:
		w.Goal.ID, w.Goal.Version, receipt.ItemID = "G", "1", "G"
		o.log.Goals = []system.Goal{*w.Goal}
	}
	return receipt, nil
}

// connected gives the desk's municipality a stafettlogg system, and the family a
// yes to a school and a goal for the child.
func (d desk) connected() (school uuid.UUID) {
	d.t.Helper()
	return d.connectedTo(&system.Log{})
}

// connectedTo is connected to a system of which the one log is at hand.
func (d desk) connectedTo(log *system.Log) (school uuid.UUID) {
	d.t.Helper()
	ctx := context.Background()
	d.house.UsePlugins(plugintest.InProcess(d.t, nil, func() sdk.Plugin { return oneLog{log} }))
	admin, coordinator := d.house.Administrator(), d.house.Coordinator()
	digest := d.house.PublishPlugin(oneLog{})
	id, err := connection.Install(ctx, admin, digest)
	d.house.Must(err)
	d.house.Must(connection.Grant(ctx, admin, id, digest, func(manifest.Ask) bool { return true }))
	school = d.house.Unit("Blåbærskogen skole")
	_, err = consent.Give(ctx, coordinator, d.family.ID, consent.Given{
		Purpose: consent.Cooperation, Unit: school, Members: []uuid.UUID{d.family.Child}, By: d.family.Caregiver,
		Asked: policy.Sections(policy.SectionGoals), Answer: consent.Yes, How: casefile.HowWritten,
	})
	d.house.Must(err)
	_, err = plan.AddGoal(ctx, coordinator, d.family.ID, plan.GoalInput{Area: plan.AreaSchool, Member: &d.family.Child, Title: "Trygg i friminuttet"})
	d.house.Must(err)
	return school
}

func (d desk) delivers() {
	d.t.Helper()
	_, err := d.house.Scope.Outbox().Work(context.Background(), map[string]outbox.Handler{
		stafettlogg.OutboxKind: stafettlogg.Deliver(d.house.Scope),
	}, 20)
	d.house.Must(err)
}

func TestALogIsBegunAGoalSentAndItsReceiptReadByTheFamily(t *testing.T) {
	d := openDesk(t)
	at := d.base + "/stafettlogg"
	d.get(at).is(http.StatusOK).shows("Kommunen har ikke koblet til noe stafettloggsystem")
	school := d.connected()
	systems, err := connection.Of(context.Background(), d.house.Scope, manifest.KindStafettlogg)
	d.house.Must(err)
	d.get(at).is(http.StatusOK).shows("Blåbærskogen skole", "Nei, begynn en ny")
	d.post(at, "how", "begin").is(http.StatusUnprocessableEntity).shows("Velg hvilket barn det gjelder.")
	begun := d.follow(d.post(at, "how", "begin", "member", d.family.Child.String(), "connection", systems[0].ID.String(), "unit", school.String()))
	begun.shows("En ny stafettlogg er på vei.", "Blir opprettet", "Trygg i friminuttet", "Bare her")
	link := d.get(at).link(at + "/" + anID)
	sent := d.follow(d.post(link+"/send")).shows("Det er på vei.", "Venter på bekreftelse.").hides("KV-17")
	sent.shows("På vei")
	d.delivers()
	d.get(link).is(http.StatusOK).shows("Likt begge steder", "Kvittering KV-17", "I bruk")
	paper := d.get(link + "/dokument").is(http.StatusOK)
	if said := documenttest.Words(t, []byte(paper.body)); !strings.Contains(said, "Trygg i friminuttet") {
		t.Errorf("%s", said)
	}
	d.follow(d.post(link + "/dokument")).shows("Et dokument (PDF)").hides("Legg ved")
	d.delivers()
	family := &visitor{office: d.office, cookies: map[string]string{"hverdag": d.house.Token(d.house.Caregiver(d.family))}}
	family.get("/stafettlogg").is(http.StatusOK).
		shows("Blåbærskogen skole har stafettloggen.", "Et mål", "Kommet fram", "KV-17", "mål for barnet").hides("tiltak for barnet")
	family.get("/stafettlogg").shows("Et dokument (PDF)", "det samme som et dokument")
	family.get(link).is(http.StatusNotFound)
	family.get(link + "/dokument").is(http.StatusNotFound)
}

func TestAProtectedFamilyIsToldPlainlyThatNothingIsSent(t *testing.T) {
	d := openDesk(t)
	d.connected()
	hidden := d.house.Intake("Skjult")
	hidden.Members[1].Grade = casefile.GradeStrict
	family := d.house.FamilyOf(d.house.Coordinator(), hidden)
	d.get("/f/"+family.ID.String()+"/stafettlogg").is(http.StatusOK).
		shows("Denne familien kan ikke kobles til en stafettlogg", "sender vi ingenting til andre systemer").hides("Blåbærskogen skole")
}

func TestWhatDiffersIsSettledWithTheirSideInSightUnderTheStafettlogg(t *testing.T) {
	d := openDesk(t)
	log := &system.Log{}
	school := d.connectedTo(log)
	ctx := context.Background()
	systems, err := connection.Of(ctx, d.house.Scope, manifest.KindStafettlogg)
	d.house.Must(err)
	link, err := stafettlogg.Begin(ctx, d.house.Coordinator(), d.family.ID, stafettlogg.Wanted{Member: d.family.Child, Connection: systems[0].ID, Unit: school})
	d.house.Must(err)
	d.delivers()
	_, err = stafettlogg.SendAll(ctx, d.house.Coordinator(), d.family.ID, link)
	d.house.Must(err)
	d.delivers()
	log.Goals[0].Text, log.Goals[0].Version, log.Version = "Trygg hele skoledagen", "2", "2"
	log.Holder = system.Holder{Role: "helsesykepleier", Since: "2026-12-01"}
	d.house.Clock.Advance(time.Minute)
	at := d.base + "/stafettlogg/" + link.String()
	d.follow(d.post(at+"/les")).shows("Endret der", "Trygg hele skoledagen")
	settle := d.get(d.get(at).link(at + "/" + anID)).is(http.StatusOK)
	settle.shows("Hva skal gjelde?", "Trygg i friminuttet", "Trygg hele skoledagen", "I stafettloggen")
	settle.shows(`href="`+d.base+`/stafettlogg"`, `href="`+at+`"`) // the levels above
	d.get(at).shows(`href="` + d.base + `/stafettlogg"`)
	log.Holder = system.Holder{Role: "pedagogisk leder", Since: "2026-12-02"}
	d.house.Clock.Advance(time.Minute)
	d.follow(d.post(at + "/les"))
	d.get("/").is(http.StatusOK).shows("Pedagogisk leder har fått stafettpinnen i stafettloggen", at)
}
