package stafettlogg_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// TestMain also is what shuts a plugin's process in, and the program that is
// killed.
func TestMain(m *testing.M) {
	sandbox.Main()
	if os.Getenv(hostVariable) != "" {
		os.Exit(actAsHost())
	}
	testenv.Main(m)
}

var ctx = context.Background()

// house is a municipality with a stafettlogg system behind a plugin, and a
// family whose child has a goal with a measure in the plan.
type house struct {
	*tenanttest.House
	t             *testing.T
	system        *fake
	connection    uuid.UUID
	family        tenanttest.Family
	school        uuid.UUID
	coordinator   *tenants.Visit
	goal, measure uuid.UUID
}

var sections = policy.Sections(policy.SectionIdentity, policy.SectionGoals, policy.SectionMeasures)

func both(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	tenanttest.Both(t, func(t *testing.T, built *tenanttest.House) { test(t, moveIn(t, built)) })
}

func moveIn(t *testing.T, built *tenanttest.House) *house {
	t.Helper()
	h := &house{House: built, t: t, system: newFake(built.Clock.Now), coordinator: built.Coordinator()}
	built.UsePlugins(plugintest.InProcess(t, nil, func() sdk.Plugin { return h.system }))
	h.install(h.system, func(manifest.Ask) bool { return true })
	h.family = built.FamilyOf(h.coordinator, built.Intake("Lia"))
	h.school = built.Unit("Blåbærskogen skole")
	h.goal, h.measure = h.plans("Trygg i friminuttet", "Fast voksen ute")
	return h
}

func (h *house) install(p sdk.Plugin, given func(manifest.Ask) bool) {
	h.t.Helper()
	admin := h.Administrator()
	digest := h.PublishPlugin(p)
	id, err := connection.Install(ctx, admin, digest)
	h.Must(err)
	h.Must(connection.Grant(ctx, admin, id, digest, given))
	h.connection = id
}

// grant grants the plugin some classes alone.
func (h *house) grant(classes ...string) {
	h.t.Helper()
	c, err := connection.ByID(ctx, h.Scope, h.connection)
	h.Must(err)
	h.Must(connection.Grant(ctx, h.Administrator(), h.connection, c.Grant.Digest, func(ask manifest.Ask) bool {
		for _, class := range classes {
			if ask.Name == class {
				return true
			}
		}
		return ask.Kind != manifest.AskData
	}))
}

// plans writes down a goal for the child with a measure.
func (h *house) plans(title, what string) (goal, measure uuid.UUID) {
	h.t.Helper()
	goal, err := plan.AddGoal(ctx, h.coordinator, h.family.ID, plan.GoalInput{Area: plan.AreaSchool, Member: &h.family.Child, Title: title})
	h.Must(err)
	measure, err = plan.AddMeasure(ctx, h.coordinator, h.family.ID, goal, plan.MeasureInput{
		What: what, Why: "Familiens grunn", ResponsibleName: "Bestemor Inga", Due: "2026-12-01",
	}, nil)
	h.Must(err)
	return goal, measure
}

// yes is the caregiver's yes to the school for the child.
func (h *house) yes(open policy.SectionSet) uuid.UUID {
	h.t.Helper()
	id, err := consent.Give(ctx, h.coordinator, h.family.ID, consent.Given{
		Purpose: consent.Cooperation, Unit: h.school, Members: []uuid.UUID{h.family.Child},
		Asked: open, By: h.family.Caregiver, Answer: consent.Yes, How: casefile.HowOral, Told: "På kontoret",
		Heard: []uuid.UUID{h.family.Child},
	})
	h.Must(err)
	return id
}

func (h *house) wanted() stafettlogg.Wanted {
	return stafettlogg.Wanted{Member: h.family.Child, Connection: h.connection, Unit: h.school}
}

// begun is a log that was begun from here and confirmed.
func (h *house) begun() uuid.UUID {
	h.t.Helper()
	id, err := stafettlogg.Begin(ctx, h.again(), h.family.ID, h.wanted())
	h.Must(err)
	h.work()
	return id
}

func (h *house) again() *tenants.Visit { return h.Again(h.coordinator) }

// work delivers what is due, and returns how many attempts it made.
func (h *house) work() int {
	h.t.Helper()
	n, err := h.Scope.Outbox().Work(ctx, map[string]outbox.Handler{stafettlogg.OutboxKind: stafettlogg.Deliver(h.Scope)}, 100)
	h.Must(err)
	return n
}

func (h *house) view(link uuid.UUID) stafettlogg.View {
	h.t.Helper()
	v, err := stafettlogg.Show(ctx, h.Enter(h.again(), h.family.ID), link)
	h.Must(err)
	return v
}

func (h *house) item(link, id uuid.UUID) stafettlogg.Item {
	h.t.Helper()
	v := h.view(link)
	item, there := v.Item(id)
	if !there {
		h.t.Fatalf("no such item among %+v", v.Items)
	}
	return item
}

func (h *house) stands(link, id uuid.UUID, want stafettlogg.Standing) {
	h.t.Helper()
	if got := h.item(link, id); got.Standing != want {
		h.t.Errorf("it stands %s, want %s: %+v", got.Standing, want, got.Differ)
	}
}

// faults are the codes of what was wrong, by field.
func faults(t *testing.T, err error) map[string]string {
	t.Helper()
	var invalid *tenants.Invalid
	if !errors.As(err, &invalid) {
		t.Fatalf("want faults, got %v", err)
	}
	found := map[string]string{}
	for _, one := range invalid.Fields {
		found[one.Field] = one.Code
	}
	return found
}

func dump(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}
