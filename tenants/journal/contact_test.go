package journal_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func call(when string, minutes int) journal.Contact {
	return journal.Contact{
		Kind: journal.KindCall, HappenedAt: tenanttest.At(when), Minutes: minutes, WithWhom: "Mo", Note: "Snakket om skolestart",
	}
}

func (h *house) add(v *tenants.Visit, family uuid.UUID, c journal.Contact) uuid.UUID {
	h.T.Helper()
	id, err := journal.AddContact(h.ctx, v, family, c)
	h.Must(err)
	return id
}

func (h *house) contacts(v *tenants.Visit, family uuid.UUID) []journal.Logged {
	h.T.Helper()
	page, err := journal.Contacts(h.ctx, h.Enter(v, family), 1)
	h.Must(err)
	return page.Contacts
}

func TestAContactIsReadBackAsItWasWrittenNewestFirst(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		first := h.add(v, family, call("2026-11-02 09:05", 0))
		visit := journal.Contact{
			Kind: journal.KindHomeVisit, HappenedAt: tenanttest.At("2026-11-03 14:30"), Minutes: 1440,
			WithWhom: " Mo og Lita \n", Note: "Linje én\nLinje to",
		}
		second := h.add(v, family, visit)
		got := h.contacts(v, family)
		if len(got) != 2 || got[0].ID != second || got[1].ID != first {
			t.Fatalf("got %+v", got)
		}
		visit.WithWhom = "Mo og Lita"
		if got[0].Kind != visit.Kind || !got[0].HappenedAt.Equal(visit.HappenedAt) || got[0].Minutes != visit.Minutes ||
			got[0].WithWhom != visit.WithWhom || got[0].Note != visit.Note || got[0].WrittenBy != v.Viewer.ID || got[0].Version != 1 {
			t.Errorf("got %+v, want %+v", got[0], visit)
		}
	})
}

func TestAContactThatCannotBeRightIsRefusedAndNothingIsStored(t *testing.T) {
	onSQLite(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		for field, spoil := range map[string]func(*journal.Contact){
			"kind":        func(c *journal.Contact) { c.Kind = "letter" },
			"happened_on": func(c *journal.Contact) { c.HappenedAt = time.Time{} },
			"minutes":     func(c *journal.Contact) { c.Minutes = 1441 },
			"with_whom":   func(c *journal.Contact) { c.WithWhom = strings.Repeat("å", journal.MaxWhom+1) },
			"note":        func(c *journal.Contact) { c.Note = strings.Repeat("å", casefile.MaxText+1) },
		} {
			c := call("2026-11-02 09:00", 30)
			spoil(&c)
			_, err := journal.AddContact(h.ctx, v, family, c)
			var faults *tenants.Invalid
			if !errors.As(err, &faults) || len(faults.Fields) != 1 || faults.Fields[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		_, err := journal.AddContact(h.ctx, v, family, call("2026-11-05 00:00", 30))
		if !errors.Is(err, tenants.ErrInvalid) {
			t.Errorf("tomorrow: %v", err)
		}
		h.add(v, family, call("2026-11-04 23:59", 30)) // later today is no fault: the clock on the wall is not ours
		if got := h.contacts(v, family); len(got) != 1 {
			t.Errorf("stored %+v", got)
		}
	})
}

// Whatever the order in which people save, only who has read the newest
// version is let through, and the log holds what was last let through.
func TestNobodyWritesOverAContactTheyHaveNotRead(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		rapid.Check(t, func(rt *rapid.T) {
			id := h.add(v, family, call("2026-11-02 09:00", 1))
			version, minutes := 1, 1
			for step := range rapid.IntRange(1, 6).Draw(rt, "steps") {
				read := rapid.IntRange(0, version+1).Draw(rt, fmt.Sprint("read", step))
				next := rapid.IntRange(0, 1440).Draw(rt, fmt.Sprint("minutes", step))
				err := journal.ChangeContact(h.ctx, v, family, id, read, call("2026-11-02 09:00", next))
				switch {
				case read == version && err != nil:
					rt.Fatalf("version %d of %d: %v", read, version, err)
				case read == version:
					version, minutes = version+1, next
				case !errors.Is(err, tenants.ErrConflict):
					rt.Fatalf("version %d of %d: %v", read, version, err)
				}
			}
			got, err := journal.ReadContact(h.ctx, h.Enter(v, family), id)
			if err != nil || got.Version != version || got.Minutes != minutes {
				rt.Fatalf("got %+v, error %v; want version %d, %d minutes", got, err, version, minutes)
			}
		})
	})
}

func TestARemovedContactCountsNowhereAndComesBackWhole(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		id := h.add(v, family, call("2026-11-02 09:00", 30))
		before := h.contacts(v, family)[0]
		h.Must(journal.RemoveContact(h.ctx, v, family, id))
		used, err := journal.TimeUsed(h.ctx, h.Enter(v, family))
		h.Must(err)
		last, err := journal.LastContact(h.ctx, h.Scope, []uuid.UUID{family})
		h.Must(err)
		if len(h.contacts(v, family)) != 0 || used.Minutes != 0 || len(last) != 0 {
			t.Errorf("still counted: %+v, %+v", used, last)
		}
		if _, err := journal.ReadContact(h.ctx, h.Enter(v, family), id); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("reading: %v", err)
		}
		if err := journal.RemoveContact(h.ctx, v, family, id); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("removing twice: %v", err)
		}
		if err := journal.ChangeContact(h.ctx, v, family, id, 2, before.Contact); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("changing: %v", err)
		}
		if err := journal.RestoreContact(h.ctx, v, h.FamilyOfGrade(v, casefile.GradeOpen), id); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("restoring through another family: %v", err)
		}
		h.Must(journal.RestoreContact(h.ctx, v, family, id))
		after := h.contacts(v, family)
		if len(after) != 1 || after[0].Contact != before.Contact || after[0].Version <= before.Version {
			t.Errorf("got %+v, want %+v", after, before)
		}
		if err := journal.RestoreContact(h.ctx, v, family, id); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("restoring what is there: %v", err)
		}
	})
}

func TestTimeUsedIsAddedUpByTheMonthsOfNorway(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		h.add(v, family, call("2026-11-01 00:30", 20)) // still October in UTC
		h.add(v, family, call("2026-10-31 23:30", 5))
		h.add(v, family, call("2026-11-03 10:00", 40))
		h.add(v, family, call("2026-08-03 10:00", 7))
		used, err := journal.TimeUsed(h.ctx, h.Enter(v, family))
		h.Must(err)
		want := []journal.Month{
			{First: "2026-11-01", Minutes: 60, Contacts: 2}, {First: "2026-10-01", Minutes: 5, Contacts: 1},
			{First: "2026-08-01", Minutes: 7, Contacts: 1},
		}
		if used.Minutes != 72 || used.Contacts != 4 || fmt.Sprint(used.Months) != fmt.Sprint(want) {
			t.Errorf("got %+v", used)
		}
	})
}

func TestALongLogHasPagesAndNoContactIsOnTwoOrNone(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		const total = journal.PageSize + 3
		for range total {
			h.add(v, family, call("2026-11-02 09:00", 1)) // all at the same time, so that the order needs more than it
		}
		seen := map[uuid.UUID]bool{}
		for number, want := range map[int]int{1: journal.PageSize, 2: 3} {
			page, err := journal.Contacts(h.ctx, h.Enter(v, family), number)
			h.Must(err)
			if page.Number != number || page.Pages != 2 || page.Total != total || len(page.Contacts) != want {
				t.Errorf("page %d: %d of %d with %d", number, page.Number, page.Pages, len(page.Contacts))
			}
			for _, one := range page.Contacts {
				seen[one.ID] = true
			}
		}
		if len(seen) != total {
			t.Errorf("%d of %d are on a page", len(seen), total)
		}
		for asked, given := range map[int]int{-4: 1, 0: 1, 99: 2} {
			page, err := journal.Contacts(h.ctx, h.Enter(v, family), asked)
			if err != nil || page.Number != given {
				t.Errorf("page %d is %d, error %v", asked, page.Number, err)
			}
		}
	})
}

func TestTheLastContactIsTheNewestContactOrHeldMeetingOfEachFamily(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		talked, met, silent := h.FamilyOfGrade(v, casefile.GradeOpen), h.FamilyOfGrade(v, casefile.GradeOpen), h.FamilyOfGrade(v, casefile.GradeOpen)
		h.add(v, talked, call("2026-10-02 09:00", 1))
		h.add(v, talked, call("2026-11-02 09:00", 1))
		h.add(v, talked, call("2026-11-02 09:00", 1))
		h.Must(journal.RemoveContact(h.ctx, v, talked, h.add(v, talked, call("2026-11-04 09:00", 1))))
		h.add(v, met, call("2026-10-05 09:00", 1))
		held := h.plan(v, met, "2026-11-03 10:00")
		_, err := journal.HoldMeeting(h.ctx, v, met, held, 1, journal.Held{})
		h.Must(err)
		h.Must(journal.RemoveContact(h.ctx, v, met, h.contacts(v, met)[0].ID)) // the meeting was held all the same
		h.plan(v, met, "2026-11-04 08:00")
		h.plan(v, silent, "2026-11-03 10:00") // planned, and nobody has said it was held
		last, err := journal.LastContact(h.ctx, h.Scope, []uuid.UUID{talked, met, silent})
		h.Must(err)
		if len(last) != 2 || !last[talked].Equal(tenanttest.At("2026-11-02 09:00")) || !last[met].Equal(tenanttest.At("2026-11-03 10:00")) {
			t.Errorf("got %v", last)
		}
		if none, err := journal.LastContact(h.ctx, h.Scope, nil); err != nil || len(none) != 0 {
			t.Errorf("of no families: %v, error %v", none, err)
		}
	})
}

func TestTheLogOfAFamilyIsItsCoordinatorsAlone(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family, other := h.FamilyOfGrade(v, casefile.GradeOpen), h.FamilyOfGrade(v, casefile.GradeOpen)
		id := h.add(v, family, call("2026-11-02 09:00", 30))
		caregiver := h.CaregiverOf(v, family)
		for name, who := range map[string]*tenants.Visit{
			"another coordinator": h.AnotherCoordinator(), "the caregiver": caregiver,
			"the administrator":                   h.VisitAs(tenants.NewID(), policy.RoleAdministrator),
			"the coordinator who lost their role": tenants.NewVisit(h.Scope, policy.Viewer{ID: v.Viewer.ID}),
		} {
			h.nothingOf(who, name, family, id)
		}
		h.nothingOfOther(v, other, id)
		inside := h.Enter(caregiver, family)
		_, listed := journal.Contacts(h.ctx, inside, 1)
		_, read := journal.ReadContact(h.ctx, inside, id)
		_, used := journal.TimeUsed(h.ctx, inside)
		for _, err := range []error{listed, read, used} {
			if !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("the caregiver reads the log: %v", err)
			}
		}
		if got := h.contacts(v, family); len(got) != 1 || got[0].Version != 1 {
			t.Errorf("it was changed: %+v", got)
		}
	})
}

func (h *house) nothingOf(who *tenants.Visit, name string, family, id uuid.UUID) {
	h.T.Helper()
	_, added := journal.AddContact(h.ctx, who, family, call("2026-11-02 09:00", 1))
	for what, err := range map[string]error{
		"add": added, "change": journal.ChangeContact(h.ctx, who, family, id, 1, call("2026-11-02 09:00", 1)),
		"remove": journal.RemoveContact(h.ctx, who, family, id), "restore": journal.RestoreContact(h.ctx, who, family, id),
	} {
		if !errors.Is(err, tenants.ErrNotFound) {
			h.T.Errorf("%s, %s: %v", name, what, err)
		}
	}
}

// nothingOfOther reaches for a contact through another of one's own families.
func (h *house) nothingOfOther(v *tenants.Visit, other, id uuid.UUID) {
	h.T.Helper()
	_, read := journal.ReadContact(h.ctx, h.Enter(v, other), id)
	for what, err := range map[string]error{
		"read": read, "change": journal.ChangeContact(h.ctx, v, other, id, 1, call("2026-11-02 09:00", 1)),
		"remove": journal.RemoveContact(h.ctx, v, other, id),
	} {
		if !errors.Is(err, tenants.ErrNotFound) {
			h.T.Errorf("through another family, %s: %v", what, err)
		}
	}
}
