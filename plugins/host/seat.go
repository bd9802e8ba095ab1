package host

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"
)

// seat is the place of one municipality's plugin: its process when it runs,
// and what is remembered of those that have run.
type seat struct {
	house *Supervisor
	key   seatKey

	mu       sync.Mutex
	state    string
	since    time.Time
	running  *process
	starting *attempt // goes on now
	digest   string   // of the release that was last started
	crashes  []time.Time
	retryAt  time.Time
	problem  *Problem
	record   Recorder
	users    int
	idle     time.Time // when the last user left

	settle chan struct{} // holds one value while a Configure goes on
}

// enter returns the running process, started and configured if need be, for a
// user that must leave it.
func (s *seat) enter(ctx context.Context, in Instance) (*process, error) {
	for {
		running, wait, err := s.take(in)
		if err != nil {
			return nil, err
		}
		if running != nil {
			err := s.configure(ctx, running, in)
			if err == nil {
				return running, nil
			}
			s.leave()
			if !errors.Is(err, errBusy) {
				return nil, err
			}
			s.renew(running)
			continue
		}
		select {
		case <-wait.over:
			if wait.problem != nil {
				return nil, wait.problem
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// take returns the running process, or the attempt to wait for.
func (s *seat) take(in Instance) (*process, *attempt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.record = in.Record
	if s.digest != "" && s.digest != in.Digest {
		s.forget() // another release has not done anything wrong yet
	}
	if s.starting != nil {
		return nil, s.starting, nil
	}
	if s.running != nil && s.digest == in.Digest && !s.running.gone() {
		s.users++
		return s.running, nil, nil
	}
	if err := s.house.ctx.Err(); err != nil {
		return nil, nil, &Problem{Whose: Ours, Code: CodeStopped, Cause: err}
	}
	if old := s.running; old != nil { // of another release, or dying
		s.starting = &attempt{over: make(chan struct{})}
		go s.replace(old)
		return nil, s.starting, nil
	}
	if refused := s.refuses(); refused != nil {
		return nil, nil, refused
	}
	s.digest, s.starting = in.Digest, &attempt{seat: s, in: in, over: make(chan struct{})}
	s.turn(Starting, nil)
	go s.starting.run()
	return nil, s.starting, nil
}

// refuses tells why no process may be started now. The caller holds mu.
func (s *seat) refuses() error {
	if s.state == Quarantined {
		return &Problem{Whose: Plugins, Code: CodeQuarantined, Lasting: true, Cause: cause(s.problem)}
	}
	if left := s.retryAt.Sub(s.house.Clock.Now()); s.state == Waiting && left > 0 {
		return &Problem{Whose: Plugins, Code: CodeWaiting, RetryAfter: left, Cause: cause(s.problem)}
	}
	return nil
}

// cause avoids an error that holds a nil Problem.
func cause(p *Problem) error {
	if p == nil {
		return nil
	}
	return p
}

// replace stops a process that another shall follow.
func (s *seat) replace(old *process) {
	old.stop(&Problem{Whose: Ours, Code: CodeStopped})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over()
}

// over tells those who wait that the attempt is over. The caller holds mu.
func (s *seat) over() {
	close(s.starting.over)
	s.starting = nil
}

// renew has a process replaced that holds on to old settings.
func (s *seat) renew(old *process) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != old || s.starting != nil {
		return
	}
	s.starting = &attempt{over: make(chan struct{})}
	go s.replace(old)
}

func (s *seat) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users--
	s.idle = s.house.Clock.Now()
}

// turn changes the state. The caller holds mu.
func (s *seat) turn(state string, problem *Problem) {
	if s.state == state && problem == nil && s.problem == nil {
		return
	}
	if s.state != state {
		s.since = s.house.Clock.Now()
	}
	s.state, s.problem = state, problem
	if s.record != nil {
		s.record.Changed(s.statusLocked())
	}
}

// crashed notes that a process has ended without being asked to, or that one
// could not be started. The caller holds mu.
func (s *seat) crashed(problem *Problem) {
	now := s.house.Clock.Now()
	kept := s.crashes[:0]
	for _, at := range s.crashes {
		if now.Sub(at) < time.Hour {
			kept = append(kept, at)
		}
	}
	s.crashes = append(kept, now)
	if len(s.crashes) >= s.house.Limits.Crashes || problem.Lasting {
		s.turn(Quarantined, problem)
		return
	}
	wait := s.house.Limits.Backoff << (2 * (len(s.crashes) - 1))
	wait = wait/2 + rand.N(wait) // nobody comes back at the same moment
	s.retryAt = now.Add(wait)
	s.turn(Waiting, problem)
}

// ended is told when a process is gone, for whatever reason.
func (s *seat) ended(p *process, why *Problem, asked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != p {
		return
	}
	s.running = nil
	if asked {
		s.turn(Stopped, nil)
		return
	}
	s.house.Log.Warn("plugin ended", "plugin", s.key.plugin, "municipality", s.key.municipality, "problem", why)
	s.crashed(why)
}

// fared notes how a call went.
func (s *seat) fared(p *process, problem *Problem) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != p || p.gone() {
		return
	}
	if problem == nil {
		s.turn(Healthy, nil)
		return
	}
	s.turn(Degraded, problem)
}

// stop ends the process if it runs, and waits for a start that goes on.
func (s *seat) stop() {
	for {
		s.mu.Lock()
		running, starting := s.running, s.starting
		if running == nil && starting == nil {
			if s.state != Quarantined {
				s.turn(Stopped, nil)
			}
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
		if starting != nil {
			<-starting.over
			continue
		}
		running.stop(&Problem{Whose: Ours, Code: CodeStopped})
	}
}

// forgive forgets crashes and quarantine.
func (s *seat) forgive() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget()
}

func (s *seat) forget() {
	s.crashes, s.retryAt = nil, time.Time{}
	if s.state == Quarantined || s.state == Waiting {
		s.turn(Stopped, nil)
	}
}

func (s *seat) status() Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.statusLocked()
}

func (s *seat) statusLocked() Status {
	now := s.house.Clock.Now()
	status := Status{State: s.state, Since: s.since, Problem: s.problem}
	for _, at := range s.crashes {
		if now.Sub(at) < time.Hour {
			status.Crashes++
		}
	}
	if s.state == Waiting {
		status.RetryAt = s.retryAt
	}
	if s.running != nil {
		status.Memory, status.Sandbox, status.ProcessID = s.running.memory.Load(), string(s.running.spec.Kind), s.running.number()
	}
	return status
}

// retire stops the process if nobody has used it for a while. Those who come
// meanwhile wait, and have another started.
func (s *seat) retire(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running == nil || s.starting != nil || s.users > 0 || now.Sub(s.idle) < s.house.Limits.Idle {
		return
	}
	s.starting = &attempt{over: make(chan struct{})}
	go s.replace(s.running)
}
