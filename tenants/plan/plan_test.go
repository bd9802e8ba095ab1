package plan_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var ctx = context.Background()

// table is where a family and its coordinator sit down to make a plan.
type table struct {
	*testing.T
	house *tenanttest.House
	by    *tenants.Visit
	tenanttest.Family
}

// atTables runs a test at the table of a family, on both kinds of database.
func atTables(t *testing.T, test func(t table)) {
	t.Helper()
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		test(table{T: t, house: house, by: house.Coordinator(), Family: house.Family("Lia")})
	})
}

func (t table) must(err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (t table) wants(err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
}

// refuses wants a fault with exactly this code.
func (t table) refuses(err error, code string) {
	t.Helper()
	var invalid *tenants.Invalid
	if !errors.As(err, &invalid) || len(invalid.Fields) != 1 || invalid.Fields[0].Code != code {
		t.Errorf("got %v, want the fault %s alone", err, code)
	}
}

func (t table) enter(v *tenants.Visit) *casefile.Access {
	t.Helper()
	a, err := casefile.Enter(ctx, v, t.ID)
	t.must(err)
	return a
}

func (t table) read(v *tenants.Visit) plan.View {
	t.Helper()
	view, err := plan.Read(ctx, t.enter(v))
	t.must(err)
	return view
}

func (t table) strength(text string) uuid.UUID {
	t.Helper()
	id, err := plan.AddObservation(ctx, t.by, t.ID, plan.Strength, plan.Observation{Area: plan.AreaLeisure, Text: text})
	t.must(err)
	return id
}

func (t table) goal(title string) uuid.UUID {
	t.Helper()
	id, err := plan.AddGoal(ctx, t.by, t.ID, plan.GoalInput{Area: plan.AreaSchool, Title: title, Member: &t.Child})
	t.must(err)
	return id
}

func (t table) measure(goal uuid.UUID, what string) uuid.UUID {
	t.Helper()
	id, err := plan.AddMeasure(ctx, t.by, t.ID, goal, plan.MeasureInput{What: what}, nil)
	t.must(err)
	return id
}

// given is a measure that a professional is responsible for, because the
// family said yes.
func (t table) given(goal uuid.UUID, what string, to *tenants.Visit) uuid.UUID {
	t.Helper()
	id, err := plan.AddMeasure(ctx, t.by, t.ID, goal, plan.MeasureInput{What: what, Responsible: &to.Viewer.ID}, t.yes())
	t.must(err)
	return id
}

func (t table) yes() *casefile.Yes {
	return &casefile.Yes{By: t.Caregiver, On: t.today(), How: casefile.HowOral}
}

func (t table) today() clock.Date { return clock.Today(t.house.Clock) }

// whole makes the smallest plan that can be put before the family.
func (t table) whole() (goal, measure uuid.UUID) {
	t.Helper()
	t.strength("Bestefar henter på onsdager")
	goal = t.goal("Trygg skolevei")
	return goal, t.measure(goal, "Følge til skolen")
}

func (t table) propose() int {
	t.Helper()
	number, err := plan.Propose(ctx, t.by, t.ID, nil)
	t.must(err)
	return number
}
