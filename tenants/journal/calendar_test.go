package journal_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func drawMeeting() journal.Meeting {
	call := calling("2026-11-10 13:00")
	call.Interpreter, call.InterpreterLanguage = true, "so"
	return journal.Meeting{
		ID: uuid.MustParse("0193a000-0000-7000-8000-000000000001"), Version: 3, State: journal.StatePlanned,
		CalledBy: uuid.MustParse("0193a000-0000-7000-8000-000000000002"),
		Call:     call, Agreed: []string{"Leksehjelp"}, ReadAt: tenanttest.At("2026-11-04 12:00"),
	}
}

func TestACalendarFileSaysWhenAndNothingElse(t *testing.T) {
	got := string(journal.ICS(drawMeeting(), "hverdag.example"))
	want := strings.Join([]string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//hverdag//kalender//NO", "METHOD:PUBLISH",
		"BEGIN:VEVENT", "UID:0193a000-0000-7000-8000-000000000001@hverdag.example",
		"DTSTAMP:20261104T110000Z", "DTSTART:20261110T120000Z", "DTEND:20261110T130000Z",
		"SEQUENCE:2", "SUMMARY:Møte", "CLASS:PRIVATE", "STATUS:CONFIRMED", "END:VEVENT", "END:VCALENDAR", "",
	}, "\r\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	cancelled := drawMeeting()
	cancelled.State = journal.StateCancelled
	if got := string(journal.ICS(cancelled, "")); !strings.Contains(got, "\r\nSTATUS:CANCELLED\r\n") || strings.Contains(got, "@") {
		t.Errorf("cancelled: %s", got)
	}
}

// Two meetings that differ in everything that is said of them, and not in
// when, give the same file.
func TestNoContentOfAMeetingIsInItsCalendarFile(t *testing.T) {
	word := rapid.StringN(1, 30, -1)
	rapid.Check(t, func(t *rapid.T) {
		m := drawMeeting()
		want := journal.ICS(m, "hverdag")
		m.Place = word.Draw(t, "place")
		m.Agenda = rapid.SliceOf(word).Draw(t, "agenda")
		m.Participants = rapid.SliceOf(word).Draw(t, "participants")
		m.Agreed = rapid.SliceOf(word).Draw(t, "agreed")
		m.CalledBy, m.Interpreter, m.InterpreterLanguage = uuid.New(), rapid.Bool().Draw(t, "interpreter"), ""
		if got := journal.ICS(m, "hverdag"); !bytes.Equal(got, want) {
			t.Fatalf("got %s", got)
		}
	})
}

func TestNothingCanBeSmuggledIntoACalendarFile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		file := string(journal.ICS(drawMeeting(), rapid.String().Draw(t, "host")+"\r\nLOCATION:her;x"))
		unfolded := strings.ReplaceAll(file, "\r\n ", "")
		if strings.Count(unfolded, "\r\n") != 15 || strings.Contains(unfolded, "LOCATION") || strings.Contains(unfolded, ";") {
			t.Fatalf("got %q", file)
		}
	})
}

func TestNoLineOfACalendarFileIsLongerThanTheStandardAllowsAndNoCharacterIsCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := strings.NewReplacer("\r", "", "\n", "").Replace(
			rapid.OneOf(rapid.StringN(0, 400, -1), rapid.StringMatching(`[aåø𐍈]{60,260}`)).Draw(t, "line"))
		folded := journal.Fold(line)
		body, ended := strings.CutSuffix(folded, "\r\n")
		if !ended || strings.ReplaceAll(body, "\r\n ", "") != line {
			t.Fatalf("%q is folded to %q", line, folded)
		}
		for i, part := range strings.Split(body, "\r\n") {
			if len(part) > 75 || i > 0 && !strings.HasPrefix(part, " ") || utf8.ValidString(line) && !utf8.ValidString(part) {
				t.Fatalf("part %d of %q is %q", i, line, part)
			}
		}
	})
}

func TestALineThatIsNoTextIsFoldedAllTheSame(t *testing.T) {
	line := strings.Repeat("\x80", 200)
	if got := journal.Fold(line); strings.NewReplacer("\r\n ", "", "\r\n", "").Replace(got) != line {
		t.Errorf("got %q", got)
	}
}
