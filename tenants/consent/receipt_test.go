package consent_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

func (h *house) receipts() []consent.Receipt {
	h.t.Helper()
	access, err := casefile.Enter(ctx, h.coordinator, h.family.ID)
	h.Must(err)
	list, err := consent.Receipts(ctx, access)
	h.Must(err)
	return list
}

// withdrawn is a receipt that waits for the school.
func (h *house) withdrawn() consent.Receipt {
	h.t.Helper()
	h.give(h.coordinator, h.yes())
	h.admit(h.teacher)
	h.looks(h.teacher)
	_, err := consent.Withdraw(ctx, h.mona, h.family.ID, consent.What{All: true})
	h.Must(err)
	list := h.receipts()
	return list[len(list)-1]
}

func TestAReceiptOfAUnitWithoutALeaderIsAnsweredForIt(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		other := h.WorksAt(h.Unit("Strandgata barnehage"), "styrer", policy.RoleLeader)
		one := h.withdrawn()
		if owed, err := consent.Owed(ctx, other); err != nil || len(owed) != 0 || one.Unled {
			t.Fatalf("another unit's leader is asked while the unit has one: %+v, %v", owed, err)
		}
		record := func(by *tenants.Visit, how consent.ReceiptState, did consent.Did) error {
			return consent.RecordReceipt(ctx, by, h.family.ID, one.ID, how, did, "Rektor sa det")
		}
		if err := record(h.coordinator, consent.ReceiptByPhone, consent.Deleted); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("the coordinator answered for a leader: %v", err)
		}
		if units, err := consent.UnledUnits(ctx, h.Administrator()); err != nil || len(units) != 0 {
			t.Errorf("the administrator is told of a unit that has a leader: %+v, %v", units, err)
		}
		h.Must(directory.EndRole(ctx, h.Administrator(), h.principal.Viewer.ID, policy.RoleLeader))
		units, err := consent.UnledUnits(ctx, h.Administrator())
		if err != nil || len(units) != 1 || units[0].Unit != h.school || units[0].Waiting != 1 || !units[0].Since.Equal(one.AskedAt) {
			t.Errorf("the administrator is told of %+v, %v", units, err)
		}
		for _, other := range []*tenants.Visit{h.coordinator, h.mona, h.teacher, other} {
			if _, err := consent.UnledUnits(ctx, other); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("somebody else than the administrator is told of units without a leader: %v", err)
			}
		}
		if list := h.receipts(); !list[0].Unled {
			t.Errorf("nobody is told that the unit has no leader: %+v", list)
		}
		owed, err := consent.Owed(ctx, other)
		if err != nil || len(owed) != 1 || !owed[0].Unled || owed[0].Consent != uuid.Nil {
			t.Errorf("the one who stands in is asked for %+v, %v", owed, err)
		}
		if err := record(h.mona, consent.ReceiptByPhone, consent.Deleted); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("a caregiver recorded it: %v", err)
		}
		if got := faults(t, record(h.coordinator, consent.ReceiptConfirmed, "")); got["how"] == "" || got["did"] == "" {
			t.Errorf("without what and how: %v", got)
		}
		h.Must(record(h.coordinator, consent.ReceiptByPhone, consent.Deleted))
		list := h.receipts()
		if list[0].State != consent.ReceiptByPhone || list[0].Did != consent.Deleted || list[0].Note != "Rektor sa det" || list[0].Unled {
			t.Errorf("kept %+v", list[0])
		}
		if err := record(h.coordinator, consent.ReceiptByLetter, consent.Deleted); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("answered twice: %v", err)
		}
		h.Clock.Advance(1e9)
		second := h.withdrawn()
		h.Must(consent.Confirm(ctx, other, second.ID, consent.NothingKept, ""))
	})
}
