package web_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
)

// logSystem is a stafettlogg system with one log in which there is one goal.
type logSystem struct{}

func (logSystem) Describe() sdk.Description {
	return sdk.Description{
		Name: "stafettlogg-street", Version: "1.0.0", Features: []string{system.Starts, system.Baton, system.Attachments},
		Receives: []sdk.DataClass{{Name: manifest.ClassGoals}, {Name: manifest.ClassBaton}, {Name: manifest.ClassChildReference}, {Name: manifest.ClassPlanDocument}},
	}
}

func (logSystem) Configure(context.Context, sdk.Setup) error { return nil }
func (logSystem) Check(context.Context) (sdk.Health, error)  { return sdk.Health{OK: true}, nil }
func (logSystem) Find(context.Context, string) (system.Found, error) {
	return system.Found{LogID: "log"}, nil
}

func (logSystem) Read(context.Context, string) (system.Log, error) {
	return system.Log{
		LogID: "log", Version: "1", State: system.Open, OfferedTo: &system.Holder{Role: "hverdagskoordinator"},
		Goals: []system.Goal{{ID: "goal", Text: "Hemmelig i stafettloggen", State: "active", Version: "1"}},
	}, nil
}

func (logSystem) Changes(_ context.Context, cursor string, _ []string, _ func(system.Change) error) (string, error) {
	return cursor, nil
}

func (logSystem) Write(context.Context, system.Write) (system.Receipt, error) {
	return system.Receipt{}, nil
}

func (logSystem) Lookup(context.Context, string) (system.Receipt, bool, error) {
	return system.Receipt{}, false, nil
}

// logRunner runs the stafettlogg system.
func logRunner(t testing.TB) host.Runner {
	return plugintest.InProcess(t, nil, func() sdk.Plugin { return logSystem{} })
}

// stafettlogg ties the child to a log, in which something is that the plan does
// not have.
func (s *street) stafettlogg() (link, item uuid.UUID) {
	ctx := context.Background()
	s.house.UsePlugins(logRunner(s.t))
	admin, coordinator := s.house.Administrator(), s.house.Coordinator()
	digest := s.house.PublishPlugin(logSystem{})
	id, err := connection.Install(ctx, admin, digest)
	must(s.t, err)
	must(s.t, connection.Grant(ctx, admin, id, digest, func(manifest.Ask) bool { return true }))
	unit, err := directory.AddUnit(ctx, admin, directory.Unit{Name: "Prøvestafetten", Kind: directory.UnitKinds()[0]})
	must(s.t, err)
	_, err = consent.Give(ctx, coordinator, s.family.ID, consent.Given{
		Purpose: consent.Cooperation, Unit: unit.ID, Members: []uuid.UUID{s.family.Child}, By: s.family.Caregiver,
		Asked: policy.Sections(policy.SectionGoals), Answer: consent.Yes, How: casefile.HowWritten,
	})
	must(s.t, err)
	_, err = plan.AddGoal(ctx, coordinator, s.family.ID, plan.GoalInput{Area: plan.AreaSchool, Member: &s.family.Child, Title: "Hemmelig mål for stafetten"})
	must(s.t, err)
	link, err = stafettlogg.Connect(ctx, coordinator, s.family.ID, stafettlogg.Wanted{
		Member: s.family.Child, Connection: id, Unit: unit.ID, Reference: "R-1",
	})
	must(s.t, err)
	shown, err := stafettlogg.Show(ctx, s.house.Enter(coordinator, s.family.ID), link)
	must(s.t, err)
	for _, one := range shown.Items {
		if one.Theirs != nil {
			return link, one.ID
		}
	}
	s.t.Fatal("nothing of the log is shown")
	return link, item
}
