package host

import (
	"context"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
)

// Config is what a Supervisor is made with.
type Config struct {
	Releases string   // each release in a folder named by its digest, read-only
	Run      string   // for sockets; a short path, on this machine, ours alone
	Launcher []string // this program, which calls sandbox.Main before anything else

	// Sandbox forces a way of shutting in; empty is the best there is.
	Sandbox sandbox.Kind
	// Developer lets plugins run without being shut in where the machine allows
	// no way, and shows what they print. Status.Sandbox tells, and every page
	// must.
	Developer bool

	// Interpreters run releases that are not programs of their own: "node" to
	// its full path. Readable are the folders they are read from.
	Interpreters map[string]string
	Readable     []string

	Clock clock.Clock
	Log   *slog.Logger

	// Roots are the authorities trusted for https; nil are the machine's.
	Roots *x509.CertPool
	// AllowPlain tells whether requests to a host may be http, and it at an
	// address of this machine or network: in tests and the demo, and where an
	// operator says so. Nil allows none.
	AllowPlain func(host string) bool
	// Outside is asked instead of the internet: the demo's stand-ins. Nil is the
	// internet.
	Outside http.RoundTripper
	// Wire sees what passes between the host and each process, for tests that
	// record it. Nil sees nothing.
	Wire Wire

	Limits Limits // zero values are filled in
}

// Limits are what is allowed, and how long is waited. The zero value of each
// is the usual.
type Limits struct {
	Start   time.Duration // until it is configured: 10 s
	Call    time.Duration // one call: 30 s
	List    time.Duration // one call that lists: 10 min
	Silence time.Duration // between two parts of a list: 30 s
	Goodbye time.Duration // to end by itself: 2 s
	Idle    time.Duration // without use before it is stopped: 5 min

	Memory    int64         // of its own: 256 MiB
	Threads   int           // 128
	Busy      time.Duration // processor time within a minute: 50 s
	Backoff   time.Duration // after the first crash: 1 s, and four times as long after each
	Crashes   int           // within an hour before quarantine: 5
	AtOnce    int           // requests of one process to the host: 8
	PerMinute int           // 1200
	Lines     int           // log lines in a minute: 60
}

func (l Limits) filled() Limits {
	fill(&l.Start, 10*time.Second)
	fill(&l.Call, 30*time.Second)
	fill(&l.List, 10*time.Minute)
	fill(&l.Silence, 30*time.Second)
	fill(&l.Goodbye, 2*time.Second)
	fill(&l.Idle, 5*time.Minute)
	fill(&l.Memory, 256<<20)
	fill(&l.Threads, 128)
	fill(&l.Busy, 50*time.Second)
	fill(&l.Backoff, time.Second)
	fill(&l.Crashes, 5)
	fill(&l.AtOnce, 8)
	fill(&l.PerMinute, 1200)
	fill(&l.Lines, 60)
	return l
}

func fill[T comparable](value *T, usual T) {
	var zero T
	if *value == zero {
		*value = usual
	}
}

// Supervisor is the Runner that starts real processes. It is safe for
// concurrent use.
type Supervisor struct {
	Config
	thread   *thread
	outside  *outside
	verified *verified

	mu     sync.Mutex
	seats  map[seatKey]*seat
	closed bool

	ctx    context.Context
	cancel context.CancelFunc
	tasks  sync.WaitGroup
	held   *os.File // the folder for sockets
}

var _ Runner = (*Supervisor)(nil)

type seatKey struct {
	municipality uuid.UUID
	plugin       string
}

// New makes a Supervisor. Close it to stop what it has started.
func New(config Config) (*Supervisor, error) {
	if config.Releases == "" || config.Run == "" || len(config.Launcher) == 0 {
		return nil, fmt.Errorf("a supervisor needs a folder of releases, a folder to run in, and a launcher")
	}
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	config.Limits = config.Limits.filled()
	held, err := prepareRun(config.Run)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Supervisor{
		Config: config, thread: newThread(), outside: newOutside(config), verified: newVerified(),
		seats: map[seatKey]*seat{}, ctx: ctx, cancel: cancel, held: held,
	}
	s.tasks.Go(s.watch)
	return s, nil
}

// Use starts the instance's process unless it runs, and calls do with it.
func (s *Supervisor) Use(ctx context.Context, in Instance, do func(ctx context.Context, p Plugin) error) error {
	seat, err := s.seat(seatKey{in.Municipality, in.Manifest.Name})
	if err != nil {
		return err
	}
	running, err := seat.enter(ctx, in)
	if err != nil {
		return err
	}
	defer seat.leave()
	return do(ctx, newPlugin(running, &in))
}

// Status tells how the instance's process is in this replica.
func (s *Supervisor) Status(municipality uuid.UUID, plugin string) Status {
	s.mu.Lock()
	seat := s.seats[seatKey{municipality, plugin}]
	s.mu.Unlock()
	if seat == nil {
		return Status{State: Stopped}
	}
	return seat.status()
}

// Stop ends the instance's process, if it runs, and forgets a wait; a
// quarantine stays.
func (s *Supervisor) Stop(municipality uuid.UUID, plugin string) {
	s.mu.Lock()
	seat := s.seats[seatKey{municipality, plugin}]
	s.mu.Unlock()
	if seat != nil {
		seat.stop()
	}
}

// Restart ends the instance's process and forgets its crashes: it may start
// again at the next Use. It is for an administrator who has seen why it was put
// in quarantine.
func (s *Supervisor) Restart(municipality uuid.UUID, plugin string) {
	s.mu.Lock()
	seat := s.seats[seatKey{municipality, plugin}]
	s.mu.Unlock()
	if seat != nil {
		seat.stop()
		seat.forgive()
	}
}

// Close stops every process and returns when they are gone. What is in use
// fails. The second time there is nothing to close.
func (s *Supervisor) Close() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.closed = true
	seats := make([]*seat, 0, len(s.seats))
	for _, seat := range s.seats {
		seats = append(seats, seat)
	}
	s.mu.Unlock()
	s.cancel()
	var stopping sync.WaitGroup
	for _, seat := range seats {
		stopping.Go(seat.stop)
	}
	stopping.Wait()
	s.tasks.Wait()
	s.outside.close()
	s.thread.close()
	_ = s.held.Close() // it was only held
}

func (s *Supervisor) seat(key seatKey) (*seat, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, &Problem{Whose: Ours, Code: CodeStopped}
	}
	found := s.seats[key]
	if found == nil {
		found = &seat{house: s, key: key, state: Stopped, since: s.Clock.Now(), settle: make(chan struct{}, 1)}
		s.seats[key] = found
	}
	return found, nil
}

func (s *Supervisor) everySeat() []*seat {
	s.mu.Lock()
	defer s.mu.Unlock()
	seats := make([]*seat, 0, len(s.seats))
	for _, seat := range s.seats {
		seats = append(seats, seat)
	}
	return seats
}
