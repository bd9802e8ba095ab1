package journal_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestAMeetingThatWasWaitsUntilItIsWrittenDownOrCancelled(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v, other := h.AnotherCoordinator(), h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		plan := func(when string) uuid.UUID {
			id, err := journal.PlanMeeting(h.ctx, v, family, journal.Call{StartsAt: tenanttest.At(when), Minutes: 60})
			h.Must(err)
			return id
		}
		newest, oldest := plan("2026-11-03 09:00"), plan("2026-10-01 09:00")
		today, cancelled := plan("2026-11-04 09:00"), plan("2026-11-02 09:00")
		h.Must(journal.CancelMeeting(h.ctx, v, family, cancelled))
		waits := func() []uuid.UUID {
			due, err := journal.Unwritten(h.ctx, v)
			h.Must(err)
			var ids []uuid.UUID
			for _, one := range due {
				if one.Family != family || one.ShortName != "Blått hus" {
					t.Errorf("waits: %+v", one)
				}
				ids = append(ids, one.ID)
			}
			return ids
		}
		if ids := waits(); !slices.Equal(ids, []uuid.UUID{oldest, newest}) {
			t.Errorf("%v wait, want %v and %v and not today's %v", ids, oldest, newest, today)
		}
		_, err := journal.HoldMeeting(h.ctx, v, family, oldest, 1, journal.Held{})
		h.Must(err)
		if ids := waits(); !slices.Equal(ids, []uuid.UUID{newest}) {
			t.Errorf("%v wait, want %v", ids, newest)
		}
		if due, err := journal.Unwritten(h.ctx, other); err != nil || len(due) != 0 {
			t.Errorf("another coordinator is asked for %+v, %v", due, err)
		}
		if _, err := journal.Unwritten(h.ctx, h.CaregiverOf(v, family)); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a caregiver gets %v", err)
		}
	})
}
