package logvendor

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Kind is a way of failing.
type Kind string

// The ways of failing.
const (
	FailBefore  Kind = "fail-before"  // 503, and nothing is stored
	LoseAnswer  Kind = "lose-answer"  // stored, and answered 502
	CutAnswer   Kind = "cut-answer"   // stored, and the connection is cut
	Crash       Kind = "crash"        // stored, and the process is killed before it answers
	CrashBefore Kind = "crash-before" // killed before anything is stored
	RateLimit   Kind = "rate-limit"   // 429 with Retry-After: For
	Slow        Kind = "slow"         // waits For first
	Trickle     Kind = "trickle"      // answers byte by byte, For between each
	EditFirst   Kind = "edit-first"   // somebody in the vendor's system changes the same just before
	Nonsense    Kind = "nonsense"     // 200 with a page for people, as a proxy gives
)

// Fault is when to fail, and how.
type Fault struct {
	Kind  Kind
	On    string // operation, "reads", "writes"; empty: all
	Every int    // the first and then each so many; 0 and 1: each
	After int    // so many are let through first
	Times int    // at most so often; 0: without end
	For   time.Duration
}

type armed struct {
	Fault
	seen, done int
}

// Break sets how the server fails from now on, instead of before. Without faults
// it is well again.
func (s *Server) Break(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
	for _, fault := range faults {
		s.faults = append(s.faults, &armed{Fault: fault})
	}
}

// ParseFault reads "lose-answer,on=writes,every=3,after=1,times=2,for=50ms".
func ParseFault(text string) (Fault, error) {
	parts := strings.Split(text, ",")
	fault := Fault{Kind: Kind(parts[0])}
	switch fault.Kind {
	case FailBefore, LoseAnswer, CutAnswer, Crash, CrashBefore, RateLimit, Slow, Trickle, EditFirst, Nonsense:
	default:
		return Fault{}, fmt.Errorf("there is no fault %q", parts[0])
	}
	for _, part := range parts[1:] {
		name, value, _ := strings.Cut(part, "=")
		var err error
		switch name {
		case "on":
			fault.On = value
		case "every":
			fault.Every, err = strconv.Atoi(value)
		case "after":
			fault.After, err = strconv.Atoi(value)
		case "times":
			fault.Times, err = strconv.Atoi(value)
		case "for":
			fault.For, err = time.ParseDuration(value)
		default:
			err = fmt.Errorf("a fault has no %q", name)
		}
		if err != nil {
			return Fault{}, err
		}
	}
	return fault, nil
}

// strikes tells whether the fault's turn has come.
func (a *armed) strikes(in asked) bool {
	if a.On == "reads" && in.writes() || a.On == "writes" && !in.writes() {
		return false
	}
	if a.On != "" && a.On != "reads" && a.On != "writes" && a.On != in.operation.ID {
		return false
	}
	a.seen++
	turn := a.seen - a.After - 1
	if turn < 0 || a.Every > 1 && turn%a.Every != 0 || a.Times > 0 && a.done >= a.Times {
		return false
	}
	a.done++
	return true
}

func (s *Server) striking(in asked) map[Kind]Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	striking := map[Kind]Fault{}
	for _, one := range s.faults {
		if one.strikes(in) {
			striking[one.Kind] = one.Fault
		}
	}
	return striking
}

// withFaults serves a request, with the faults whose turn it is.
func (s *Server) withFaults(w http.ResponseWriter, in asked) {
	faults := s.striking(in)
	has := func(kind Kind) bool { _, ok := faults[kind]; return ok }
	if has(Slow) {
		wait(in.r, faults[Slow].For)
	}
	switch {
	case has(CrashBefore):
		s.options.Kill()
		panic(http.ErrAbortHandler)
	case has(RateLimit):
		s.rateLimit(w, faults[RateLimit].For)
		return
	case has(FailBefore):
		s.refuse(w, refusal{Status: http.StatusServiceUnavailable, Code: "feil", Text: "Systemet er nede."})
		return
	case has(Nonsense):
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<!doctype html><title>Vedlikehold</title>"))
		return
	case has(EditFirst):
		s.editFirst(in)
	}
	answer := httptest.NewRecorder()
	s.serve(answer, in)
	switch {
	case has(Crash):
		s.options.Kill()
		panic(http.ErrAbortHandler)
	case has(CutAnswer):
		panic(http.ErrAbortHandler)
	case has(LoseAnswer):
		s.refuse(w, refusal{Status: http.StatusBadGateway, Code: "feil", Text: "Noe gikk galt på veien."})
	case has(Trickle):
		trickle(w, in.r, answer, faults[Trickle].For)
	default:
		copyAnswer(w, answer)
		_, _ = w.Write(answer.Body.Bytes())
	}
}

func (s *Server) rateLimit(w http.ResponseWriter, after time.Duration) {
	seconds := int64((after + time.Second - 1) / time.Second)
	value := strconv.FormatInt(seconds, 10)
	if s.options.RetryAsDate {
		w.Header().Set("Date", s.now().Format(http.TimeFormat))
		value = s.now().Add(time.Duration(seconds) * time.Second).Format(http.TimeFormat)
	}
	w.Header().Set("Retry-After", value)
	s.refuse(w, refusal{Status: http.StatusTooManyRequests, Code: "for_mange", Text: "Det kom for mange forespørsler."})
}

func copyAnswer(w http.ResponseWriter, answer *httptest.ResponseRecorder) {
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
}

func trickle(w http.ResponseWriter, r *http.Request, answer *httptest.ResponseRecorder, each time.Duration) {
	copyAnswer(w, answer)
	out := http.NewResponseController(w)
	for _, b := range answer.Body.Bytes() {
		if _, err := w.Write([]byte{b}); err != nil || out.Flush() != nil {
			return
		}
		wait(r, each)
	}
}

func wait(r *http.Request, duration time.Duration) {
	select {
	case <-time.After(duration):
	case <-r.Context().Done():
	}
}

func killSelf() {
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {} // the signal is on its way; nothing more is answered
}
