package host

import (
	"errors"
	"fmt"
	"os"
	"time"
)

// How often is looked: at those that are used each time, at the others once in
// a while.
const (
	glance     = 100 * time.Millisecond
	idleGlance = 10
	busyWindow = time.Minute
)

// mostClutter is how many names a plugin may leave beside its socket.
const mostClutter = 16

// watch looks at every process until the Supervisor closes: at what the kernel
// does not limit, and at who has not been used for a while.
func (s *Supervisor) watch() {
	ticker := time.NewTicker(glance)
	defer ticker.Stop()
	for round := 0; ; round++ {
		select {
		case <-s.ctx.Done():
			return
		case <-ticker.C:
		}
		now := s.Clock.Now()
		for _, seat := range s.everySeat() {
			seat.mu.Lock()
			running := seat.running
			seat.mu.Unlock()
			if running == nil || running.gone() {
				continue
			}
			if round%idleGlance == 0 || running.operations.count() > 0 {
				running.look()
			}
			if round%idleGlance == 0 {
				seat.retire(now)
			}
		}
	}
}

// look sees what the process uses, and kills it when that is too much.
func (p *process) look() {
	used, err := usageOf(p.number())
	if err != nil {
		return // it has just ended, or this system does not tell
	}
	p.memory.Store(used.memory)
	limits := p.house.Limits
	switch {
	case used.memory > limits.Memory:
		p.blame(CodeMemory, fmt.Errorf("it uses %d MiB", used.memory>>20))
	case used.threads > limits.Threads:
		p.blame(CodeThreads, fmt.Errorf("it has %d threads", used.threads))
	case p.busy.tooMuch(time.Now(), used.processor, limits.Busy):
		p.blame(CodeBusy, errors.New("it used the processor all the time"))
	case clutter(p.run.folder) > mostClutter:
		p.blame(CodeClutter, errors.New("it filled the folder of its socket"))
	}
}

// usage is what a process uses.
type usage struct {
	memory    int64 // bytes of its own
	threads   int
	processor time.Duration
}

// busy follows processor time through windows.
type busy struct {
	since time.Time
	then  time.Duration
}

// tooMuch tells whether more than most was used within the window. One look at
// a time.
func (b *busy) tooMuch(now time.Time, used, most time.Duration) bool {
	if b.since.IsZero() || now.Sub(b.since) > busyWindow {
		b.since, b.then = now, used
		return false
	}
	return used-b.then > most
}

// clutter counts the names in a folder, as far as it matters.
func clutter(folder string) int {
	opened, err := os.Open(folder)
	if err != nil {
		return 0
	}
	defer func() { _ = opened.Close() }()
	names, _ := opened.Readdirnames(mostClutter + 1) // gone is as good as empty
	return len(names)
}
