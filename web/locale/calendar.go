package locale

import (
	"strconv"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

// names are the words of a calendar; Go has none but the English.
type names struct {
	days   [7]string // from Sunday, as time.Weekday counts
	months [12]string
	short  [12]string
}

var calendars = map[string]*names{
	"nb": {
		days:   [7]string{"søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"},
		months: [12]string{"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"},
		short:  [12]string{"jan.", "feb.", "mars", "apr.", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."},
	},
	"nn": {
		days:   [7]string{"sundag", "måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag"},
		months: [12]string{"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"},
		short:  [12]string{"jan.", "feb.", "mars", "apr.", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."},
	},
}

// Date writes a day: "tirsdag 1. desember", with the year when it is not this
// one. No date gives no text.
func (l *Localizer) Date(d, today clock.Date) string {
	if d.IsZero() {
		return ""
	}
	t := d.Time()
	return calendars[l.lang].days[t.Weekday()] + " " + l.dayMonth(t, today, false)
}

// DateShort writes a day for lists and tables: "1. des.", with the year when
// it is not this one.
func (l *Localizer) DateShort(d, today clock.Date) string {
	if d.IsZero() {
		return ""
	}
	return l.dayMonth(d.Time(), today, true)
}

// DateFull writes a day with its year, for paper and agreements:
// "1. desember 2026".
func (l *Localizer) DateFull(d clock.Date) string {
	if d.IsZero() {
		return ""
	}
	return l.dayMonth(d.Time(), "", false)
}

// DateTyped writes a day as one types it in a field: "01.12.2026".
func (l *Localizer) DateTyped(d clock.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format("02.01.2006")
}

// Month writes a month: "desember 2026".
func (l *Localizer) Month(d clock.Date) string {
	if d.IsZero() {
		return ""
	}
	t := d.Time()
	return calendars[l.lang].months[t.Month()-1] + " " + strconv.Itoa(t.Year())
}

func (l *Localizer) dayMonth(t time.Time, today clock.Date, short bool) string {
	months := &calendars[l.lang].months
	if short {
		months = &calendars[l.lang].short
	}
	text := strconv.Itoa(t.Day()) + ". " + months[t.Month()-1]
	if today.IsZero() || today.Time().Year() != t.Year() {
		text += " " + strconv.Itoa(t.Year())
	}
	return text
}

// Time writes a time of day in Norway: "kl. 14.00".
func (l *Localizer) Time(t time.Time) string {
	return "kl. " + t.In(clock.Oslo).Format("15.04")
}

// DateTime writes a day and a time: "tirsdag 1. desember kl. 14.00".
func (l *Localizer) DateTime(t time.Time, today clock.Date) string {
	return l.Date(clock.DateOf(t), today) + " " + l.Time(t)
}

// When writes a moment as one tells it: "i går kl. 10.42", and the date when
// it is more than a day away.
func (l *Localizer) When(t time.Time, today clock.Date) string {
	d := clock.DateOf(t)
	switch days := today.DaysUntil(d); days {
	case -1, 0, 1:
		return l.Duration(d, today) + " " + l.Time(t)
	}
	return l.DateTime(t, today)
}

// Duration writes how far d is from today: "i dag", "i morgen", "om 3 dager",
// "i går", "for 3 dager siden", and in weeks, months and years further away.
func (l *Localizer) Duration(d, today clock.Date) string {
	if d.IsZero() || today.IsZero() {
		return ""
	}
	days := today.DaysUntil(d)
	switch days {
	case 0:
		return l.T("time.today")
	case 1:
		return l.T("time.tomorrow")
	case -1:
		return l.T("time.yesterday")
	}
	if days > 0 {
		return l.ahead(days)
	}
	return l.ago(-days)
}

func (l *Localizer) ahead(days int) string {
	switch {
	case days < 14:
		return l.N("time.in_days", days)
	case days < 60:
		return l.N("time.in_weeks", (days+3)/7)
	case days < 700:
		return l.N("time.in_months", (days+15)/30)
	}
	return l.N("time.in_years", (days+182)/365)
}

func (l *Localizer) ago(days int) string {
	switch {
	case days < 14:
		return l.N("time.days_ago", days)
	case days < 60:
		return l.N("time.weeks_ago", (days+3)/7)
	case days < 700:
		return l.N("time.months_ago", (days+15)/30)
	}
	return l.N("time.years_ago", (days+182)/365)
}

// Days writes a length of time: "3 dager".
func (l *Localizer) Days(n int) string { return l.N("time.days", n) }

// Minutes writes time used: "45 min", "1 t 30 min", "2 t".
func (l *Localizer) Minutes(n int) string {
	hours, minutes := n/60, n%60
	switch {
	case hours == 0:
		return strconv.Itoa(minutes) + " min"
	case minutes == 0:
		return strconv.Itoa(hours) + " t"
	}
	return strconv.Itoa(hours) + " t " + strconv.Itoa(minutes) + " min"
}
