package app_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
)

// ownLevels are a municipality's own levels.
type ownLevels struct{}

func (ownLevels) Describe() sdk.Description {
	return sdk.Description{Name: "levels-prove", Version: "1.0.0", Receives: []sdk.DataClass{{Name: manifest.ClassLevel}}}
}

func (ownLevels) Configure(context.Context, sdk.Setup) error { return nil }

func (ownLevels) Check(context.Context) (sdk.Health, error) { return sdk.Health{OK: true}, nil }

func (ownLevels) Read(context.Context) (levels.Levels, error) {
	return levels.Levels{Name: "Vår", Levels: []levels.Level{{
		Code: "0", Name: levels.Words{NB: "Undring hos oss"},
		Steps: []levels.Step{{Code: "del", Name: levels.Words{NB: "Del undringen"}, DeadlineDays: 28}},
	}}}, nil
}

func (ownLevels) Assess(context.Context, levels.Move) (levels.Assessment, error) {
	return levels.Assessment{Allowed: true, Deadlines: []levels.Deadline{{What: levels.Words{NB: "Del undringen"}, Due: "2027-01-12"}}}, nil
}

func TestANewLogBeginsAtOneOfTheMunicipalitysLevelsAndTheFamilyReadsTheTerm(t *testing.T) {
	d := openDesk(t)
	log := &system.Log{}
	school := d.connectedTo(log)
	ctx := context.Background()
	at := d.base + "/stafettlogg"
	d.get(at).is(http.StatusOK).hides("Hvor står arbeidet?")
	d.house.UsePlugins(plugintest.InProcess(t, nil,
		func() sdk.Plugin { return oneLog{log} }, func() sdk.Plugin { return ownLevels{} }))
	admin := d.house.Administrator()
	digest := d.house.PublishPlugin(ownLevels{})
	id, err := connection.Install(ctx, admin, digest)
	d.house.Must(err)
	d.house.Must(connection.Grant(ctx, admin, id, digest, func(manifest.Ask) bool { return true }))
	systems, err := connection.Of(ctx, d.house.Scope, manifest.KindStafettlogg)
	d.house.Must(err)
	d.get(at).is(http.StatusOK).shows("Hvor står arbeidet?", "Undring hos oss: Del undringen")
	chosen := []string{
		"how", "begin", "member", d.family.Child.String(), "connection", systems[0].ID.String(), "unit", school.String(), "level",
	}
	d.post(at, append(chosen, "9/del")...).is(http.StatusUnprocessableEntity).shows("Kommunen har ikke dette nivået lenger.")
	d.follow(d.post(at, append(chosen, "0/del")...))
	d.delivers()
	link := d.get(at).link(at + "/" + anID)
	log.Level, log.Step = "0", "del" // the plugin is not granted to be told it: somebody has written it there
	d.house.Clock.Advance(60e9)
	d.follow(d.post(link+"/les")).shows("Undring hos oss", "Del undringen, innen", "12. januar 2027")
	family := &visitor{office: d.office, cookies: map[string]string{"hverdag": d.house.Token(d.house.Caregiver(d.family))}}
	family.get("/stafettlogg").is(http.StatusOK).shows("Undring hos oss", "Del undringen, innen", "12. januar 2027")
}
