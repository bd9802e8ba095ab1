package consent_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
)

func TestAYesOpensWhatWasGivenAndAWithdrawalShutsItAtOnce(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		replica := h.Replica(ctx)
		defer replica.Close()
		other, err := replica.ByID(ctx, h.Scope.ID)
		h.Must(err)
		h.give(h.coordinator, h.yes())
		h.admit(h.teacher)
		want := policy.Sections(policy.SectionOverview, policy.SectionGoals, policy.SectionMeasures)
		for _, scope := range []*tenants.Scope{h.Scope, other} {
			if got := h.sees(scope, h.teacher); got != want {
				t.Errorf("the teacher sees %s, want %s", got, want)
			}
		}
		h.looks(h.teacher)
		done, err := consent.Withdraw(ctx, h.mona, h.family.ID, consent.What{Unit: h.school})
		h.Must(err)
		if len(done.Units) != 1 || len(done.People) != 1 || done.Consents != 1 || len(done.Asked) != 1 {
			t.Errorf("withdrawal did %+v", done)
		}
		for _, scope := range []*tenants.Scope{h.Scope, other} {
			if got := h.sees(scope, h.teacher); got != 0 {
				t.Errorf("after the withdrawal the teacher sees %s", got)
			}
		}
	})
}

func TestNobodyIsLetInWithoutAYes(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		no := h.yes()
		no.Answer = consent.No
		h.give(h.coordinator, no)
		evaluation := h.yes()
		evaluation.Purpose = consent.Evaluation
		h.give(h.coordinator, evaluation)
		err := h.Scope.InTx(ctx, func(tx *tenants.Tx) error {
			return consent.Admit(ctx, h.coordinator, tx, h.family.ID, h.school, h.teacher.Viewer.ID)
		})
		if !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("letting in without a yes: %v", err)
		}
		list := h.list(h.coordinator)
		if len(list) != 2 || list[0].State(h.Scope.Today()) != consent.StateRefused || list[1].Unit != uuid.Nil {
			t.Errorf("kept %+v", list)
		}
	})
}
