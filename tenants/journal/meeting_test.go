package journal_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func calling(when string) journal.Call {
	return journal.Call{
		StartsAt: tenanttest.At(when), Minutes: 60, Place: "Grønn sal",
		Agenda: []string{"Skolestart", "Hva har blitt bedre"}, Participants: []string{"Mo", "Kontaktlærer Ås"},
	}
}

func (h *house) plan(v *tenants.Visit, family uuid.UUID, when string) uuid.UUID {
	h.T.Helper()
	id, err := journal.PlanMeeting(h.ctx, v, family, calling(when))
	h.Must(err)
	return id
}

func (h *house) meeting(v *tenants.Visit, family, id uuid.UUID) journal.Meeting {
	h.T.Helper()
	m, err := journal.ReadMeeting(h.ctx, h.Enter(v, family), id)
	h.Must(err)
	return m
}

func TestAMeetingIsReadBackAsItWasCalled(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		typed := calling("2026-11-10 13:00")
		typed.Place, typed.Agenda = "  Grønn   sal ", []string{"", " Skolestart\r", "  ", "Hva har  blitt bedre"}
		typed.Interpreter, typed.InterpreterLanguage = true, "so"
		id, err := journal.PlanMeeting(h.ctx, v, family, typed)
		h.Must(err)
		got, want := h.meeting(v, family, id), calling("2026-11-10 13:00")
		if !got.StartsAt.Equal(want.StartsAt) || got.Minutes != 60 || got.Place != want.Place ||
			!slices.Equal(got.Agenda, want.Agenda) || !slices.Equal(got.Participants, want.Participants) ||
			!got.Interpreter || got.InterpreterLanguage != "so" {
			t.Errorf("got %+v", got)
		}
		if got.State != journal.StatePlanned || got.Version != 1 || got.CalledBy != v.Viewer.ID || got.Agreed != nil ||
			!got.EndsAt().Equal(tenanttest.At("2026-11-10 14:00")) || !got.ReadAt.Equal(h.Clock.Now()) {
			t.Errorf("got %+v", got)
		}
		changed := calling("2026-11-11 09:00")
		changed.InterpreterLanguage = "so" // left over from before the tick was taken away
		h.Must(journal.ChangeMeeting(h.ctx, v, family, id, 1, changed))
		if got := h.meeting(v, family, id); got.Interpreter || got.InterpreterLanguage != "" || got.Version != 2 || !got.StartsAt.Equal(tenanttest.At("2026-11-11 09:00")) {
			t.Errorf("changed: %+v", got)
		}
		if err := journal.ChangeMeeting(h.ctx, v, family, id, 1, changed); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("with the version before: %v", err)
		}
	})
}

func TestAMeetingThatCannotBeRightIsRefusedAndNothingIsStored(t *testing.T) {
	onSQLite(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		long := strings.Repeat("å", casefile.MaxLine+1)
		for want, spoil := range map[string]func(*journal.Call){
			"starts_on: journal.meeting.starts_on.missing":                       func(c *journal.Call) { c.StartsAt = time.Time{} },
			"starts_on: journal.meeting.starts_on.far":                           func(c *journal.Call) { c.StartsAt = tenanttest.At("2062-11-10 13:00") },
			"minutes: journal.meeting.minutes.range":                             func(c *journal.Call) { c.Minutes = 0 },
			"place: journal.line.too_long":                                       func(c *journal.Call) { c.Place = long },
			"agenda: journal.line.too_long":                                      func(c *journal.Call) { c.Agenda = []string{"kort", long, long} },
			"agenda: journal.lines.too_many":                                     func(c *journal.Call) { c.Agenda = slices.Repeat([]string{"a"}, 31) },
			"participants: journal.meeting.participants.too_long":                func(c *journal.Call) { c.Participants = slices.Repeat([]string{long[:400]}, 6) },
			"interpreter_language: journal.meeting.interpreter_language.missing": func(c *journal.Call) { c.Interpreter = true },
		} {
			c := calling("2026-11-10 13:00")
			spoil(&c)
			_, err := journal.PlanMeeting(h.ctx, v, family, c)
			if !errors.Is(err, tenants.ErrInvalid) || err.Error() != "invalid: "+want {
				t.Errorf("want %s, got %v", want, err)
			}
		}
		meetings, err := journal.Meetings(h.ctx, h.Enter(v, family))
		if err != nil || len(meetings) != 0 {
			t.Errorf("stored %+v, error %v", meetings, err)
		}
	})
}

func TestAMeetingThatWasHeldIsOnTheContactLogOnce(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		id := h.plan(v, family, "2026-11-04 10:00")
		held := journal.Held{StartedAt: tenanttest.At("2026-11-04 10:15"), Minutes: 45, Agreed: []string{"Leksehjelp på tirsdager ", "", "Ny samtale i januar"}}
		agreed, err := journal.HoldMeeting(h.ctx, v, family, id, 1, held)
		h.Must(err)
		want := []string{"Leksehjelp på tirsdager", "Ny samtale i januar"}
		m := h.meeting(v, family, id)
		if !slices.Equal(agreed, want) || !slices.Equal(m.Agreed, want) || m.State != journal.StateHeld ||
			m.Minutes != 45 || !m.StartsAt.Equal(held.StartedAt) || m.Place != "Grønn sal" {
			t.Errorf("got %q and %+v", agreed, m)
		}
		if _, err := journal.HoldMeeting(h.ctx, v, family, id, m.Version, held); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("holding it twice: %v", err)
		}
		got := h.contacts(v, family)
		if len(got) != 1 || got[0].Contact != (journal.Contact{
			Kind: journal.KindMeeting, HappenedAt: got[0].HappenedAt, Minutes: 45, WithWhom: "Mo, Kontaktlærer Ås",
		}) || !got[0].HappenedAt.Equal(held.StartedAt) {
			t.Errorf("on the log: %+v", got)
		}
		h.Must(journal.ChangeAgreed(h.ctx, v, family, id, m.Version, journal.Held{Agreed: []string{"Leksehjelp på torsdager"}}))
		if err := journal.ChangeAgreed(h.ctx, v, family, id, m.Version, journal.Held{Agreed: want}); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("with the version before: %v", err)
		}
		if m := h.meeting(v, family, id); !slices.Equal(m.Agreed, []string{"Leksehjelp på torsdager"}) {
			t.Errorf("corrected: %q", m.Agreed)
		}
		for what, err := range map[string]error{
			"change": journal.ChangeMeeting(h.ctx, v, family, id, m.Version+1, calling("2026-11-10 13:00")),
			"cancel": journal.CancelMeeting(h.ctx, v, family, id), "restore": journal.RestoreMeeting(h.ctx, v, family, id),
		} {
			if !errors.Is(err, tenants.ErrConflict) {
				t.Errorf("%s a meeting that was held: %v", what, err)
			}
		}
	})
}

func TestAMeetingIsHeldAsItWasPlannedWhenNothingElseIsSaidAndNeverAhead(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		id := h.plan(v, family, "2026-11-05 10:00")
		for name, held := range map[string]journal.Held{"as planned": {}, "said": {StartedAt: tenanttest.At("2026-11-05 08:00")}} {
			if _, err := journal.HoldMeeting(h.ctx, v, family, id, 1, held); !errors.Is(err, tenants.ErrInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if m := h.meeting(v, family, id); m.State != journal.StatePlanned || len(h.contacts(v, family)) != 0 {
			t.Errorf("something was stored: %+v", m)
		}
		h.Clock.Set(tenanttest.At("2026-11-05 11:30"))
		agreed, err := journal.HoldMeeting(h.ctx, v, family, id, 1, journal.Held{})
		h.Must(err)
		got := h.contacts(v, family)
		if len(agreed) != 0 || len(got) != 1 || got[0].Minutes != 60 || !got[0].HappenedAt.Equal(tenanttest.At("2026-11-05 10:00")) {
			t.Errorf("agreed %q, on the log %+v", agreed, got)
		}
	})
}

func TestACancelledMeetingIsNotTheNextAndComesBack(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		next := func() uuid.UUID {
			m, err := journal.NextMeeting(h.ctx, h.Enter(v, family))
			if errors.Is(err, tenants.ErrNotFound) {
				return uuid.Nil
			}
			h.Must(err)
			return m.ID
		}
		if next() != uuid.Nil {
			t.Error("there is a next meeting before any is planned")
		}
		h.plan(v, family, "2026-11-04 10:59") // over a minute ago
		underWay := h.plan(v, family, "2026-11-04 11:01")
		later := h.plan(v, family, "2026-11-20 10:00")
		if got := next(); got != underWay {
			t.Errorf("next is %s", got)
		}
		h.Must(journal.CancelMeeting(h.ctx, v, family, underWay))
		if got := next(); got != later {
			t.Errorf("next is %s after it was cancelled", got)
		}
		if err := journal.CancelMeeting(h.ctx, v, family, underWay); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("cancelling it twice: %v", err)
		}
		h.Must(journal.RestoreMeeting(h.ctx, v, family, underWay))
		if got := next(); got != underWay {
			t.Errorf("next is %s after it was restored", got)
		}
		all, err := journal.Meetings(h.ctx, h.Enter(v, family))
		if err != nil || len(all) != 3 || all[0].ID != later {
			t.Errorf("all: %+v, error %v", all, err)
		}
	})
}

func TestACaregiverReadsTheMeetingsAndWhereAndWithWhomAtAnOpenGradeOnly(t *testing.T) {
	onSQLite(t, func(t *testing.T, h *house) {
		for grade, place := range map[casefile.Grade]string{
			casefile.GradeOpen: "Grønn sal", casefile.GradeConfidential: "", casefile.GradeStrict: "", casefile.GradeUnknown: "",
		} {
			v := h.AnotherCoordinator()
			family := h.FamilyOfGrade(v, grade)
			id := h.plan(v, family, "2026-11-04 10:00")
			_, err := journal.HoldMeeting(h.ctx, v, family, id, 1, journal.Held{Agreed: []string{"Leksehjelp"}})
			h.Must(err)
			caregiver := h.CaregiverOf(v, family)
			got := h.meeting(caregiver, family, id)
			var who []string
			if !grade.Strict() {
				who = []string{"Mo", "Kontaktlærer Ås"}
			}
			if got.Place != place || !slices.Equal(got.Agenda, calling("2026-11-04 10:00").Agenda) ||
				!slices.Equal(got.Participants, who) || !slices.Equal(got.Agreed, []string{"Leksehjelp"}) {
				t.Errorf("%s: %+v", grade, got)
			}
			if got := h.meeting(v, family, id); got.Place != "Grønn sal" || len(got.Participants) != 2 {
				t.Errorf("%s: the coordinator reads %+v", grade, got)
			}
			if _, err := journal.PlanMeeting(h.ctx, caregiver, family, calling("2026-11-10 13:00")); !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("%s: the caregiver calls a meeting: %v", grade, err)
			}
		}
	})
}

func TestAMeetingOfAnotherFamilyIsNotFound(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family, other := h.FamilyOfGrade(v, casefile.GradeOpen), h.FamilyOfGrade(v, casefile.GradeOpen)
		id := h.plan(v, family, "2026-11-04 10:00")
		_, read := journal.ReadMeeting(h.ctx, h.Enter(v, other), id)
		_, held := journal.HoldMeeting(h.ctx, v, other, id, 1, journal.Held{})
		elsewhere := h.Enter(v, other)
		has := h.Scope.InTx(h.ctx, func(tx *tenants.Tx) error { return journal.HasMeeting(h.ctx, tx, elsewhere, id) })
		for what, err := range map[string]error{
			"read": read, "hold": held, "has": has,
			"change": journal.ChangeMeeting(h.ctx, v, other, id, 1, calling("2026-11-10 13:00")),
			"cancel": journal.CancelMeeting(h.ctx, v, other, id), "agreed": journal.ChangeAgreed(h.ctx, v, other, id, 1, journal.Held{}),
			"another's": journal.CancelMeeting(h.ctx, h.AnotherCoordinator(), family, id),
		} {
			if !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		inside := h.Enter(v, family)
		h.Must(h.Scope.InTx(h.ctx, func(tx *tenants.Tx) error { return journal.HasMeeting(h.ctx, tx, inside, id) }))
		if m := h.meeting(v, family, id); m.State != journal.StatePlanned || m.Version != 1 {
			t.Errorf("it was changed: %+v", m)
		}
	})
}

func TestMyDayHasTheMeetingsOfMyOwnFamiliesFromTodayAndAWeekOn(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v, colleague := h.AnotherCoordinator(), h.AnotherCoordinator()
		family, quiet, theirs := h.FamilyOfGrade(v, casefile.GradeOpen), h.FamilyOfGrade(v, casefile.GradeOpen), h.FamilyOfGrade(colleague, casefile.GradeOpen)
		h.plan(v, family, "2026-11-03 23:59")
		last := h.plan(v, family, "2026-11-10 23:59")
		first := h.plan(v, family, "2026-11-04 00:00")
		h.plan(v, family, "2026-11-11 00:00")
		h.Must(journal.CancelMeeting(h.ctx, v, family, h.plan(v, family, "2026-11-05 10:00")))
		h.plan(colleague, theirs, "2026-11-05 10:00")
		h.plan(v, quiet, "2026-12-05 10:00")
		day := h.VisitAs(v.Viewer.ID, v.Viewer.Roles.List()[0])
		due, err := journal.Upcoming(h.ctx, day)
		h.Must(err)
		if len(due) != 2 || due[0].ID != first || !due[0].Today || due[1].ID != last || due[1].Today ||
			due[0].Family != family || due[0].ShortName != "Blått hus" {
			t.Fatalf("got %+v", due)
		}
		h.Must(day.Commit(h.ctx))
		if !h.looked(v.Viewer.ID, family, "meetings") || h.looked(v.Viewer.ID, quiet, "meetings") {
			t.Error("the look at the meetings is not on record, or one is that was not taken")
		}
		if _, err := journal.Upcoming(h.ctx, h.CaregiverOf(v, family)); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a caregiver has a day here: %v", err)
		}
	})
}
