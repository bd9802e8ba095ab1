package demo_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/cmd/hverdag/demo"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

const sound = `
slug: prove
name: Prøve
created: -20d 09:00
families:
  - key: a
    opened: -10d 09:00
    events:
      - {at: -9d 10:00, contact: {kind: call, minutes: 10}}
      - {at: -8d 10:00, look: true}
`

func TestAScenarioIsReadStrictly(t *testing.T) {
	if err := demo.ReadTown(sound); err != nil {
		t.Fatalf("a sound file: %v", err)
	}
	for name, change := range map[string][2]string{
		"an unknown field":      {"minutes: 10", "minuts: 10"},
		"two things at once":    {"look: true", "look: true, propose: {}"},
		"nothing":               {", look: true", ""},
		"out of order":          {"at: -8d", "at: -9d"},
		"before it was opened":  {"-9d 10:00", "-11d 10:00"},
		"in the future":         {"at: -8d", "at: +8d"},
		"today":                 {"at: -8d", "at: +0d"},
		"a moment without time": {"-20d 09:00", "-20d"},
		"another document":      {"      - {at: -8d", "---\n      - {at: -8d"},
	} {
		text := strings.Replace(sound, change[0], change[1], 1)
		if name == "out of order" {
			text = strings.Replace(text, "-9d 10:00, look", "-9d 09:30, look", 1)
		}
		if text == sound {
			t.Fatalf("%s changes nothing", name)
		}
		if err := demo.ReadTown(text); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestDaysAreCountedFromTodayAndFallOnWorkingDays(t *testing.T) {
	sunday := time.Date(2026, 11, 22, 12, 0, 0, 0, clock.Oslo)
	for text, want := range map[string]clock.Date{
		"-1d": "2026-11-20", "-2d": "2026-11-20", "-3d": "2026-11-19", "+1d": "2026-11-23", "+6d": "2026-11-30",
		"+0d": "2026-11-22", "-8y130d": "2018-07-15", "1988-03-14": "1988-03-14", "": "",
	} {
		got, err := demo.DayOf(text, sunday)
		if err != nil || got != want {
			t.Errorf("%q: %s, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"-1", "1d", "i dag", "2026-02-30", "-8y", "-1d 10:00"} {
		if got, err := demo.DayOf(text, sunday); err == nil {
			t.Errorf("%q was read as %s", text, got)
		}
	}
	got, err := demo.MomentOf("-1d 14:05", sunday)
	if want := time.Date(2026, 11, 20, 14, 5, 0, 0, clock.Oslo); err != nil || !got.Equal(want) {
		t.Errorf("a moment is %s, %v", got, err)
	}
	for _, text := range []string{"-1d", "-1d 24:00", "-1d 9:00", "10:00"} {
		if got, err := demo.MomentOf(text, sunday); err == nil {
			t.Errorf("%q was read as %s", text, got)
		}
	}
}
