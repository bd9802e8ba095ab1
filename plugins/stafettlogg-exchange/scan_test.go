package main

import (
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// A file that is written over within the second has the same time. By a clock
// that is behind ours it looks old at once, and is read again all the same.
func TestAFileIsReadUntilItsTimeTellsThatItIsTheSame(t *testing.T) {
	now := time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC)
	ago := func(seconds int) time.Time { return now.Add(-time.Duration(seconds) * time.Second) }
	const day = 24 * 3600
	for name, c := range map[string]struct {
		changed, newest, first, read time.Time
		settled                      bool
	}{
		"never read":                             {ago(day), ago(0), time.Time{}, time.Time{}, false},
		"written just now":                       {ago(2), ago(2), ago(1), ago(1), false},
		"by a clock an hour ahead":               {ago(-3600), ago(-3600), ago(600), ago(1), false},
		"an hour old, and others newer":          {ago(3600), ago(0), ago(1), ago(1), true},
		"the newest, a day behind, read once":    {ago(day), ago(day), ago(60), ago(60), false},
		"the newest, a day behind, known since":  {ago(day), ago(day), ago(60), ago(30), true},
		"a day behind, together with the newest": {ago(day + 3), ago(day), ago(5), ago(1), false},
		"a day behind, and others newer":         {ago(day + 60), ago(day), ago(1), ago(1), true},
	} {
		if got := (held{first: c.first, read: c.read}).settled(sdk.File{Changed: c.changed}, c.newest, now); got != c.settled {
			t.Errorf("%s: settled %v", name, got)
		}
	}
}
