package stafettlogg_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
)

// ending is how the yes that a log rests on comes to an end.
var endings = map[string]struct {
	end     func(h *house, yes uuid.UUID)
	because string // here
	told    string // there
}{
	"the family takes it back": {func(h *house, yes uuid.UUID) {
		_, err := consent.Withdraw(ctx, h.again(), h.family.ID, consent.What{Consent: yes})
		h.Must(err)
	}, stafettlogg.EndedWithdrawn, system.Withdrawn},
	"its time is over": {func(h *house, _ uuid.UUID) {
		h.Clock.Advance(400 * 24 * time.Hour)
		h.endsRunOut()
	}, stafettlogg.EndedRunOut, system.OtherReason},
	"its time was over before the log was read": {func(h *house, _ uuid.UUID) {
		h.Clock.Advance(400 * 24 * time.Hour)
		_, err := stafettlogg.ReadDue(ctx, h.Scope)
		h.Must(err)
	}, stafettlogg.EndedRunOut, system.OtherReason},
	"the follow-up is closed": {func(h *house, _ uuid.UUID) {
		h.Must(consent.Close(ctx, h.again(), h.family.ID, casefile.Outcomes()[0], "Familien klarer seg", h.Scope.Today()))
	}, stafettlogg.EndedFollowUp, system.OtherReason},
	"the child is taken out of the family": {func(h *house, _ uuid.UUID) {
		h.Must(casefile.RemoveMember(ctx, h.again(), h.family.ID, h.wanted().Member))
		h.work() // what waits does not leave
		h.Clock.Advance(24 * time.Hour)
		_, err := stafettlogg.ReadDue(ctx, h.Scope)
		h.Must(err)
	}, stafettlogg.EndedFollowUp, system.OtherReason},
}

func TestALogThatWasBegunHereIsClosedWithoutAWordWhenItsYesIsGone(t *testing.T) {
	for name, one := range endings {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, h *house) {
				yes := h.yes(sections)
				link := h.begun()
				log := h.system.only()
				h.sends(link, h.goal)
				h.work()
				h.sends(link, h.measure)
				before := len(h.system.tries)
				one.end(h, yes)
				links, err := h.linkOf(link)
				h.Must(err)
				if links.State != stafettlogg.Ended || links.Because != one.because {
					t.Fatalf("%s %s", links.State, links.Because)
				}
				h.system.lose = 1 // once, however often it is tried
				h.work()
				h.Clock.Advance(2 * time.Minute)
				h.work()
				if len(h.system.tries) != before+1 || h.system.logs[log].State != system.Closed || h.system.logs[log].ClosedBecause != one.told {
					t.Fatalf("%d tries, and it is %s %s", len(h.system.tries)-before, h.system.logs[log].State, h.system.logs[log].ClosedBecause)
				}
				left := h.system.tries[before]
				left.Close, left.LogID, left.Key = nil, "", ""
				if said := dump(left); said != dump(system.Write{}) || strings.Contains(said, "Trygg") {
					t.Errorf("more than that it is closed: %s", said)
				}
			})
		})
	}
}

func (h *house) linkOf(id uuid.UUID) (stafettlogg.Link, error) {
	return stafettlogg.ReadLink(ctx, h.Enter(h.again(), h.family.ID), id)
}

func TestALogThatIsNotOursToCloseStaysOpen(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		yes := h.yes(sections)
		h.system.logs["a"] = &system.Log{LogID: "a", Version: "v1", State: system.Open}
		h.system.named["R-1"] = "a"
		wanted := h.wanted()
		wanted.Reference = "R-1"
		link, err := stafettlogg.Connect(ctx, h.again(), h.family.ID, wanted)
		h.Must(err)
		_, err = consent.Withdraw(ctx, h.again(), h.family.ID, consent.What{Consent: yes})
		h.Must(err)
		h.work()
		if v := h.view(link); v.State != stafettlogg.Ended || len(v.Sent) != 0 || h.system.logs["a"].State != system.Open {
			t.Errorf("%s, %d sent, the log is %s", v.State, len(v.Sent), h.system.logs["a"].State)
		}
	})
}

func TestOfAProtectedFamilyNotEvenThatTheLogIsClosedLeaves(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		yes := h.yes(sections)
		h.begun()
		before := len(h.system.tries)
		_, err := consent.Withdraw(ctx, h.again(), h.family.ID, consent.What{Consent: yes})
		h.Must(err)
		h.protect() // before it has left
		h.work()
		if len(h.system.tries) != before {
			t.Errorf("%s left", dump(h.system.tries[before]))
		}
	})
	both(t, func(t *testing.T, h *house) {
		h.yes(sections)
		link := h.begun()
		before := len(h.system.tries)
		h.protect()
		if v := h.view(link); v.State != stafettlogg.Ended || v.Because != stafettlogg.EndedStrict {
			t.Errorf("the link does not end at once: %s %s", v.State, v.Because)
		}
		h.work()
		if len(h.system.tries) != before {
			t.Errorf("%s left", dump(h.system.tries[before]))
		}
	})
}

func TestALogThatIsLinkedAgainOnANewYesIsNotClosed(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		yes := h.yes(sections)
		first := h.begun()
		log := h.system.only()
		_, err := consent.Withdraw(ctx, h.again(), h.family.ID, consent.What{Consent: yes})
		h.Must(err)
		h.yes(sections)
		h.system.named["R-1"] = log
		wanted := h.wanted()
		wanted.Reference = "R-1"
		_, err = stafettlogg.Connect(ctx, h.again(), h.family.ID, wanted)
		h.Must(err)
		h.work()
		if last := h.last(first); h.system.logs[log].State != system.Open || last.State != stafettlogg.Refused || last.Code != stafettlogg.CodeLinkedAgain {
			t.Errorf("the log is %s; %+v", h.system.logs[log].State, last)
		}
	})
}
