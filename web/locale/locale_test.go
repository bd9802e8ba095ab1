package locale

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

const today = clock.Date("2026-11-22")

func TestDatesAreWrittenInWords(t *testing.T) {
	for _, c := range []struct {
		got, want string
	}{
		{For("nb").Date("2026-12-01", today), "tirsdag 1. desember"},
		{For("nn").Date("2026-12-01", today), "tysdag 1. desember"},
		{For("nn").Date("2026-11-28", today), "laurdag 28. november"},
		{For("nb").Date("2027-03-03", today), "onsdag 3. mars 2027"},
		{For("nb").DateShort("2026-12-01", today), "1. des."},
		{For("nb").DateShort("2025-05-17", today), "17. mai 2025"},
		{For("nb").DateFull("2026-12-01"), "1. desember 2026"},
		{For("nb").DateTyped("2026-12-01"), "01.12.2026"},
		{For("nb").Month("2027-03-01"), "mars 2027"},
		{For("nb").Date("", today) + For("nb").DateShort("", today) + For("nb").Duration("", today), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestTimesAreNorwegianTimes(t *testing.T) {
	winter := time.Date(2026, 12, 1, 13, 0, 0, 0, time.UTC)
	night := time.Date(2026, 11, 21, 23, 30, 0, 0, time.UTC) // already the 22nd in Norway
	for _, c := range []struct{ got, want string }{
		{For("nb").Time(winter), "kl. 14.00"},
		{For("nb").DateTime(winter, today), "tirsdag 1. desember kl. 14.00"},
		{For("nb").When(night, today), "i dag kl. 00.30"},
		{For("nb").When(night.Add(-2*time.Hour), today), "i går kl. 22.30"},
		{For("nn").When(winter, today), "tysdag 1. desember kl. 14.00"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestDurationsReadAsPeopleSayThem(t *testing.T) {
	for days, want := range map[int][2]string{
		0: {"i dag", "i dag"}, 1: {"i morgen", "i morgon"}, -1: {"i går", "i går"},
		3: {"om 3 dager", "om 3 dagar"}, -3: {"for 3 dager siden", "for 3 dagar sidan"},
		13: {"om 13 dager", "om 13 dagar"}, 14: {"om 2 uker", "om 2 veker"}, -21: {"for 3 uker siden", "for 3 veker sidan"},
		60: {"om 2 måneder", "om 2 månader"}, -365: {"for 12 måneder siden", "for 12 månader sidan"},
		730: {"om 2 år", "om 2 år"}, -1100: {"for 3 år siden", "for 3 år sidan"},
	} {
		d := today.AddDays(days)
		if nb, nn := For("nb").Duration(d, today), For("nn").Duration(d, today); nb != want[0] || nn != want[1] {
			t.Errorf("%d days: %q, %q", days, nb, nn)
		}
	}
}

func TestSmallWords(t *testing.T) {
	l := For("nb")
	for _, c := range []struct{ got, want string }{
		{l.Minutes(45), "45 min"}, {l.Minutes(90), "1 t 30 min"}, {l.Minutes(120), "2 t"}, {l.Minutes(0), "0 min"},
		{l.List(nil), ""}, {l.List([]string{"a"}), "a"}, {l.List([]string{"a", "b", "c"}), "a, b og c"},
		{l.Days(1), "1 dag"}, {l.Days(2), "2 dager"}, {l.Days(0), "0 dager"}, {l.Days(5000), "5000 dager"}, {l.Days(-1), "-1 dag"},
		{l.Number(999), "999"}, {l.Number(12400), "12\u00a0400"}, {l.Number(-1234567), "−1\u00a0234\u00a0567"},
		{l.T("progress.of", "Done", 1, "Total", 3), "1 av 3 er gjort"},
		{l.T("no.such.key"), "no.such.key"}, {l.N("no.such.key", 2), "no.such.key"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestAMunicipalitysOwnWordIsUsed(t *testing.T) {
	own := For("nb").With(map[string]string{"action.change": "Rett"})
	if own.T("action.change") != "Rett" || own.T("layout.undo") != "Angre" || For("nb").T("action.change") != "Endre" {
		t.Error("own words are not kept apart")
	}
}

func TestAnUnknownLanguageIsAnsweredInBokmaal(t *testing.T) {
	if For("").Lang() != "nb" || For("xx").Lang() != "nb" || For("nn").Lang() != "nn" || Known("xx") || !Known("nn") {
		t.Error("languages")
	}
}

func TestAPlainTextCostsNoMemory(t *testing.T) {
	l := For("nb")
	if n := testing.AllocsPerRun(100, func() { _ = l.T("action.change") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestAFaultyFileIsRefused(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"braces":  {"nb/a.json": {Data: []byte(`{"a.b": "Hei {{Name}}"}`)}},
		"twice":   {"nb/a.json": {Data: []byte(`{"a.b": "Hei"}`)}, "nb/b.json": {Data: []byte(`{"a.b": "Hallo"}`)}},
		"no json": {"nb/a.json": {Data: []byte(`{"a.b": `)}},
	} {
		if _, err := readBook(files, "nb"); err == nil {
			t.Errorf("%s was accepted", name)
		} else if !strings.Contains(err.Error(), ".json") && name != "twice" {
			t.Errorf("%s: %v does not say where", name, err)
		}
	}
}
