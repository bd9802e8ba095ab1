package stafettlogg_test

import (
	"context"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
)

// ladder is a municipality's levels, which remembers what it was asked.
type ladder struct{ asked []levels.Move }

func (*ladder) Describe() sdk.Description {
	return sdk.Description{Name: "levels-fake", Version: "1.0.0", Receives: []sdk.DataClass{{Name: manifest.ClassLevel}}}
}

func (*ladder) Configure(context.Context, sdk.Setup) error { return nil }

func (*ladder) Check(context.Context) (sdk.Health, error) { return sdk.Health{OK: true}, nil }

func (*ladder) Read(context.Context) (levels.Levels, error) {
	return levels.Levels{Name: "Vår modell", Levels: []levels.Level{
		{Code: "0", Name: levels.Words{NB: "Undring"}, Steps: []levels.Step{{Code: "del", Name: levels.Words{NB: "Del undringen"}, DeadlineDays: 28}}},
		{Code: "A", Name: levels.Words{NB: "Tiltak"}},
	}}, nil
}

func (l *ladder) Assess(_ context.Context, move levels.Move) (levels.Assessment, error) {
	l.asked = append(l.asked, move)
	return levels.Assessment{Allowed: true, Deadlines: []levels.Deadline{
		{What: levels.Words{NB: "Del undringen"}, Due: string(clock.Date(move.On).AddDays(28))},
	}}, nil
}

// climbs connects the municipality's levels beside its stafettlogg.
func (h *house) climbs(given bool) *ladder {
	h.t.Helper()
	l := &ladder{}
	h.UsePlugins(plugintest.InProcess(h.t, nil, func() sdk.Plugin { return h.system }, func() sdk.Plugin { return l }))
	admin := h.Administrator()
	digest := h.PublishPlugin(l)
	id, err := connection.Install(ctx, admin, digest)
	h.Must(err)
	h.Must(connection.Grant(ctx, admin, id, digest, func(manifest.Ask) bool { return given }))
	return l
}

func (h *house) level(link stafettlogg.View) (stafettlogg.Level, bool) {
	h.t.Helper()
	level, known, err := stafettlogg.ReadLevel(ctx, h.Scope, &link.Link, link.May)
	h.Must(err)
	return level, known
}

func TestALogBeginsAtALevelOfTheMunicipalitysOwnAndItsTermIsTold(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		l := h.climbs(true)
		h.yes(sections)
		wanted := h.wanted()
		wanted.Level, wanted.Step = "0", "finnes-ikke"
		if _, err := stafettlogg.Begin(ctx, h.again(), h.family.ID, wanted); faults(t, err)["level"] != "stafettlogg.level.missing" {
			t.Errorf("%v", err)
		}
		wanted.Step = "del"
		link, err := stafettlogg.Begin(ctx, h.again(), h.family.ID, wanted)
		h.Must(err)
		h.work()
		if log := h.system.logs[h.system.only()]; log.Level != "0" || log.Step != "del" {
			t.Errorf("it began at %s %s", log.Level, log.Step)
		}
		today := h.Scope.Today()
		level, known := h.level(h.view(link))
		if !known || level.Step.Code != "del" || len(level.Due) != 1 || level.Due[0].Due != string(today.AddDays(28)) {
			t.Fatalf("%v %+v", known, level)
		}
		if len(l.asked) != 1 || l.asked[0] != (levels.Move{Level: "0", Step: "del", On: string(today)}) {
			t.Errorf("it was asked %+v", l.asked)
		}
		told, err := stafettlogg.ReadTold(ctx, h.Enter(h.Caregiver(h.family), h.family.ID))
		h.Must(err)
		if len(told) != 1 || told[0].Level == nil || told[0].Log != nil || told[0].Level.Due[0] != level.Due[0] {
			t.Errorf("the family is told %+v", told)
		}
		h.Clock.Advance(3600e9)
		h.system.theirs(h.system.only(), func(log *system.Log) {
			log.Level, log.Step, log.Transitions = "A", "", []system.Transition{{From: "0", To: "A", Date: "2026-12-01"}}
		})
		h.Must(stafettlogg.Refresh(ctx, h.again(), h.family.ID, link))
		if level, _ := h.level(h.view(link)); level.Level.Code != "A" || level.Due[0].Due != "2026-12-29" {
			t.Errorf("the day the work came to the level: %+v", level)
		}
	})
}

func TestTheLevelIsAskedAboutOnlyWhereItMayBe(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		l := h.climbs(false)
		h.yes(sections)
		wanted := h.wanted()
		wanted.Level, wanted.Step = "0", "del"
		link, err := stafettlogg.Begin(ctx, h.again(), h.family.ID, wanted)
		h.Must(err)
		h.work()
		if level, known := h.level(h.view(link)); !known || level.Level.Code != "0" || len(level.Due) != 0 || len(l.asked) != 0 {
			t.Errorf("a plugin that is not granted the class was asked %+v", l.asked)
		}
	})
	both(t, func(t *testing.T, h *house) {
		l := h.climbs(true)
		h.yes(sections)
		wanted := h.wanted()
		wanted.Level, wanted.Step = "0", "del"
		link, err := stafettlogg.Begin(ctx, h.again(), h.family.ID, wanted)
		h.Must(err)
		h.work()
		h.protect()
		if level, _ := h.level(h.view(link)); len(level.Due) != 0 || len(l.asked) != 0 {
			t.Errorf("about a protected family was asked %+v", l.asked)
		}
	})
}
