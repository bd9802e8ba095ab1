package plan_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestOnlyPlansWithAGoalHaveBegun(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		ctx := context.Background()
		begun, empty := house.Family("Lia"), house.Family("Vik")
		_, err := plan.AddGoal(ctx, house.Coordinator(), begun.ID, plan.GoalInput{Area: plan.AreaLeisure, Title: "Noe gøy"})
		if err != nil {
			t.Fatal(err)
		}
		states, err := plan.States(ctx, house.Scope, []uuid.UUID{begun.ID, empty.ID})
		if err != nil {
			t.Fatal(err)
		}
		if len(states) != 1 || states[begun.ID] != plan.StateDraft {
			t.Errorf("states are %v, want only the one with a goal, as a draft", states)
		}
	})
}
