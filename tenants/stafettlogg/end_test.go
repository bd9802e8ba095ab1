package stafettlogg_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
)

// yesUntil is the caregiver's yes to a unit about a member, to a last day.
func (h *house) yesUntil(unit, member uuid.UUID, last clock.Date) {
	h.t.Helper()
	_, err := consent.Give(ctx, h.again(), h.family.ID, consent.Given{
		Purpose: consent.Cooperation, Unit: unit, Members: []uuid.UUID{member}, Asked: policy.Sections(policy.SectionGoals),
		By: h.family.Caregiver, Answer: consent.Yes, How: casefile.HowOral, Told: "På kontoret",
		Heard: []uuid.UUID{member}, Until: last,
	})
	h.Must(err)
}

// untilNight moves the clock to a minute before a day ends in Norway.
func (h *house) untilNight(day clock.Date) {
	h.t.Helper()
	h.Clock.Advance(day.AddDays(1).Time().Sub(h.Clock.Now()) - time.Minute)
}

// endsRunOut is what the program does every minute.
func (h *house) endsRunOut() int {
	h.t.Helper()
	n, err := stafettlogg.EndRunOut(ctx, h.Scope)
	h.Must(err)
	return n
}

func TestALinkEndsInTheMinuteItsYesRunsOut(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		last := h.Scope.Today().AddDays(20)
		h.yesUntil(h.school, h.family.Child, last)
		h.yesUntil(h.Unit("En annen skole"), h.family.Child, last.AddDays(100)) // no help to the school
		link, log := h.begun(), h.system.only()
		h.sends(link, h.goal)
		h.Must(connection.Pause(ctx, h.Administrator(), h.connection)) // nothing is read
		h.untilNight(last)
		if n := h.endsRunOut(); n != 0 || h.view(link).State != stafettlogg.Active {
			t.Fatalf("%d ended on its last day", n)
		}
		h.Clock.Advance(time.Minute)
		if n := h.endsRunOut(); n != 1 {
			t.Fatalf("%d ended when it had run out", n)
		}
		v := h.view(link)
		if v.State != stafettlogg.Ended || v.Because != stafettlogg.EndedRunOut || !v.EndedAt.Equal(h.Clock.Now()) || v.Sent[1].State != stafettlogg.Recalled {
			t.Errorf("%s %s %s, and what was on its way is %s", v.State, v.Because, v.EndedAt, v.Sent[1].State)
		}
		if n := h.endsRunOut(); n != 0 {
			t.Errorf("%d ended again", n)
		}
		h.Must(connection.Resume(ctx, h.Administrator(), h.connection))
		h.work()
		if there := h.system.logs[log]; there.State != system.Closed || there.ClosedBecause != system.OtherReason || len(there.Goals) != 0 {
			t.Errorf("there it is %s %s with %d goals", there.State, there.ClosedBecause, len(there.Goals))
		}
	})
}

func TestALinkStandsAsLongAsOneYesToTheUnitDoes(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		last := h.Scope.Today().AddDays(20)
		h.yesUntil(h.school, h.family.Child, last)
		h.yesUntil(h.school, h.family.Child, last.AddDays(30))
		link := h.begun()
		h.untilNight(last.AddDays(30))
		if n := h.endsRunOut(); n != 0 || h.view(link).State != stafettlogg.Active {
			t.Errorf("%d ended while the longer yes stands", n)
		}
		h.Clock.Advance(time.Minute)
		if n := h.endsRunOut(); n != 1 {
			t.Errorf("%d ended when it did not", n)
		}
	})
}

func TestTwoReplicasEndALinkOnce(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		last := h.Scope.Today().AddDays(20)
		h.yesUntil(h.school, h.family.Child, last)
		link := h.begun()
		before := len(h.system.tries)
		replica := h.Replica(ctx)
		defer replica.Close()
		other, err := replica.ByID(ctx, h.Scope.ID)
		h.Must(err)
		h.untilNight(last)
		h.Clock.Advance(time.Minute)
		var ended atomic.Int32
		var all sync.WaitGroup
		for i := range 6 {
			scope := h.Scope
			if i%2 == 1 {
				scope = other
			}
			all.Go(func() {
				n, err := stafettlogg.EndRunOut(ctx, scope)
				if err != nil {
					t.Error(err)
				}
				ended.Add(int32(n))
			})
		}
		all.Wait()
		h.work()
		if ended.Load() != 1 || len(h.system.tries) != before+1 {
			t.Errorf("it ended %d times, and the other system was told %d times", ended.Load(), len(h.system.tries)-before)
		}
		recorded := 0
		lines, err := h.Scope.Audit().Read(ctx, audit.Filter{CaseFile: h.family.ID})
		h.Must(err)
		for _, line := range lines {
			if line.Action == "stafettlogg.end" && line.Kind == audit.KindSystem && line.Target == link && line.Actor == uuid.Nil {
				recorded++
			}
		}
		if recorded != 1 {
			t.Errorf("it is on record %d times", recorded)
		}
	})
}
