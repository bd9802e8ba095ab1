package plan_test

import (
	"errors"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

func TestAProfessionalIsNotMadeResponsibleWithoutTheFamilysYes(t *testing.T) {
	atTables(t, func(t table) {
		teacher := t.house.Professional()
		goal := t.goal("Trygg skolevei")
		in := plan.MeasureInput{What: "Ta imot ved porten", Responsible: &teacher.Viewer.ID}
		_, err := plan.AddMeasure(ctx, t.by, t.ID, goal, in, nil)
		t.refuses(err, "measure.yes.missing")
		for code, said := range map[string]casefile.Yes{
			"measure.yes.on":      {By: t.Caregiver, On: t.today().AddDays(1), How: casefile.HowOral},
			"measure.yes.how":     {By: t.Caregiver, On: t.today(), How: casefile.HowSelf},
			"measure.yes.by":      {On: t.today(), How: casefile.HowOral},
			"plan.member.unknown": {By: goal, On: t.today(), How: casefile.HowOral},
		} {
			_, err := plan.AddMeasure(ctx, t.by, t.ID, goal, in, &said)
			t.refuses(err, code)
		}
		if _, err := casefile.Enter(ctx, teacher, t.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("the teacher got in without a yes: %v", err)
		}
		t.given(goal, "Ta imot ved porten", teacher)
		_, err = plan.AddMeasure(ctx, t.by, t.ID, goal, in, nil)
		t.must(err) // the yes was given before
		_, err = plan.AddMeasure(ctx, t.by, t.ID, goal, plan.MeasureInput{
			What: "a", Responsible: &t.house.Administrator().Viewer.ID,
		}, t.yes())
		t.refuses(err, "measure.responsible.unknown")
	})
}

func TestAProfessionalSeesTheirOwnMeasuresAndNothingElse(t *testing.T) {
	atTables(t, func(t table) {
		teacher := t.house.Professional()
		goal := t.goal("Trygg skolevei")
		other := t.measure(goal, "Noe helt annet")
		own := t.given(goal, "Ta imot ved porten", teacher)
		t.strength("Bestefar henter på onsdager")
		list, err := plan.Mine(ctx, teacher)
		t.must(err)
		if len(list) != 1 || list[0].ID != own || list[0].What != "Ta imot ved porten" || list[0].Child != "Elva" || list[0].Since != t.today() {
			t.Errorf("sees %+v, want the one measure with whom it is for", list)
		}
		_, err = plan.Own(ctx, teacher, other)
		t.wants(err, tenants.ErrNotFound)
		t.wants(plan.SetStatus(ctx, teacher, t.ID, other, plan.StatusDone), tenants.ErrNotFound)
		_, err = plan.AddNote(ctx, teacher, t.ID, other, "Hei")
		t.wants(err, tenants.ErrNotFound)
		view := t.read(teacher)
		if len(view.Goals)+len(view.Strengths)+len(view.Needs)+len(view.Remarks) != 0 || view.Proposed != nil {
			t.Errorf("the plan shows a professional %+v", view)
		}
		_, err = plan.ReadMeasure(ctx, t.enter(teacher), own)
		t.wants(err, tenants.ErrNotFound)
		_, err = plan.GoalHistory(ctx, t.enter(teacher), goal)
		t.wants(err, tenants.ErrNotFound)
		_, err = plan.Mine(ctx, t.by)
		t.wants(err, tenants.ErrNotFound)
	})
}

func TestAProfessionalReportsOnTheirOwnMeasure(t *testing.T) {
	atTables(t, func(t table) {
		teacher := t.house.Professional()
		own := t.given(t.goal("Trygg skolevei"), "Ta imot ved porten", teacher)
		t.must(plan.SetStatus(ctx, teacher, t.ID, own, plan.StatusUnderWay))
		note, err := plan.AddNote(ctx, teacher, t.ID, own, "Det går bra om morgenen")
		t.must(err)
		remarks := t.read(t.by).Remarks
		if len(remarks) != 1 || remarks[0].Text != "Det går bra om morgenen" || remarks[0].Who != "Prøve laerer" {
			t.Errorf("the coordinator sees %+v", remarks)
		}
		t.must(plan.AnswerRemark(ctx, t.by, t.ID, note, false, "Så fint"))
		t.wants(plan.AnswerRemark(ctx, t.by, t.ID, note, false, "Igjen"), tenants.ErrConflict)
		mine, err := plan.Own(ctx, teacher, own)
		t.must(err)
		if mine.Status != plan.StatusUnderWay || len(mine.Notes) != 1 || mine.Notes[0].Answer != "Så fint" {
			t.Errorf("the teacher sees %+v", mine)
		}
	})
}

func TestAProfessionalLosesAccessWithTheirLastMeasureAndGetsItBackWithIt(t *testing.T) {
	atTables(t, func(t table) {
		teacher := t.house.Professional()
		goal := t.goal("Trygg skolevei")
		first, second := t.given(goal, "Ta imot ved porten", teacher), t.given(goal, "Leksehjelp", teacher)
		count := func(want int, when string) {
			t.Helper()
			list, err := plan.Mine(ctx, teacher)
			t.must(err)
			if len(list) != want {
				t.Errorf("%s the teacher sees %d measures, want %d", when, len(list), want)
			}
		}
		t.must(plan.RemoveMeasure(ctx, t.by, t.ID, first))
		count(1, "with one left")
		t.must(plan.ChangeMeasure(ctx, t.by, t.ID, second, 1, plan.MeasureInput{What: "Leksehjelp"}, nil))
		count(0, "with none left")
		_, err := casefile.Enter(ctx, teacher, t.ID)
		t.wants(err, tenants.ErrNotFound)
		t.must(plan.RestoreMeasure(ctx, t.by, t.ID, first))
		count(1, "with the first back")
		t.must(plan.RemoveGoal(ctx, t.by, t.ID, goal))
		count(0, "without the goal")
		t.must(plan.RestoreGoal(ctx, t.by, t.ID, goal))
		count(1, "with the goal back")
	})
}

func TestBringingBackAMeasureDoesNotOpenWhatTheFamilyTookBack(t *testing.T) {
	atTables(t, func(t table) {
		teacher := t.house.Professional()
		own := t.given(t.goal("Trygg skolevei"), "Ta imot ved porten", teacher)
		t.must(casefile.EndAccess(ctx, t.by, t.ID, teacher.Viewer.ID))
		if measures := t.read(t.by).Goals[0].Measures; measures[0].Reaches {
			t.Errorf("the plan says that the teacher can see %+v", measures[0])
		}
		t.must(plan.RemoveMeasure(ctx, t.by, t.ID, own))
		t.must(plan.RestoreMeasure(ctx, t.by, t.ID, own))
		_, err := casefile.Enter(ctx, teacher, t.ID)
		t.wants(err, tenants.ErrNotFound)
		if back := t.read(t.by).Goals[0].Measures[0]; back.Responsible != nil || back.Who != "Prøve laerer" {
			t.Errorf("came back as %+v, want the name alone", back)
		}
	})
}

func TestTheChildIsNotNamedToAProfessionalWhereAnAddressIsProtected(t *testing.T) {
	atTables(t, func(t table) {
		teacher := t.house.Professional()
		intake := t.house.Intake("Berg")
		intake.Members[0].Grade = casefile.GradeStrict
		t.Family = t.house.FamilyOf(t.by, intake)
		t.given(t.goal("Trygg skolevei"), "Ta imot ved porten", teacher)
		list, err := plan.Mine(ctx, teacher)
		t.must(err)
		if len(list) != 1 || list[0].Child != "" {
			t.Errorf("sees %+v, want a measure without a name", list)
		}
	})
}

func TestAClosedFollowUpIsGoneFromTheProfessionalsList(t *testing.T) {
	atTables(t, func(t table) {
		teacher := t.house.Professional()
		own := t.given(t.goal("Trygg skolevei"), "Ta imot ved porten", teacher)
		t.must(casefile.Close(ctx, t.by, t.ID, "goals_reached", "", t.today()))
		_, err := plan.Own(ctx, teacher, own)
		t.wants(err, tenants.ErrNotFound)
		t.wants(plan.SetStatus(ctx, teacher, t.ID, own, plan.StatusDone), tenants.ErrNotFound)
	})
}

func TestACaregiverReadsThePlanAndChangesNothingInIt(t *testing.T) {
	atTables(t, func(t table) {
		goal, measure := t.whole()
		mother := t.house.Caregiver(t.Family)
		view := t.read(mother)
		if len(view.Goals) != 1 || len(view.Goals[0].Measures) != 1 || len(view.Strengths) != 1 || view.Goals[0].Whom != "Elva" {
			t.Errorf("the caregiver sees %+v", view)
		}
		if !view.Shows(policy.SectionMeasures) {
			t.Error("the view says that measures are not the caregiver's")
		}
		t.wants(plan.SetGoalState(ctx, mother, t.ID, goal, plan.GoalReached), tenants.ErrForbidden)
		t.wants(plan.SetStatus(ctx, mother, t.ID, measure, plan.StatusDone), tenants.ErrNotFound)
		t.wants(plan.RemoveGoal(ctx, mother, t.ID, goal), tenants.ErrForbidden)
		_, err := plan.Propose(ctx, mother, t.ID, nil)
		t.wants(err, tenants.ErrForbidden)
	})
}

func TestAMeasureOfSomebodyWhoHasLeftIsSaidToReachNobody(t *testing.T) {
	atTables(t, func(t table) {
		teacher := t.house.Professional()
		goal := t.goal("Trygg skolevei")
		yes := &casefile.Yes{By: t.Caregiver, On: t.by.Today(), How: casefile.HowOral}
		_, err := plan.AddMeasure(ctx, t.by, t.ID, goal, plan.MeasureInput{What: "Ta imot ved porten", Responsible: &teacher.Viewer.ID}, yes)
		t.must(err)
		if !t.read(t.by).Goals[0].Measures[0].Reaches {
			t.Fatal("the measure does not reach the teacher")
		}
		t.must(directory.Leave(ctx, t.house.Administrator(), teacher.Viewer.ID))
		if t.read(t.by).Goals[0].Measures[0].Reaches {
			t.Error("the coordinator is not told that nobody gets the measure")
		}
	})
}
