package plan_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// waits counts what needs the coordinator, by kind and family.
func (t table) waits() map[plan.DueKind]map[uuid.UUID]int {
	t.Helper()
	list, err := plan.Due(ctx, t.by)
	t.must(err)
	found := map[plan.DueKind]map[uuid.UUID]int{}
	for _, one := range list {
		if found[one.Kind] == nil {
			found[one.Kind] = map[uuid.UUID]int{}
		}
		found[one.Kind][one.Family]++
	}
	return found
}

func (t table) dated(goal uuid.UUID, in plan.MeasureInput) uuid.UUID {
	t.Helper()
	id, err := plan.AddMeasure(ctx, t.by, t.ID, goal, in, nil)
	t.must(err)
	return id
}

func TestMyDayHoldsWhatNeedsTheCoordinatorAndNothingElse(t *testing.T) {
	atTables(t, func(t table) {
		if found := t.waits(); len(found) != 1 || found[plan.DueNoPlan][t.ID] != 1 {
			t.Errorf("a family without goals waits as %v", found)
		}
		empty := t.house.Family("Berg")
		goal, _ := t.whole()
		overdue := t.dated(goal, plan.MeasureInput{What: "Forsinket", Due: t.today().AddDays(-3)})
		t.dated(goal, plan.MeasureInput{What: "Langt fram", Due: t.today().AddDays(plan.Ahead + 1)})
		t.dated(goal, plan.MeasureInput{What: "Se på", EvaluateOn: t.today().AddDays(plan.Ahead)})
		done := t.dated(goal, plan.MeasureInput{What: "Ferdig", Due: t.today()})
		t.must(plan.SetStatus(ctx, t.by, t.ID, done, plan.StatusDone))
		list, err := plan.Due(ctx, t.by)
		t.must(err)
		if len(list) != 3 || list[1].Target != overdue && list[0].Target != overdue {
			t.Errorf("what waits is %+v, want two measures and a family without a plan", list)
		}
		for _, one := range list {
			if one.Target == overdue && (one.Days != -3 || one.What != "Forsinket" || one.ShortName != "Lia") {
				t.Errorf("the overdue measure is %+v", one)
			}
			if one.Kind == plan.DueNoPlan && one.Family != empty.ID {
				t.Errorf("without a plan is %+v", one)
			}
		}
		_, err = plan.Due(ctx, t.house.Professional())
		t.wants(err, tenants.ErrNotFound)
		if others, err := plan.Due(ctx, t.house.Colleague()); err != nil || len(others) != 0 {
			t.Errorf("another coordinator's day is %+v, %v", others, err)
		}
	})
}

func TestMyDayTellsWhoHasNotAnsweredAndWhoWaitsForAnAnswer(t *testing.T) {
	atTables(t, func(t table) {
		t.father()
		goal, _ := t.whole()
		teacher, mother := t.house.Professional(), t.house.Caregiver(t.Family)
		own := t.given(goal, "Ta imot ved porten", teacher)
		number := t.propose()
		t.must(plan.AnswerVersion(ctx, mother, t.ID, number, t.Caregiver, plan.Reply{Answer: plan.AnswerYes}))
		_, err := plan.AddProposal(ctx, mother, t.ID, nil, nil, "Kan vi møtes?")
		t.must(err)
		_, err = plan.AddNote(ctx, teacher, t.ID, own, "Det går bra")
		t.must(err)
		t.must(plan.ChangePeriod(ctx, t.by, t.ID, 1, plan.Period{EvaluateOn: t.today().AddDays(2)}))
		list, err := plan.Due(ctx, t.by)
		t.must(err)
		want := map[plan.DueKind]string{
			plan.DueAgreement: "Torvald", plan.DueProposal: "Mona Lia", plan.DueNote: "Prøve laerer", plan.DueEvaluatePlan: "",
		}
		for _, one := range list {
			if who, there := want[one.Kind]; !there || one.Who != who {
				t.Errorf("waits: %+v", one)
			}
			delete(want, one.Kind)
		}
		if len(want) != 0 {
			t.Errorf("these do not wait: %v", want)
		}
		t.must(casefile.Close(ctx, t.by, t.ID, "goals_reached", "", t.today()))
		if found := t.waits(); len(found) != 0 {
			t.Errorf("a closed follow-up waits as %v", found)
		}
	})
}

func TestWhatMyDayShowsIsOnRecordBeforeItLeaves(t *testing.T) {
	atTables(t, func(t table) {
		goal, _ := t.whole()
		t.dated(goal, plan.MeasureInput{What: "Forsinket", Due: t.today()})
		t.waits()
		t.must(t.by.Commit(ctx))
		lines, err := t.house.Scope.Audit().Read(ctx, audit.Filter{CaseFile: t.ID, Limit: 1})
		t.must(err)
		if len(lines) != 1 || lines[0].Action != "look" {
			t.Fatalf("the newest line is %+v", lines)
		}
		for _, section := range lines[0].Sections {
			if section == "measures" {
				return
			}
		}
		t.Errorf("the look names %v", lines[0].Sections)
	})
}
