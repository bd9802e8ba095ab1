// Package clock is the one source of the time of day, so that tests and the
// demo can set it, and the one way a date without a time is written.
package clock

import (
	"sync"
	"time"
)

// Clock tells the time. Implementations are safe for concurrent use.
type Clock interface {
	Now() time.Time
}

// System is the machine's clock, in UTC.
type System struct{}

// Now returns the current time in UTC, to the microsecond, which is what both
// databases keep.
func (System) Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Fixed is a clock that stands still until it is moved. For tests and for
// carrying out the demo's scenario at the days it happened.
type Fixed struct {
	mu  sync.Mutex
	now time.Time
}

// NewFixed returns a clock standing at now.
func NewFixed(now time.Time) *Fixed { return &Fixed{now: now.UTC()} }

// Now returns where the clock stands.
func (f *Fixed) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Set moves the clock to now.
func (f *Fixed) Set(now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = now.UTC()
}

// Advance moves the clock forward.
func (f *Fixed) Advance(d time.Duration) { f.Set(f.Now().Add(d)) }
