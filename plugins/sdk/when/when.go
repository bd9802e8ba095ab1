// Package when reads the times and days that other systems write. They write
// them with a zone, in UTC, or with none: then it is what a clock on the wall in
// Norway shows, whatever zone the program runs in.
package when

import (
	"strings"
	"time"
	_ "time/tzdata" // the sandbox has none
)

// Norway is the zone of a time that names none.
var Norway = norway()

func norway() *time.Location {
	zone, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		panic(err) // the program holds the zones itself
	}
	return zone
}

// forms are how a time is written, with parts of a second or without.
var forms = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.DateOnly, "02.01.2006"}

// Instant reads a time, or a day as its beginning in Norway; ok is false when it
// is neither, or of a year that systems write when there is none. In the hour
// that comes twice when summer time ends, a time without a zone is the first of
// the two: whoever reads on from it reads something twice and passes nothing by.
func Instant(text string) (at time.Time, ok bool) {
	text = strings.TrimSpace(text)
	for _, form := range forms {
		at, err := time.ParseInLocation(form, text, Norway)
		if err != nil {
			continue
		}
		if first := at.Add(-time.Hour); form != time.RFC3339 && wall(first) == wall(at) {
			at = first
		}
		return at, at.Year() > 1900 && at.Year() < 2200
	}
	return time.Time{}, false
}

func wall(at time.Time) string { return at.Format(time.DateTime) }

// Day reads a day, YYYY-MM-DD, also when a time stands behind it: then it is the
// day in Norway at that time. A system that keeps days as midnights in UTC says
// that 1 July began at 22:00 on 30 June.
func Day(text string) (day string, ok bool) {
	text = strings.TrimSpace(text)
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at.In(Norway).Format(time.DateOnly), true
	}
	day = text[:min(len(text), len(time.DateOnly))]
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return "", false
	}
	return day, true
}
