package plan_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestACaregiverOfOneChildLearnsOfNobodyWhoHasAnotherChildsMeasures(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		s := bigFamily(t, house)
		var children []uuid.UUID
		members, err := casefile.Members(ctx, s.enter(s.by))
		s.must(err)
		for _, one := range members {
			if one.Kind == casefile.Child {
				children = append(children, one.ID)
			}
		}
		ours, theirs := house.Professional(), house.Staff(house.Scope, "barnehage", policy.RoleProfessional)
		for i, who := range []*tenants.Visit{ours, theirs} {
			goal, err := plan.AddGoal(ctx, s.by, s.ID, plan.GoalInput{Area: plan.AreaSchool, Title: "Et mål", Member: &children[i]})
			s.must(err)
			_, err = plan.AddMeasure(ctx, s.by, s.ID, goal, plan.MeasureInput{What: "Et tiltak", Responsible: &who.Viewer.ID},
				&casefile.Yes{By: members[0].ID, On: house.Scope.Today(), How: casefile.HowOral})
			s.must(err)
			_, err = plan.Mine(ctx, who)
			s.must(err)
			s.must(who.Commit(ctx))
		}
		father := s.limited(house.Caregiver(s.Family), children[:1])
		told := map[uuid.UUID]bool{}
		insiders, err := team.Within(ctx, father)
		s.must(err)
		for _, one := range insiders {
			told[one.User] = true
		}
		if !told[ours.Viewer.ID] || told[theirs.Viewer.ID] {
			t.Errorf("told who is inside: his own child's %v, the other child's %v", told[ours.Viewer.ID], told[theirs.Viewer.ID])
		}
		holders, err := plan.Holders(ctx, father)
		s.must(err)
		looks, err := casefile.Looks(ctx, father, 0, holders...)
		s.must(err)
		seen := map[string]bool{}
		for _, one := range looks.Looks {
			seen[one.Who] = true
		}
		if !seen["Prøve laerer"] || seen["Prøve barnehage"] {
			t.Errorf("told who has looked: %v", seen)
		}
	})
}
