package journal_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func (h *house) lines(family uuid.UUID) []audit.Line {
	h.T.Helper()
	lines, err := h.Scope.Audit().Read(h.ctx, audit.Filter{CaseFile: family})
	h.Must(err)
	return lines
}

func (h *house) looked(who, family uuid.UUID, section string) bool {
	h.T.Helper()
	return slices.ContainsFunc(h.lines(family), func(l audit.Line) bool {
		return l.Kind == audit.KindLook && l.Actor == who && slices.Contains(l.Sections, section)
	})
}

func TestEveryDeedInTheJournalIsOnRecordWithWhatItWasDoneTo(t *testing.T) {
	onSQLite(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		contact := h.add(v, family, call("2026-11-02 09:00", 30))
		h.Must(journal.ChangeContact(h.ctx, v, family, contact, 1, call("2026-11-02 10:00", 30)))
		h.Must(journal.RemoveContact(h.ctx, v, family, contact))
		h.Must(journal.RestoreContact(h.ctx, v, family, contact))
		meeting := h.plan(v, family, "2026-11-04 10:00")
		h.Must(journal.ChangeMeeting(h.ctx, v, family, meeting, 1, calling("2026-11-04 11:00")))
		h.Must(journal.CancelMeeting(h.ctx, v, family, meeting))
		h.Must(journal.RestoreMeeting(h.ctx, v, family, meeting))
		_, err := journal.HoldMeeting(h.ctx, v, family, meeting, 4, journal.Held{})
		h.Must(err)
		h.Must(journal.ChangeAgreed(h.ctx, v, family, meeting, 5, journal.Held{Agreed: []string{"Leksehjelp"}}))
		var got []string
		for _, line := range slices.Backward(h.lines(family)) {
			if line.Actor != v.Viewer.ID || line.Kind != audit.KindDeed {
				continue
			}
			switch line.Target {
			case contact:
				got = append(got, "contact "+line.Action)
			case meeting:
				got = append(got, "meeting "+line.Action)
			default:
				got = append(got, line.Action)
			}
		}
		want := []string{
			"family.open", "contact journal.contact.add", "contact journal.contact.change", "contact journal.contact.remove",
			"contact journal.contact.restore", "meeting journal.meeting.plan", "meeting journal.meeting.change",
			"meeting journal.meeting.cancel", "meeting journal.meeting.restore", "journal.contact.add",
			"meeting journal.meeting.hold", "meeting journal.meeting.agreed.change",
		}
		if !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	})
}

func TestALookAtTheJournalIsOnRecord(t *testing.T) {
	onSQLite(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		h.contacts(v, family)
		_, err := journal.Meetings(h.ctx, h.Enter(v, family))
		h.Must(err)
		h.Must(v.Commit(h.ctx))
		for _, section := range []string{"journal", "meetings", "meeting_place"} {
			if !h.looked(v.Viewer.ID, family, section) {
				t.Errorf("the look at %s is not on record", section)
			}
		}
	})
}

func TestAClosedFollowUpTakesNothingNewInItsJournal(t *testing.T) {
	onSQLite(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		contact := h.add(v, family, call("2026-11-02 09:00", 30))
		h.Must(casefile.Close(h.ctx, v, family, "family_wishes", "De klarer seg fint.", "2026-11-04"))
		_, added := journal.AddContact(h.ctx, v, family, call("2026-11-02 09:00", 30))
		_, planned := journal.PlanMeeting(h.ctx, v, family, calling("2026-11-10 13:00"))
		for what, err := range map[string]error{
			"add": added, "plan": planned, "remove": journal.RemoveContact(h.ctx, v, family, contact),
		} {
			if !errors.Is(err, tenants.ErrConflict) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if got := h.contacts(v, family); len(got) != 1 {
			t.Errorf("the log of a closed follow-up: %+v", got)
		}
	})
}

func TestNoWordOfTheJournalStandsReadableInTheFiles(t *testing.T) {
	h := moveIn(t, tenanttest.SQLite(t))
	v := h.AnotherCoordinator()
	family := h.FamilyOfGrade(v, casefile.GradeOpen)
	h.add(v, family, call("2026-11-02 09:00", 30))
	meeting := h.plan(v, family, "2026-11-04 10:00")
	_, err := journal.HoldMeeting(h.ctx, v, family, meeting, 1, journal.Held{Agreed: []string{"Leksehjelp"}})
	h.Must(err)
	files, err := filepath.Glob(filepath.Join(h.House.Folder, "*"))
	h.Must(err)
	stored := 0
	for _, name := range files {
		content, err := os.ReadFile(name)
		h.Must(err)
		if bytes.Contains(content, []byte("home_visit")) || bytes.Contains(content, []byte(journal.StateHeld)) {
			stored++ // the words that are not sealed are here, so the sealed ones would be too
		}
		for _, word := range []string{"skolestart", "Skolestart", "Kontaktlærer", "Grønn sal", "Leksehjelp"} {
			if bytes.Contains(content, []byte(word)) {
				t.Errorf("%q stands in %s", word, filepath.Base(name))
			}
		}
	}
	if stored == 0 {
		t.Error("the meeting is in none of the files")
	}
}
