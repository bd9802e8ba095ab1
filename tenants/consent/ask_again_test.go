package consent_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
)

// reachable lets the caregiver be written to by text message, in the evening.
func (h *house) reachable() {
	h.t.Helper()
	h.Must(notice.Choose(ctx, h.mona, notice.Channel{
		Kind: notice.Text, State: notice.Safe, Address: "412 34 567", From: 19 * 60, To: 21 * 60, Weekdays: notice.EveryDay,
	}))
}

// on moves the clock to ten in the morning of a day counted from today.
func (h *house) on(days int) {
	h.t.Helper()
	h.Clock.Advance(time.Duration(days) * 24 * time.Hour)
}

// told counts the notices that wait for somebody or have left to them.
func (h *house) told(to uuid.UUID) (n int) {
	h.t.Helper()
	h.Must(h.Scope.ReadDB().QueryRowContext(ctx, `SELECT COUNT(*) FROM outbox_messages
		WHERE recipient_id = $1 AND kind IN ('mail', 'sms') AND state <> 'recalled'`, to.String()).Scan(&n))
	return n
}

func (h *house) asks() int {
	h.t.Helper()
	n, err := consent.AskAgain(ctx, h.Scope)
	h.Must(err)
	return n
}

// ending is a yes of the caregiver's own that ends in some days.
func (h *house) ending(days int) uuid.UUID {
	h.t.Helper()
	given := h.yes()
	given.Until = h.Scope.Today().AddDays(days)
	return h.give(h.coordinator, given)
}

func TestBeforeAYesEndsTheGiverAndTheCoordinatorAreAskedTwiceAndOnceEach(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.reachable()
		h.ending(20)
		mona, coordinator := h.mona.Viewer.ID, h.coordinator.Viewer.ID
		before := h.told(coordinator)
		want := func(when string, asked, each int) {
			t.Helper()
			if n := h.asks(); n != asked {
				t.Errorf("%s %d yeses are asked about, want %d", when, n, asked)
			}
			if h.told(mona) != each || h.told(coordinator)-before != each {
				t.Errorf("%s the giver is told %d times and the coordinator %d, want %d",
					when, h.told(mona), h.told(coordinator)-before, each)
			}
		}
		want("twenty days before", 0, 0)
		h.on(6)
		want("fourteen days before", 1, 1)
		h.on(1)
		want("the day after", 1, 1)
		var due time.Time
		h.Must(h.Scope.ReadDB().QueryRowContext(ctx, `SELECT due_at FROM outbox_messages WHERE recipient_id = $1`, mona.String()).Scan(&due))
		if hour := due.UTC().Hour(); hour != 18 { // seven in the evening in Norway in winter
			t.Errorf("it arrives at %s", due)
		}
		h.on(10)
		want("three days before", 1, 2)
		h.on(1)
		want("two days before", 1, 2)
		h.on(3)
		want("when it has run out", 0, 2)
	})
}

func TestTwoReplicasAskOnce(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.reachable()
		h.ending(20)
		replica := h.Replica(ctx)
		defer replica.Close()
		other, err := replica.ByID(ctx, h.Scope.ID)
		h.Must(err)
		h.on(7)
		var both sync.WaitGroup
		for i := range 6 {
			scope := h.Scope
			if i%2 == 1 {
				scope = other
			}
			both.Go(func() {
				if _, err := consent.AskAgain(ctx, scope); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		if n := h.told(h.mona.Viewer.ID); n != 1 {
			t.Errorf("the giver is told %d times", n)
		}
	})
}

func TestNobodyIsAskedAtNightNorAtOnceAboutAShortYes(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.reachable()
		h.ending(20)
		h.ending(12) // given later than the first time of asking
		h.on(6)
		h.Clock.Advance(12 * time.Hour)
		if n := h.asks(); n != 0 {
			t.Errorf("%d are asked about at night", n)
		}
		h.Clock.Advance(12 * time.Hour)
		if n := h.asks(); n != 1 {
			t.Errorf("%d are asked about, want the longer one", n)
		}
	})
}

func TestWhatIsRenewedClosedOrTakenBackIsNotAskedAbout(t *testing.T) {
	answers := map[string]func(h *house, id uuid.UUID) error{
		"renewed": func(h *house, id uuid.UUID) error {
			_, err := consent.Renew(ctx, h.mona, h.family.ID, id, consent.Given{Answer: consent.Yes, How: casefile.HowSelf})
			return err
		},
		"taken back": func(h *house, id uuid.UUID) error {
			_, err := consent.Withdraw(ctx, h.mona, h.family.ID, consent.What{Consent: id})
			return err
		},
		"let end": func(h *house, id uuid.UUID) error { return consent.LetEnd(ctx, h.mona, h.family.ID, id) },
	}
	both(t, func(t *testing.T, h *house) {
		for name, answer := range answers {
			id := h.ending(20)
			h.on(10)
			h.Must(answer(h, id))
			if n := h.asks(); n != 0 {
				t.Errorf("%s, %d are asked about", name, n)
			}
			_, err := consent.Withdraw(ctx, h.mona, h.family.ID, consent.What{All: true})
			if err != nil && !errors.Is(err, tenants.ErrNotFound) {
				t.Fatal(err)
			}
		}
		h.ending(20)
		h.on(10)
		h.closed()
		if n := h.asks(); n != 0 {
			t.Errorf("of a closed follow-up %d are asked about", n)
		}
	})
}

func TestWhatIsLetEndHoldsToItsLastDay(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		id := h.ending(20)
		h.admit(h.teacher)
		h.on(10)
		goOn := func(v *tenants.Visit) int {
			t.Helper()
			access, err := casefile.Enter(ctx, tenants.NewVisit(h.Scope, v.Viewer), h.family.ID)
			h.Must(err)
			list, err := consent.GoOn(ctx, access)
			h.Must(err)
			return len(list)
		}
		if goOn(h.mona) != 1 || goOn(h.coordinator) != 0 {
			t.Errorf("the giver is asked about %d, the coordinator about %d", goOn(h.mona), goOn(h.coordinator))
		}
		if err := consent.LetEnd(ctx, h.coordinator, h.family.ID, id); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("the coordinator let it end: %v", err)
		}
		odin := h.YoungPerson(h.family, h.young)
		if err := consent.LetEnd(ctx, odin, h.family.ID, id); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("somebody else let it end: %v", err)
		}
		h.Must(consent.LetEnd(ctx, h.mona, h.family.ID, id))
		if err := consent.LetEnd(ctx, h.mona, h.family.ID, id); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("letting it end twice: %v", err)
		}
		if goOn(h.mona) != 0 {
			t.Error("it is asked about again")
		}
		if got := h.sees(h.Scope, h.teacher); !got.Has(policy.SectionGoals) {
			t.Errorf("it ended at once: the teacher sees %s", got)
		}
		h.on(11)
		if got := h.sees(h.Scope, h.teacher); got != 0 {
			t.Errorf("after its last day the teacher sees %s", got)
		}
	})
}

func TestWhatTheCoordinatorHasAskedAboutIsRemindedOfWhenThreeDaysAreLeft(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.reachable()
		id := h.ending(20)
		h.on(5)
		question := h.yes()
		question.Renews = id
		asked, err := consent.Ask(ctx, h.coordinator, h.family.ID, question)
		h.Must(err)
		mona := h.mona.Viewer.ID
		before := h.told(mona)
		h.on(5)
		if n := h.asks(); n != 0 || h.told(mona) != before {
			t.Errorf("ten days before, %d are asked about again", n)
		}
		h.on(7)
		if n := h.asks(); n != 1 || h.told(mona) != before+1 {
			t.Errorf("three days before, %d are reminded of, and the giver was told %d times", n, h.told(mona)-before)
		}
		h.Must(consent.Reply{Answer: consent.No}.Give(ctx, h.mona, h.family.ID, asked))
		if n := h.asks(); n != 0 {
			t.Errorf("answered, %d are reminded of", n)
		}
	})
}

func TestEveryAskingIsOnRecordOnce(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.reachable()
		id := h.ending(20)
		h.on(6)
		for range 3 {
			h.asks()
		}
		recorded := 0
		lines, err := h.Scope.Audit().Read(ctx, audit.Filter{CaseFile: h.family.ID})
		h.Must(err)
		for _, line := range lines {
			if line.Action == "consent.ask_again" && line.Kind == audit.KindSystem && line.Target == id && line.Actor == uuid.Nil {
				recorded++
			}
		}
		if recorded != 1 {
			t.Errorf("the asking is on record %d times", recorded)
		}
	})
}
