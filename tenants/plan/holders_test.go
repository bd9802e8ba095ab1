package plan_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
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

func TestBringingAMeasureBackLetsNobodyInAfterTheFamilyHasStoppedEverything(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		s := bigFamily(t, house)
		teacher, other := house.Professional(), house.Staff(house.Scope, "barnehage", policy.RoleProfessional)
		yes := &casefile.Yes{By: s.members[0], On: house.Scope.Today(), How: casefile.HowOral}
		goal, err := plan.AddGoal(ctx, s.by, s.ID, plan.GoalInput{Area: plan.AreaSchool, Title: "Et mål"})
		s.must(err)
		measure, err := plan.AddMeasure(ctx, s.by, s.ID, goal, plan.MeasureInput{What: "Et tiltak", Responsible: &teacher.Viewer.ID}, yes)
		s.must(err)
		_, err = plan.AddMeasure(ctx, s.by, s.ID, goal, plan.MeasureInput{What: "Et annet", Responsible: &other.Viewer.ID}, yes)
		s.must(err)
		s.must(plan.RemoveMeasure(ctx, s.by, s.ID, measure))
		s.must(plan.RestoreMeasure(ctx, s.by, s.ID, measure))
		if _, err := casefile.Enter(ctx, teacher, s.ID); err != nil {
			t.Fatalf("brought back at once, it is theirs again: %v", err)
		}
		s.must(plan.RemoveMeasure(ctx, s.by, s.ID, measure))
		house.Clock.Advance(time.Minute)
		_, err = consent.Withdraw(ctx, s.by, s.ID, consent.What{All: true})
		s.must(err)
		s.must(plan.RestoreMeasure(ctx, s.by, s.ID, measure))
		if _, err := casefile.Enter(ctx, teacher, s.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("somebody is let in on a yes that was taken back: %v", err)
		}
	})
}
