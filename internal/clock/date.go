package clock

import (
	"errors"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the zone is needed on machines without a zone database
)

// Oslo is the zone every date in the product is read in.
var Oslo = mustZone("Europe/Oslo")

// ErrDate says that a text could not be read as a date.
var ErrDate = errors.New("not a date")

// Date is a day without a time, "2026-11-22", or empty for none. The written
// form sorts as the days do.
type Date string

// DateOf returns the day of t in Norway.
func DateOf(t time.Time) Date { return Date(t.In(Oslo).Format(time.DateOnly)) }

// Today returns the day it is in Norway by c.
func Today(c Clock) Date { return DateOf(c.Now()) }

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == "" }

// Time returns midnight in Norway at the start of the day; zero for none.
func (d Date) Time() time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), Oslo)
	if err != nil {
		return time.Time{}
	}
	return t
}

// AddDays returns the day n days later; none stays none.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return Date(d.Time().AddDate(0, 0, n).Format(time.DateOnly))
}

// DaysUntil counts the days from d to other; negative when other is earlier.
// Both must be dates.
func (d Date) DaysUntil(other Date) int {
	from, _ := time.Parse(time.DateOnly, string(d))
	to, _ := time.Parse(time.DateOnly, string(other))
	return int(to.Sub(from).Hours() / 24)
}

// ParseDate reads a date as people in Norway write it: 24.12.2026, 24.12.26,
// 24/12-2026, 24 12 2026 or 2026-12-24. Empty text is no date and no error.
// A two-digit year is taken as 20xx when that is at most ten years ahead of
// today, else as 19xx.
func ParseDate(text string, today Date) (Date, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", nil
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return Date(t.Format(time.DateOnly)), nil
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("./- ", r) })
	if len(parts) != 3 {
		return "", ErrDate
	}
	day, errDay := strconv.Atoi(parts[0])
	month, errMonth := strconv.Atoi(parts[1])
	year, errYear := strconv.Atoi(parts[2])
	if errDay != nil || errMonth != nil || errYear != nil {
		return "", ErrDate
	}
	if len(parts[2]) == 2 {
		year = century(year, today)
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if len(parts[2]) == 3 || t.Day() != day || int(t.Month()) != month || year < 1900 || year > 2200 {
		return "", ErrDate
	}
	return Date(t.Format(time.DateOnly)), nil
}

func century(year int, today Date) int {
	if now := today.Time().Year(); 2000+year <= now+10 {
		return 2000 + year
	}
	return 1900 + year
}

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic("loading time zone " + name + ": " + err.Error())
	}
	return zone
}
