package stafettlogg_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
)

func (h *house) sends(link, id uuid.UUID) {
	h.t.Helper()
	h.Must(stafettlogg.Send(ctx, h.again(), h.family.ID, link, id))
}

// last is what was sent last.
func (h *house) last(link uuid.UUID) stafettlogg.Sent {
	h.t.Helper()
	sent := h.view(link).Sent
	return sent[len(sent)-1]
}

func TestWhatIsTakenBackDoesNotLeave(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		yes := h.yes(sections)
		link := h.begun()
		h.sends(link, h.goal)
		_, err := consent.Withdraw(ctx, h.again(), h.family.ID, consent.What{Consent: yes})
		h.Must(err)
		if v := h.view(link); v.State != stafettlogg.Ended || v.Because != stafettlogg.EndedWithdrawn || v.Sent[1].State != stafettlogg.Recalled {
			t.Errorf("%s %s, and what was sent is %s", v.State, v.Because, v.Sent[1].State)
		}
		before := len(h.system.writes)
		h.work()
		for _, w := range h.system.writes[before:] {
			if w.Close == nil {
				t.Errorf("it left after it was taken back: %s", dump(w))
			}
		}
		if err := stafettlogg.Send(ctx, h.again(), h.family.ID, link, h.measure); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("sending by an ended link: %v", err)
		}
		if _, err := stafettlogg.Begin(ctx, h.again(), h.family.ID, h.wanted()); faults(t, err)["unit"] != "stafettlogg.stop.no_consent" {
			t.Errorf("a new log without a yes: %v", err)
		}
	})
}

// What was right when it was sent is not enough: it is asked again before it
// leaves.
func TestWhatMayNoLongerLeaveStaysAndSaysWhy(t *testing.T) {
	for name, one := range map[string]struct {
		change func(h *house)
		code   string
	}{
		"the yes has run out":           {func(h *house) { h.Clock.Advance(400 * 24 * 3600e9) }, stafettlogg.StopNoConsent},
		"the grant is narrower":         {func(h *house) { h.grant(manifest.ClassChildReference, manifest.ClassMeasures) }, stafettlogg.CodeNotAllowed},
		"it is about somebody else now": {func(h *house) { h.aboutAll() }, stafettlogg.CodeGone},
		"it is taken out":               {func(h *house) { h.Must(plan.RemoveGoal(ctx, h.again(), h.family.ID, h.goal)) }, stafettlogg.CodeGone},
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, h *house) {
				h.yes(sections)
				link := h.begun()
				h.sends(link, h.goal)
				before := len(h.system.tries)
				one.change(h)
				h.work()
				if len(h.system.tries) != before {
					t.Error("it left all the same")
				}
				if last := h.last(link); last.State != stafettlogg.Refused || last.Code != one.code || last.Receipt != nil {
					t.Errorf("%+v", last)
				}
			})
		})
	}
}

func TestWhatWaitsWhenAnAddressBecomesProtectedIsTakenBack(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.yes(sections)
		link := h.begun()
		h.sends(link, h.goal)
		before := len(h.system.tries)
		h.protect()
		h.work()
		if len(h.system.tries) != before || h.last(link).State != stafettlogg.Recalled {
			t.Errorf("it is %s", h.last(link).State)
		}
		if err := stafettlogg.Send(ctx, h.again(), h.family.ID, link, h.measure); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("%v", err)
		}
		if v := h.view(link); v.State != stafettlogg.Ended || v.Because != stafettlogg.EndedStrict {
			t.Errorf("%s %s", v.State, v.Because)
		}
	})
}

func (h *house) protect() {
	h.t.Helper()
	members := h.Members(h.again(), h.family.ID)
	for _, one := range members {
		if one.ID == h.family.Caregiver {
			person := one.Person
			person.Grade = casefile.GradeStrict
			h.Must(casefile.ChangeMember(ctx, h.again(), h.family.ID, one.ID, one.Version, person))
		}
	}
}

func (h *house) aboutAll() {
	h.t.Helper()
	goal, err := plan.ReadGoal(ctx, h.Enter(h.again(), h.family.ID), h.goal)
	h.Must(err)
	goal.Member = nil
	h.Must(plan.ChangeGoal(ctx, h.again(), h.family.ID, h.goal, goal.Version, goal.GoalInput))
}

func TestAProtectedFamilyIsTiedToNoLog(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.yes(sections)
		h.protect()
		wanted := h.wanted()
		wanted.Reference = "R-1"
		for _, make := range []func() error{
			func() error { _, err := stafettlogg.Begin(ctx, h.again(), h.family.ID, wanted); return err },
			func() error { _, err := stafettlogg.Connect(ctx, h.again(), h.family.ID, wanted); return err },
		} {
			if err := make(); faults(t, err)["member"] != "stafettlogg.stop.strict" {
				t.Errorf("%v", err)
			}
		}
		h.work()
		if len(h.system.tries)+h.system.lookups != 0 {
			t.Error("something left")
		}
	})
}

func TestALostAnswerIsAskedAboutAndTheWriteIsThereOnce(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.yes(sections)
		link := h.begun()
		h.system.lose = 1
		h.sends(link, h.goal)
		h.sends(link, h.measure)
		h.work()
		if last := h.item(link, h.goal).Last; last.State != stafettlogg.Waiting || last.Receipt != nil || last.Whose != "system" {
			t.Errorf("a receipt for a lost answer: %+v", last)
		}
		h.Clock.Advance(3600e9)
		h.work()
		if len(h.system.writes) != 3 || len(h.system.tries) != 3 || h.system.lookups != 1 {
			t.Errorf("%d writes by %d tries and %d questions", len(h.system.writes), len(h.system.tries), h.system.lookups)
		}
		h.stands(link, h.goal, stafettlogg.InStep)
		h.stands(link, h.measure, stafettlogg.InStep)
	})
}

// The program is stopped after the other system has stored a write and before the
// receipt is written down.
func TestAWriteThatOurOwnDeathCutOffIsAskedAboutFirst(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.yes(sections)
		link := h.begun()
		h.sends(link, h.goal)
		dying, die := context.WithCancel(ctx)
		h.system.lose, h.system.onWrite = 1, func(system.Write) { die() }
		_, err := h.Scope.Outbox().Work(dying, map[string]outbox.Handler{stafettlogg.OutboxKind: stafettlogg.Deliver(h.Scope)}, 10)
		h.Must(err)
		h.system.mu.Lock()
		h.system.onWrite = nil
		h.system.mu.Unlock()
		if last := h.last(link); last.State != stafettlogg.Waiting || last.Receipt != nil {
			t.Fatalf("%+v", last)
		}
		h.Clock.Advance(3600e9)
		h.work()
		if len(h.system.tries) != 2 || h.system.lookups != 1 {
			t.Errorf("%d tries and %d questions", len(h.system.tries), h.system.lookups)
		}
		h.stands(link, h.goal, stafettlogg.InStep)
	})
}

func TestWhatCannotBeDeliveredIsSeenWithWhoseFaultItWas(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.yes(sections)
		link := h.begun()
		h.system.fail = &sdk.Fault{Source: sdk.FromSystem, Code: "system.unavailable"}
		h.sends(link, h.goal)
		for range outbox.MaxAttempts {
			h.work()
			h.Clock.Advance(20 * 3600e9)
		}
		if last := h.last(link); last.State != stafettlogg.Failed || last.Whose != "system" || last.Code != "system.unavailable" {
			t.Errorf("%+v", last)
		}
		h.stands(link, h.goal, stafettlogg.NotSent)
		h.system.fail = nil
		h.sends(link, h.goal)
		h.work()
		h.stands(link, h.goal, stafettlogg.InStep)
	})
}

func TestAWriteWaitsWhileItsPluginIsInQuarantine(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.yes(sections)
		link := h.begun()
		h.Must(h.Scope.InTx(ctx, func(tx *tenants.Tx) error {
			return tx.Client().Plugin.UpdateOneID(h.connection).SetHealth(connection.HealthQuarantined).Exec(ctx)
		}))
		h.sends(link, h.goal)
		h.work()
		if last := h.last(link); last.State != stafettlogg.Waiting || last.Whose != "plugin" || last.Code != "plugin.quarantined" {
			t.Fatalf("%+v", last)
		}
		h.Must(connection.Restart(ctx, h.Administrator(), h.connection))
		h.Clock.Advance(3600e9)
		h.work()
		h.stands(link, h.goal, stafettlogg.InStep)
	})
}

func TestTheirChangeIsSettledFieldByField(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.yes(sections)
		link := h.begun()
		_, err := stafettlogg.SendAll(ctx, h.again(), h.family.ID, link)
		h.Must(err)
		h.work()
		h.system.theirs(h.system.only(), func(log *system.Log) {
			log.Measures[0].What, log.Measures[0].Due, log.Measures[0].Responsible = "To voksne ute", "2026-12-24", "Kontaktlærer"
			log.Measures[0].Version = ""
			log.Goals = append(log.Goals, system.Goal{ID: "ny", Text: "Lære å svømme", State: "active"})
		})
		h.Clock.Advance(3600e9)
		h.Must(stafettlogg.Refresh(ctx, h.again(), h.family.ID, link))
		h.stands(link, h.goal, stafettlogg.InStep)
		h.stands(link, h.measure, stafettlogg.TheirChange)
		h.Must(stafettlogg.Settle(ctx, h.again(), h.family.ID, link, h.measure, map[string]string{stafettlogg.FieldText: stafettlogg.Theirs}))
		h.work()
		h.stands(link, h.measure, stafettlogg.InStep)
		log := h.system.logs[h.system.only()]
		if got := log.Measures[0]; got.What != "To voksne ute" || got.Due != "2026-12-01" || got.Responsible != "Kontaktlærer" {
			t.Errorf("%+v", got)
		}
		for _, item := range h.view(link).Items {
			if item.Standing != stafettlogg.TheirsNew {
				continue
			}
			h.Must(stafettlogg.TakeGoal(ctx, h.again(), h.family.ID, link, item.ID, plan.GoalInput{Area: plan.AreaLeisure, Title: item.Theirs.Text}))
			h.stands(link, item.ID, stafettlogg.InStep)
			return
		}
		t.Error("their new goal is not shown")
	})
}

func TestAWriteOverWhatSomebodyElseChangedIsAConflict(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.yes(sections)
		link := h.begun()
		h.sends(link, h.goal)
		h.work()
		goal, err := plan.ReadGoal(ctx, h.Enter(h.again(), h.family.ID), h.goal)
		h.Must(err)
		goal.Title = "Trygg hele dagen"
		h.Must(plan.ChangeGoal(ctx, h.again(), h.family.ID, h.goal, goal.Version, goal.GoalInput))
		h.stands(link, h.goal, stafettlogg.OursChange)
		h.sends(link, h.goal)
		h.system.theirs(h.system.only(), func(log *system.Log) { log.Goals[0].Text, log.Goals[0].Version = "Trygg på skolen", "" })
		h.Clock.Advance(3600e9)
		h.work()
		if last := h.last(link); last.State != stafettlogg.Conflict || !last.ConfirmedAt.IsZero() {
			t.Errorf("%+v", last)
		}
		h.stands(link, h.goal, stafettlogg.BothChange)
		h.Must(stafettlogg.Settle(ctx, h.again(), h.family.ID, link, h.goal, nil))
		h.work()
		h.stands(link, h.goal, stafettlogg.InStep)
		h.Must(stafettlogg.Refresh(ctx, h.again(), h.family.ID, link))
		h.stands(link, h.goal, stafettlogg.InStep)
		if got := h.system.logs[h.system.only()].Goals[0].Text; got != "Trygg hele dagen" {
			t.Errorf("there stands %q", got)
		}
	})
}

func TestALogThatIsClosedForAnIndividualPlanStopsNothingHere(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.yes(sections)
		link := h.begun()
		h.sends(link, h.goal)
		h.work()
		h.sends(link, h.measure)
		h.system.restless = true
		h.system.theirs(h.system.only(), func(log *system.Log) { log.Level = "2" })
		h.system.theirs(h.system.only(), func(log *system.Log) { log.State, log.ClosedBecause = system.Closed, system.IndividualPlan })
		h.Clock.Advance(3600e9)
		n, err := stafettlogg.ReadDue(ctx, h.Scope)
		h.Must(err)
		if n != 1 {
			t.Errorf("%d logs were read for two changes told twice", n)
		}
		v := h.view(link)
		if v.State != stafettlogg.Closed || v.Because != system.IndividualPlan || len(v.Items) != 2 || h.last(link).State != stafettlogg.Recalled {
			t.Errorf("%s %s, %d items, %s", v.State, v.Because, len(v.Items), h.last(link).State)
		}
		if goals, err := plan.ReadGoals(ctx, h.Enter(h.again(), h.family.ID)); err != nil || len(goals) != 1 || len(goals[0].Measures) != 1 {
			t.Error("the plan is not as it was", err)
		}
		again, err := stafettlogg.ReadDue(ctx, h.Scope)
		h.Must(err)
		if again != 0 {
			t.Error("a closed log is read on")
		}
	})
}

func TestALogIsFoundByItsReferenceAndLinkedOnce(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.yes(policy.Sections(policy.SectionGoals))
		h.system.logs["a"] = &system.Log{LogID: "a", Version: "v1", State: system.Open, Goals: []system.Goal{{ID: "g", Text: "Ro", State: "active", Version: "1"}}}
		h.system.named["R-1"] = "a"
		wanted := h.wanted()
		wanted.Reference = "R-2"
		if _, err := stafettlogg.Connect(ctx, h.again(), h.family.ID, wanted); faults(t, err)["reference"] != "stafettlogg.reference.unknown" {
			t.Errorf("%v", err)
		}
		wanted.Reference = " R-1 "
		link, err := stafettlogg.Connect(ctx, h.again(), h.family.ID, wanted)
		h.Must(err)
		if v := h.view(link); v.State != stafettlogg.Active || len(v.Items) != 3 || v.Items[2].Standing != stafettlogg.TheirsNew {
			t.Errorf("%+v", v.Items)
		}
		h.stands(link, h.measure, stafettlogg.NotShared) // the yes is to goals
		if err := stafettlogg.Send(ctx, h.again(), h.family.ID, link, h.measure); faults(t, err)["unit"] != "stafettlogg.class.measures" {
			t.Errorf("%v", err)
		}
		if _, err := stafettlogg.Connect(ctx, h.again(), h.family.ID, wanted); faults(t, err)["member"] != "stafettlogg.member.linked" {
			t.Errorf("%v", err)
		}
		item := h.view(link).Items[2]
		h.Must(stafettlogg.LeaveAlone(ctx, h.again(), h.family.ID, link, item.ID))
		h.stands(link, item.ID, stafettlogg.TheirsAlone)
		h.Must(stafettlogg.Pair(ctx, h.again(), h.family.ID, link, item.ID, h.goal))
		h.stands(link, h.goal, stafettlogg.BothChange)
		h.Must(stafettlogg.Unlink(ctx, h.again(), h.family.ID, link))
		if err := stafettlogg.Refresh(ctx, h.again(), h.family.ID, link); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("reading by an ended link: %v", err)
		}
	})
}
