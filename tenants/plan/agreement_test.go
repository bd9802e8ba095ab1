package plan_test

import (
	"testing"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

var (
	saidYes     = plan.Reply{Answer: plan.AnswerYes, How: casefile.HowOral}
	saidMissing = plan.Reply{Answer: plan.AnswerMissing, Text: "Vi trenger noe om natten", How: casefile.HowOral}
)

// father adds a second caregiver.
func (t table) father() uuid.UUID {
	t.Helper()
	id, err := casefile.AddMember(ctx, t.by, t.ID, casefile.Person{
		Kind: casefile.Caregiver, Name: "Torvald Lia", Relation: "far", Grade: casefile.GradeOpen,
	})
	t.must(err)
	return id
}

func TestAPlanIsNotProposedBeforeItHasAStrengthAGoalAndAMeasureToEachGoal(t *testing.T) {
	atTables(t, func(t table) {
		refused := func(code string) {
			t.Helper()
			_, err := plan.Propose(ctx, t.by, t.ID, nil)
			t.refuses(err, code)
			if view := t.read(t.by); view.State != plan.StateDraft || view.Proposed != nil {
				t.Errorf("the plan is %s with %+v", view.State, view.Proposed)
			}
		}
		refused("plan.missing.strength")
		t.strength("Bestefar henter på onsdager")
		refused("plan.missing.goal")
		goal := t.goal("Trygg skolevei")
		refused("plan.missing.measure")
		t.measure(goal, "Følge til skolen")
		second := t.goal("Sove hele natten")
		refused("plan.missing.measure")
		t.must(plan.SetGoalState(ctx, t.by, t.ID, second, plan.GoalStopped))
		if number := t.propose(); number != 1 {
			t.Errorf("the first version has number %d", number)
		}
	})
}

func TestAPlanIsAgreedOnlyWhenEverybodyHasSaidYes(t *testing.T) {
	atTables(t, func(t table) {
		father := t.father()
		t.whole()
		number := t.propose()
		state := func(want plan.State) {
			t.Helper()
			view := t.read(t.by)
			if view.State != want || (view.InForce != nil) != (want == plan.StateAgreed) {
				t.Errorf("the plan is %s with %+v in force, want %s", view.State, view.InForce, want)
			}
		}
		mother := t.house.Caregiver(t.Family)
		t.must(plan.AnswerVersion(ctx, mother, t.ID, number, t.Caregiver, plan.Reply{Answer: plan.AnswerYes}))
		state(plan.StateProposed)
		t.must(plan.AnswerVersion(ctx, t.by, t.ID, number, father, saidMissing))
		state(plan.StateProposed)
		t.must(plan.AnswerVersion(ctx, t.by, t.ID, number, father, saidYes))
		state(plan.StateAgreed)
		for _, party := range t.read(t.by).InForce.Parties {
			want := map[uuid.UUID]casefile.How{t.Caregiver: casefile.HowSelf, father: casefile.HowOral}[party.Member]
			if party.Answer != plan.AnswerYes || party.How != want || !party.At.Equal(t.house.Clock.Now()) {
				t.Errorf("a party's yes is %+v, want it %s with its date", party, want)
			}
		}
		t.wants(plan.AnswerVersion(ctx, t.by, t.ID, number, father, saidMissing), tenants.ErrConflict)
	})
}

func TestACaregiverAnswersForThemselfAlone(t *testing.T) {
	atTables(t, func(t table) {
		father := t.father()
		t.whole()
		number := t.propose()
		mother := t.house.Caregiver(t.Family)
		t.wants(plan.AnswerVersion(ctx, mother, t.ID, number, father, saidYes), tenants.ErrForbidden)
		t.wants(plan.AnswerVersion(ctx, mother, t.ID, number, t.Child, saidYes), tenants.ErrNotFound)
		t.wants(plan.AnswerVersion(ctx, mother, t.ID, number+1, t.Caregiver, saidYes), tenants.ErrNotFound)
		t.refuses(plan.AnswerVersion(ctx, mother, t.ID, number, t.Caregiver, plan.Reply{Answer: plan.AnswerMissing}), "agreement.text.missing")
		t.refuses(plan.AnswerVersion(ctx, t.by, t.ID, number, father, plan.Reply{Answer: plan.AnswerYes, How: casefile.HowSelf}), "agreement.how.missing")
		t.must(plan.AnswerVersion(ctx, t.by, t.ID, number, father, saidMissing))
		for _, party := range t.read(mother).Proposed.Parties {
			if party.Member == father && (party.Answer != plan.AnswerMissing || party.Text != "") {
				t.Errorf("the mother sees %+v, want that something is missing and not what", party)
			}
			if party.Self != (party.Member == t.Caregiver) {
				t.Errorf("the mother is told that %s is herself: %v", party.Name, party.Self)
			}
		}
	})
}

func TestAChildIsAPartyWhenTheCoordinatorSaysSo(t *testing.T) {
	atTables(t, func(t table) {
		t.whole()
		_, err := plan.Propose(ctx, t.by, t.ID, []uuid.UUID{t.Caregiver})
		t.refuses(err, "plan.member.unknown")
		number, err := plan.Propose(ctx, t.by, t.ID, []uuid.UUID{t.Child})
		t.must(err)
		t.must(plan.AnswerVersion(ctx, t.by, t.ID, number, t.Caregiver, saidYes))
		if t.read(t.by).State != plan.StateProposed {
			t.Error("agreed without the child")
		}
		t.must(plan.AnswerVersion(ctx, t.by, t.ID, number, t.Child, saidYes))
		if t.read(t.by).State != plan.StateAgreed {
			t.Error("not agreed when all have said yes")
		}
	})
}

func TestTheVersionTheFamilyAgreedToStaysInForceWhileTheNextIsMade(t *testing.T) {
	atTables(t, func(t table) {
		goal, _ := t.whole()
		first := t.propose()
		t.must(plan.AnswerVersion(ctx, t.by, t.ID, first, t.Caregiver, saidYes))
		t.must(plan.ChangeGoal(ctx, t.by, t.ID, goal, 1, plan.GoalInput{Area: plan.AreaSchool, Title: "Glad på skolen"}))
		view := t.read(t.by)
		if view.State != plan.StateDraft || view.InForce == nil || view.InForce.Number != first {
			t.Errorf("after the change the plan is %s with %+v in force", view.State, view.InForce)
		}
		replaced, last := t.propose(), t.propose()
		t.wants(plan.AnswerVersion(ctx, t.by, t.ID, replaced, t.Caregiver, saidYes), tenants.ErrConflict)
		t.strength("Sover godt")
		t.must(plan.AnswerVersion(ctx, t.by, t.ID, last, t.Caregiver, saidYes))
		view = t.read(t.by)
		if view.State != plan.StateDraft || view.InForce.Number != last || view.Proposed != nil {
			t.Errorf("a plan changed since it was proposed is %s with %+v in force", view.State, view.InForce)
		}
		list, err := plan.Versions(ctx, t.enter(t.by))
		t.must(err)
		want := []plan.VersionState{plan.VersionAgreed, plan.VersionWithdrawn, plan.VersionAgreed}
		for n, version := range list {
			if version.State != want[n] || version.Number != 3-n {
				t.Errorf("version %d is %s", version.Number, version.State)
			}
		}
		old, err := plan.ReadVersion(ctx, t.enter(t.by), first)
		t.must(err)
		if old.Goals[0].Title != "Trygg skolevei" {
			t.Errorf("the first version now says %q", old.Goals[0].Title)
		}
	})
}

func TestStatusAndEvaluationsDoNotUndoWhatWasAgreed(t *testing.T) {
	atTables(t, func(t table) {
		goal, measure := t.whole()
		t.must(plan.AnswerVersion(ctx, t.by, t.ID, t.propose(), t.Caregiver, saidYes))
		t.must(plan.SetStatus(ctx, t.by, t.ID, measure, plan.StatusUnderWay))
		t.must(plan.EvaluateGoal(ctx, t.by, t.ID, goal, plan.GoalEvaluation{
			On: t.today(), ChildExperience: "Det er bedre", NextStep: plan.StepContinue,
		}))
		if view := t.read(t.by); view.State != plan.StateAgreed {
			t.Errorf("the plan is %s", view.State)
		}
	})
}

func TestACaregiversProposalIsAnswered(t *testing.T) {
	atTables(t, func(t table) {
		goal, measure := t.whole()
		mother := t.house.Caregiver(t.Family)
		_, err := plan.AddProposal(ctx, t.by, t.ID, nil, nil, "Hei")
		t.wants(err, tenants.ErrForbidden)
		_, err = plan.AddProposal(ctx, mother, t.ID, &measure, nil, "Hei")
		t.wants(err, tenants.ErrNotFound)
		id, err := plan.AddProposal(ctx, mother, t.ID, &goal, &measure, "Kan mormor følge?")
		t.must(err)
		if list := t.read(t.by).Remarks; len(list) != 1 || list[0].Who != "Mona Lia" || list[0].State != plan.RemarkOpen {
			t.Errorf("the coordinator sees %+v", list)
		}
		t.refuses(plan.AnswerRemark(ctx, t.by, t.ID, id, false, " "), "proposal.answer.missing")
		t.must(plan.AnswerRemark(ctx, t.by, t.ID, id, true, ""))
		list, err := plan.Remarks(ctx, t.enter(mother))
		t.must(err)
		if len(list) != 1 || list[0].State != plan.RemarkAccepted || len(t.read(t.by).Remarks) != 0 {
			t.Errorf("the caregiver sees %+v", list)
		}
	})
}

func TestTwoWhoSayYesAtTheSameMomentAgree(t *testing.T) {
	atTables(t, func(t table) {
		father := t.father()
		t.whole()
		mother := t.house.Caregiver(t.Family)
		for range 5 {
			number := t.propose()
			var both errgroup.Group
			both.Go(func() error {
				return plan.AnswerVersion(ctx, mother, t.ID, number, t.Caregiver, plan.Reply{Answer: plan.AnswerYes})
			})
			both.Go(func() error { return plan.AnswerVersion(ctx, t.by, t.ID, number, father, saidYes) })
			t.must(both.Wait())
			if view := t.read(t.house.Coordinator()); view.InForce == nil || view.InForce.Number != number {
				t.Fatalf("both said yes to version %d, and in force is %+v", number, view.InForce)
			}
		}
	})
}

func TestTheFirstTwoLinesOfAPlanCanBeWrittenAtTheSameMoment(t *testing.T) {
	atTables(t, func(t table) {
		var both errgroup.Group
		for _, text := range []string{"Bestefar henter", "Liker skolen"} {
			v := t.house.Coordinator()
			both.Go(func() error {
				_, err := plan.AddObservation(ctx, v, t.ID, plan.Strength, plan.Observation{Area: plan.AreaHealth, Text: text})
				return err
			})
		}
		t.must(both.Wait())
		if list := t.read(t.by).Strengths; len(list) != 2 {
			t.Errorf("the plan has %+v", list)
		}
	})
}
