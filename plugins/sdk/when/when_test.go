package when_test

import (
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/when"
)

func TestATimeWithoutAZoneIsWhatAClockInNorwayShows(t *testing.T) {
	for text, want := range map[string]string{
		"2026-06-15T12:00:00":           "2026-06-15T10:00:00Z",
		"2026-01-15 12:00:00":           "2026-01-15T11:00:00Z",
		"2026-06-15T12:00:00Z":          "2026-06-15T12:00:00Z",
		"2026-06-15T12:00:00.25+05:00":  "2026-06-15T07:00:00.25Z",
		"2026-06-15":                    "2026-06-14T22:00:00Z",
		" 15.06.2026 ":                  "2026-06-14T22:00:00Z",
		"2026-06-15T12:00:00.123456789": "2026-06-15T10:00:00.123456789Z",
		"2028-02-29T23:59:59":           "2028-02-29T22:59:59Z",
		"2026-12-31T23:59:59":           "2026-12-31T22:59:59Z",
		"2026-03-29T01:59:59":           "2026-03-29T00:59:59Z",
		"2026-03-29T03:00:00":           "2026-03-29T01:00:00Z",
		"2026-10-25T02:30:00":           "2026-10-25T00:30:00Z",
		"2026-10-25T02:30:00+02:00":     "2026-10-25T00:30:00Z",
		"2026-10-25T02:30:00+01:00":     "2026-10-25T01:30:00Z",
		"2026-10-25T03:00:00":           "2026-10-25T02:00:00Z",
	} {
		if at, ok := when.Instant(text); !ok || at.UTC().Format(time.RFC3339Nano) != want {
			t.Errorf("%s: %v, %v", text, at.UTC(), ok)
		}
	}
	// 02:30 on that night is no time; what is made of it is within the hour.
	at, ok := when.Instant("2026-03-29T02:30:00")
	if change := time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC); !ok || at.Sub(change).Abs() > 30*time.Minute {
		t.Errorf("%v, %v", at.UTC(), ok)
	}
	for _, text := range []string{"", "i går", "0001-01-01T00:00:00", "9999-12-31T00:00:00Z", "2027-02-29", "2026-06-15T25:00:00"} {
		if at, ok := when.Instant(text); ok {
			t.Errorf("%q is %v", text, at)
		}
	}
}

func TestADayIsTheDayInNorway(t *testing.T) {
	for text, want := range map[string]string{
		"2026-07-01":                "2026-07-01",
		"2026-06-30T22:00:00Z":      "2026-07-01", // midnight in Norway, kept as UTC
		"2026-12-31T23:00:00.000Z":  "2027-01-01",
		"2026-07-01T00:00:00Z":      "2026-07-01",
		"2026-07-01T00:00:00":       "2026-07-01",
		"2026-07-01T23:59:59":       "2026-07-01",
		"2026-07-01T00:00:00+02:00": "2026-07-01",
		"2028-02-28T23:30:00Z":      "2028-02-29",
		"2026-07-01 kl. 12":         "2026-07-01",
	} {
		if day, ok := when.Day(text); !ok || day != want {
			t.Errorf("%s: %s, %v", text, day, ok)
		}
	}
	for _, text := range []string{"", "01.07.2026", "2027-02-29", "2026-07"} {
		if day, ok := when.Day(text); ok {
			t.Errorf("%q is %s", text, day)
		}
	}
}
