package notice_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
)

// moments draws a moment, often beside a change of the clocks.
func moments() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		around := rapid.SampledFrom([]time.Time{
			time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC),  // to summer time
			time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC), // and back
			time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC),
			time.Date(2026, 7, 8, 12, 0, 0, 0, time.UTC),
		}).Draw(t, "around")
		return around.Add(time.Duration(rapid.IntRange(-200*3600, 200*3600).Draw(t, "seconds")) * time.Second)
	})
}

func windows() *rapid.Generator[notice.Channel] {
	return rapid.Custom(func(t *rapid.T) notice.Channel {
		from := rapid.IntRange(0, notice.WholeDay-1).Draw(t, "from")
		return notice.Channel{
			From: from, To: rapid.IntRange(from+1, notice.WholeDay).Draw(t, "to"),
			Weekdays: rapid.IntRange(1, notice.EveryDay).Draw(t, "days"),
		}
	})
}

// byTheWall is the rule as one would read it off a clock and a calendar.
func byTheWall(c notice.Channel, at time.Time) bool {
	at = at.In(clock.Oslo)
	days := map[time.Weekday]int{
		time.Monday: 1, time.Tuesday: 2, time.Wednesday: 4, time.Thursday: 8, time.Friday: 16, time.Saturday: 32, time.Sunday: 64,
	}
	now := at.Format("15.04")
	from := time.Date(2000, 1, 1, 0, c.From, 0, 0, time.UTC).Format("15.04")
	to := time.Date(2000, 1, 1, 0, c.To, 0, 0, time.UTC).Format("15.04")
	return c.Weekdays&days[at.Weekday()] != 0 && now >= from && (c.To == notice.WholeDay || now < to)
}

func TestTheNextMomentIsTheFirstOneThatIsAllowed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		way, now := windows().Draw(t, "way"), moments().Draw(t, "now")
		next, ever := way.Next(now)
		if !ever {
			t.Fatalf("no moment from %s in %+v", now, way)
		}
		if next.Before(now) || !byTheWall(way, next) {
			t.Fatalf("from %s the next is %s, in %+v", now, next, way)
		}
		for at := now; at.Before(next); at = at.Add(time.Minute) {
			if byTheWall(way, at) {
				t.Fatalf("%s was allowed before %s, in %+v", at, next, way)
			}
		}
	})
}

func TestTheHourThatIsTakenAwayInSpringComesTheWeekAfter(t *testing.T) {
	way := notice.Channel{From: 2*60 + 10, To: 2*60 + 50, Weekdays: 64} // Sunday 02.10 to 02.50
	next, ever := way.Next(time.Date(2026, 3, 22, 12, 0, 0, 0, time.UTC))
	if want := time.Date(2026, 4, 5, 0, 10, 0, 0, time.UTC); !ever || !next.Equal(want) {
		t.Errorf("next is %s, want %s", next, want)
	}
}

func TestWhichNumbersTakeATextMessage(t *testing.T) {
	for number, want := range map[string]bool{
		"900 00 001": true, "40000001": true, "+47 900 00 001": true, "+46701234567": true,
		"22 00 00 00": false, "9000000": false, "+47 22000000": false, "": false, "+": false, "900 00 00x": false, "+4790": false,
	} {
		if notice.LooksLikeMobile(number) != want {
			t.Errorf("%q is %v", number, !want)
		}
	}
}
