package consent_test

import (
	"errors"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

func (h *house) closed() {
	h.t.Helper()
	h.Must(consent.Close(ctx, h.coordinator, h.family.ID, "goals_reached", "", h.Scope.Today()))
}

func (h *house) states() map[consent.State]int {
	h.t.Helper()
	found := map[consent.State]int{}
	for _, one := range h.list(h.coordinator) {
		found[one.State(h.Scope.Today())]++
	}
	return found
}

func TestClosingEndsWhatTheFamilySaidYesToAndTellsNobody(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.give(h.coordinator, h.yes())
		ahead := h.yes()
		ahead.From, ahead.Purpose = h.Scope.Today().AddDays(5), consent.Transition
		h.give(h.coordinator, ahead)
		no := h.yes()
		no.Answer = consent.No
		h.give(h.coordinator, no)
		question := h.yes()
		question.Purpose = consent.Assessment
		asked, err := consent.Ask(ctx, h.coordinator, h.family.ID, question)
		h.Must(err)
		h.admit(h.teacher)
		h.looks(h.teacher)
		h.Must(h.Scope.InTx(ctx, func(tx *tenants.Tx) error {
			return tx.Enqueue(ctx, outbox.Message{Kind: "probe", CaseFile: h.family.ID, Recipient: h.school, Payload: "x"})
		}))
		h.closed()
		states := h.states()
		if states[consent.StateClosed] != 3 || states[consent.StateRefused] != 1 || states[consent.StateWithdrawn] != 0 {
			t.Errorf("the consents are %v", states)
		}
		if h.waiting(h.school) != 0 || h.queued() != 0 {
			t.Error("something waits to leave for a family that is closed")
		}
		access, err := casefile.Enter(ctx, h.coordinator, h.family.ID)
		h.Must(err)
		if receipts, err := consent.Receipts(ctx, access); err != nil || len(receipts) != 0 {
			t.Errorf("a unit is asked as if the family had taken it back: %+v, %v", receipts, err)
		}
		if err := (consent.Reply{Answer: consent.Yes}).Give(ctx, h.mona, h.family.ID, asked); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("the question is still answered: %v", err)
		}
		h.Must(casefile.Reopen(ctx, h.coordinator, h.family.ID, ""))
		if got := h.sees(h.Scope, h.teacher); got != 0 {
			t.Errorf("taken up again, the teacher sees %s", got)
		}
		if states := h.states(); states[consent.StateActive]+states[consent.StateComing]+states[consent.StateAsked] != 0 {
			t.Errorf("taken up again, the consents are %v", states)
		}
		h.give(h.coordinator, h.yes())
		if got := h.sees(h.Scope, h.teacher); got != 0 {
			t.Errorf("a new yes let in somebody who is not asked anew: %s", got)
		}
	})
}

func TestWhatCannotBeClosedKeepsItsConsents(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.give(h.coordinator, h.yes())
		err := consent.Close(ctx, h.mona, h.family.ID, "goals_reached", "", h.Scope.Today())
		if err == nil {
			t.Error("a caregiver closed the follow-up")
		}
		if states := h.states(); states[consent.StateActive] != 1 {
			t.Errorf("the consents are %v", states)
		}
	})
}

// queued is how many notices about the family wait to leave.
func (h *house) queued() (waiting int) {
	h.t.Helper()
	h.Must(h.Scope.ReadDB().QueryRowContext(ctx,
		`SELECT COUNT(*) FROM outbox_messages WHERE state = 'waiting' AND case_file_id = $1`, h.family.ID.String()).Scan(&waiting))
	return waiting
}
