package form

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

// ErrTime says that a text could not be read as a time of day.
var ErrTime = errors.New("not a time of day")

// TimeOfDay is a time on the clock, or none.
type TimeOfDay struct {
	Hour, Minute int
	Given        bool
}

// String writes the time as it is typed, "14.00"; empty for none.
func (t TimeOfDay) String() string {
	if !t.Given {
		return ""
	}
	return fmt.Sprintf("%02d.%02d", t.Hour, t.Minute)
}

// On is the moment the clock shows this time in Norway on a day. No time is
// the start of the day.
func (t TimeOfDay) On(d clock.Date) time.Time {
	day := d.Time()
	return time.Date(day.Year(), day.Month(), day.Day(), t.Hour, t.Minute, 0, 0, clock.Oslo).UTC()
}

// ParseTime reads a time of day as people write it: 14.00, 14:00, 1400, 930,
// 14 or kl. 14.00. Empty text is no time and no error.
func ParseTime(text string) (TimeOfDay, error) {
	text = strings.TrimSpace(strings.TrimPrefix(strings.ToLower(strings.TrimSpace(text)), "kl"))
	text = strings.TrimSpace(strings.TrimPrefix(text, "."))
	if text == "" {
		return TimeOfDay{}, nil
	}
	hours, minutes, split := strings.Cut(strings.ReplaceAll(text, ":", "."), ".")
	if !split && (len(hours) == 3 || len(hours) == 4) {
		hours, minutes, split = hours[:len(hours)-2], hours[len(hours)-2:], true
	}
	if !split {
		minutes = "00"
	}
	if strings.Trim(hours+minutes, "0123456789") != "" {
		return TimeOfDay{}, ErrTime
	}
	hour, err := strconv.Atoi(hours)
	if err != nil || len(hours) > 2 || hour > 23 {
		return TimeOfDay{}, ErrTime
	}
	minute, err := strconv.Atoi(minutes)
	if err != nil || len(minutes) != 2 || minute > 59 {
		return TimeOfDay{}, ErrTime
	}
	return TimeOfDay{Hour: hour, Minute: minute, Given: true}, nil
}

// parseInt reads a whole number, with spaces between thousands if so written.
func parseInt(text string) (int, error) {
	return strconv.Atoi(strings.ReplaceAll(text, " ", ""))
}
