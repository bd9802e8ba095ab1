package team_test

import (
	"errors"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
)

// waiting counts what is queued to somebody.
func (h *house) waiting(v *tenants.Visit) int {
	h.t.Helper()
	var n int
	h.Must(h.Scope.ReadDB().QueryRowContext(ctx,
		`SELECT COUNT(*) FROM outbox_messages WHERE recipient_id = $1`, v.Viewer.ID.String()).Scan(&n))
	return n
}

func TestABarredLeaderIsToldOfNothing(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		second := h.WorksAt(h.school, "inspektor", policy.RoleLeader)
		_, err := casefile.Bar(ctx, h.coordinator, h.family.ID, casefile.Barred{Name: "Prøve rektor"})
		h.Must(err)
		h.sayYes(h.school)
		id := h.invite(h.school)
		list, err := team.Invitations(ctx, h.Again(h.head))
		h.Must(err)
		if len(list) > 0 {
			t.Errorf("a barred leader reads %v, %q", list[0].Children, list[0].Note)
		}
		if err := team.Name(ctx, h.head, id, h.teacher.Viewer.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a barred leader names somebody: %v", err)
		}
		if h.waiting(h.head) != 0 || h.waiting(second) == 0 {
			t.Errorf("queued: %d to the barred leader, %d to the other", h.waiting(h.head), h.waiting(second))
		}
	})
}

func TestSomebodyBarredIsNotAskedToCome(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		_, err := casefile.Bar(ctx, h.coordinator, h.family.ID, casefile.Barred{Name: "Prøve kontaktlaerer"})
		h.Must(err)
		h.sayYes(h.school)
		id := h.invite(h.school)
		if got := code(team.Name(ctx, h.head, id, h.teacher.Viewer.ID), "person"); got != "team.person.unknown" {
			t.Errorf("naming somebody barred gives %q", got)
		}
		list, err := team.Invitations(ctx, h.Again(h.teacher))
		h.Must(err)
		if len(list) > 0 || h.waiting(h.teacher) != 0 {
			t.Errorf("somebody barred is asked: %+v", list)
		}
	})
}

func TestWhoIsBarredAfterTheyWereAskedIsToldOfItNoMore(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.sayYes(h.school)
		id := h.invite(h.school)
		h.Must(team.Name(ctx, h.head, id, h.teacher.Viewer.ID))
		_, err := casefile.Bar(ctx, h.coordinator, h.family.ID, casefile.Barred{Name: "Prøve kontaktlaerer"})
		h.Must(err)
		list, err := team.Invitations(ctx, h.Again(h.teacher))
		h.Must(err)
		if len(list) > 0 {
			t.Errorf("they still read %q", list[0].Note)
		}
		if err := team.Accept(ctx, h.teacher, id); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("their yes is answered with %v", err)
		}
	})
}
