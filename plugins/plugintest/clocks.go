package plugintest

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/when"
)

// clock is one that systems have and the plugin has not: every time in their
// answers, and the Date of each, is by it.
type clock struct {
	name  string
	move  func(at time.Time) time.Time
	wall  string        // where a time has no zone; empty: as a clock in Norway shows it
	apart time.Duration // from the plugin's
	means []time.Time   // what a time that has been moved may be read as; nil: as far from before as the clock
}

// apart is a clock that goes wrong: all it has ever said is as much too late, or
// too early.
func apart(name string, by time.Duration) clock {
	return clock{name: name, apart: by, move: func(at time.Time) time.Time { return at.Add(by) }}
}

// at is a clock by which everything that has happened did so at one moment. What
// is yet to come, as the end of a key's validity, is left as it is.
func at(name, moment string) clock {
	then, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		panic(err)
	}
	now := time.Now()
	c := clock{name: name, means: []time.Time{then}}
	c.move = func(at time.Time) time.Time {
		if at.After(now) {
			return at
		}
		return then
	}
	for _, other := range []time.Time{then.Add(time.Hour), then.Add(-time.Hour)} {
		if shown(other) == shown(then) { // the hour that comes twice
			c.means = append(c.means, other)
		}
	}
	return c
}

// noSuchTime is when summer time begins, as a system writes it that thinks every
// night has a 02:30.
func noSuchTime() clock {
	c := at("02:30 in the night when summer time begins", "2026-03-29T01:00:00Z")
	c.wall = "2026-03-29T02:30:00"
	for _, half := range []time.Duration{30 * time.Minute, -30 * time.Minute} {
		c.means = append(c.means, c.means[0].Add(half))
	}
	return c
}

// wallForm is a time without a zone.
const wallForm = "2006-01-02T15:04:05"

func shown(at time.Time) string { return at.In(when.Norway).Format(wallForm) }

// stamps are times as systems write them, with a zone or without.
var stamps = regexp.MustCompile(`\b(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?`)

// stamp writes a time by the clock, in the form it had.
func (c clock) stamp(text []byte) []byte {
	parts := stamps.FindSubmatch(text)
	zone := string(parts[5])
	said, read := when.Instant(string(parts[1]) + "T" + string(parts[3]) + string(parts[4]) + zone)
	if !read {
		return text
	}
	moved := c.move(said)
	wall := shown(moved)
	switch {
	case zone != "":
		_, seconds := said.Zone()
		wall = moved.In(time.FixedZone("", seconds)).Format(wallForm)
	case c.wall != "" && !moved.Equal(said):
		wall = c.wall
	}
	return fmt.Appendf(nil, "%s%s%s%s%s", wall[:len(time.DateOnly)], parts[2], wall[len(time.DateOnly)+1:], parts[4], zone)
}

// handler answers as next, by the clock.
func (c clock) handler(next http.Handler) http.Handler {
	if next == nil {
		return nil
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked := r.Clone(r.Context())
		asked.Header.Del("Accept-Encoding") // what is packed cannot be read here
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, asked)
		maps.Copy(w.Header(), answer.Header())
		w.Header().Set("Date", time.Now().Add(c.apart).UTC().Format(http.TimeFormat))
		w.WriteHeader(answer.Code)
		_, _ = w.Write(stamps.ReplaceAllFunc(answer.Body.Bytes(), c.stamp))
	})
}

// allows tells whether a time is one that the systems have said, when before is
// what they said by the plugin's own clock. No time is none too many.
func (c clock) allows(at time.Time, before []time.Time) bool {
	said := func(at time.Time) bool { return slices.ContainsFunc(before, at.Equal) }
	return at.IsZero() || said(at) || slices.ContainsFunc(c.means, at.Equal) || c.means == nil && said(at.Add(-c.apart))
}

// allowsDay is allows of a day.
func (c clock) allowsDay(day string, before view) bool {
	if slices.Contains(before.days, day) {
		return true
	}
	for _, at := range c.means {
		if at.In(when.Norway).Format(time.DateOnly) == day {
			return true
		}
	}
	return c.means == nil && slices.ContainsFunc(before.days, func(said string) bool {
		one, err := time.Parse(time.DateOnly, said)
		other, otherErr := time.Parse(time.DateOnly, day)
		return err == nil && otherErr == nil && other.Sub(one).Abs() <= c.apart.Abs()+24*time.Hour
	})
}
