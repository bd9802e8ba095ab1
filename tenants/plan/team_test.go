package plan_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// onTeam lets a professional in as one of the team, about the child alone.
func (t table) onTeam(v *tenants.Visit, until time.Time) {
	t.Helper()
	t.must(t.house.Scope.InTx(ctx, func(tx *tenants.Tx) error {
		return casefile.Let(ctx, t.by, tx, t.ID, casefile.Grant{
			User: v.Viewer.ID, Relation: policy.RelationTeam, Basis: policy.BasisConsent, Until: until,
			Sections: policy.Sections(policy.SectionGoals), Members: []uuid.UUID{t.Child},
		})
	}))
}

func TestOneOfTheTeamIsLetInToTheirOwnMeasuresLikeAnybodyElse(t *testing.T) {
	atTables(t, func(t table) {
		teacher := t.house.Professional()
		t.onTeam(teacher, time.Time{})
		goal := t.goal("Trygg skolevei")
		in := plan.MeasureInput{What: "Ta imot ved porten", Responsible: &teacher.Viewer.ID}
		_, err := plan.AddMeasure(ctx, t.by, t.ID, goal, in, nil)
		t.refuses(err, "measure.yes.missing")
		id, err := plan.AddMeasure(ctx, t.by, t.ID, goal, in, t.yes())
		t.must(err)
		own := func() int {
			t.Helper()
			list, err := plan.Mine(ctx, teacher)
			t.must(err)
			return len(list)
		}
		if own() != 1 || !t.read(t.by).Goals[0].Measures[0].Reaches {
			t.Error("the measure does not reach one of the team who is responsible for it")
		}
		t.must(plan.SetStatus(ctx, teacher, t.ID, id, plan.StatusUnderWay))
		t.must(plan.RemoveMeasure(ctx, t.by, t.ID, id))
		if own() != 0 {
			t.Error("a measure that was taken out is still theirs")
		}
		if !t.enter(teacher).Is(policy.RelationTeam) || t.enter(teacher).Is(policy.RelationResponsible) {
			t.Errorf("after the measure was taken out they are %+v", t.enter(teacher).Standings)
		}
		t.must(plan.RestoreMeasure(ctx, t.by, t.ID, id))
		if own() != 1 {
			t.Error("the measure is not theirs again")
		}
	})
}

func TestAMeasureIsNotOnesOwnBeforeItBeginsNorAfterItRanOut(t *testing.T) {
	atTables(t, func(t table) {
		teacher := t.house.Professional()
		t.given(t.goal("Trygg skolevei"), "Ta imot ved porten", teacher)
		now := t.house.Clock.Now()
		for name, hold := range map[string]struct {
			from, until time.Time
			want        int
		}{
			"holds": {now.Add(-time.Hour), now.Add(time.Hour), 1},
			"later": {now.Add(time.Hour), now.Add(2 * time.Hour), 0},
			"past":  {now.Add(-2 * time.Hour), now.Add(-time.Hour), 0},
		} {
			t.must(t.house.Scope.InTx(ctx, func(tx *tenants.Tx) error {
				return tx.Client().AccessGrant.Update().SetFromAt(hold.from).SetUntilAt(hold.until).Exec(ctx)
			}))
			list, err := plan.Mine(ctx, teacher)
			t.must(err)
			if len(list) != hold.want {
				t.Errorf("%s: %d measures", name, len(list))
			}
			if reaches := t.read(t.by).Goals[0].Measures[0].Reaches; reaches != (hold.want == 1) {
				t.Errorf("%s: reaches %t", name, reaches)
			}
		}
	})
}
