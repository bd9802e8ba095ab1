package demo

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

// day is a date in the scenario: "-42d" and "+9d" count from today and fall on
// working days, "-8y130d" is a day that long ago, "1988-03-14" is that very
// day, and empty is none.
type day struct {
	days, years int
	fixed       clock.Date
	relative    bool
}

// moment is a day counted from today, with the time of day in Norway:
// "-86d 12:30".
type moment struct{ days, minute int }

var (
	dayShape    = regexp.MustCompile(`^([+-]\d{1,4})d$`)
	agoShape    = regexp.MustCompile(`^-(\d{1,3})y(\d{1,3})d$`)
	fixedShape  = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	momentShape = regexp.MustCompile(`^([+-]\d{1,4})d ([01]\d|2[0-3]):([0-5]\d)$`)
)

// UnmarshalYAML reads a day.
func (d *day) UnmarshalYAML(node *yaml.Node) error {
	text := node.Value
	if match := dayShape.FindStringSubmatch(text); match != nil {
		*d = day{days: number(match[1]), relative: true}
		return nil
	}
	if match := agoShape.FindStringSubmatch(text); match != nil {
		*d = day{years: number(match[1]), days: -number(match[2])}
		return nil
	}
	fixed := day{fixed: clock.Date(text)}
	if text == "" || fixedShape.MatchString(text) && !fixed.fixed.Time().IsZero() {
		*d = fixed
		return nil
	}
	return fmt.Errorf("line %d: %q is no day", node.Line, text)
}

// On is the day it is, counted from now.
func (d day) On(now time.Time) clock.Date {
	today := clock.DateOf(now)
	switch {
	case d.relative:
		return workingDay(today, d.days)
	case d.years > 0:
		return clock.DateOf(today.Time().AddDate(-d.years, 0, d.days))
	default:
		return d.fixed
	}
}

// UnmarshalYAML reads a moment.
func (m *moment) UnmarshalYAML(node *yaml.Node) error {
	match := momentShape.FindStringSubmatch(node.Value)
	if match == nil {
		return fmt.Errorf("line %d: %q is no moment", node.Line, node.Value)
	}
	*m = moment{days: number(match[1]), minute: 60*number(match[2]) + number(match[3])}
	return nil
}

// At is the moment it is, counted from now.
func (m moment) At(now time.Time) time.Time {
	on := workingDay(clock.DateOf(now), m.days).Time()
	return time.Date(on.Year(), on.Month(), on.Day(), m.minute/60, m.minute%60, 0, 0, clock.Oslo).UTC()
}

// order compares as the scenario tells it, before days are moved off weekends.
func (m moment) order(other moment) int {
	if m.days != other.days {
		return m.days - other.days
	}
	return m.minute - other.minute
}

// workingDay counts days from today. A day that has been moves back off a
// weekend, one to come moves on; so what came first still does.
func workingDay(today clock.Date, days int) clock.Date {
	on := today.AddDays(days)
	step := 1
	if days < 0 {
		step = -1
	}
	for days != 0 && isWeekend(on) {
		on = on.AddDays(step)
	}
	return on
}

func isWeekend(on clock.Date) bool {
	weekday := on.Time().Weekday()
	return weekday == time.Saturday || weekday == time.Sunday
}

// number reads digits that a pattern has let through.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		panic("reading a number of the demo's scenario: " + err.Error())
	}
	return n
}
