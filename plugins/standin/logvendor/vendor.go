// Package logvendor is the reference server for plugins/stafettlogg-http: a
// stafettlogg system that behaves as a real vendor's. It has its own ids and
// words, gives lists in pages, stores what is written in a file before it
// answers, and fails in every way it is told to. What it offers is described in
// plugins/stafettlogg-http/openapi, and it serves by that description: what does
// not fit is refused.
//
// It is for tests, for the demo, and for vendors to compare with. It keeps its
// journal unsealed: never let it see real families.
package logvendor

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/stafettlogg-http/openapi"
)

// Base is the path that all addresses are below.
const Base = "/api/v1"

// Options is how a server is and misbehaves.
type Options struct {
	Path      string // the journal; empty: nothing survives the process
	Token     string // the bearer token that is asked for; empty: none
	PageSize  int    // 20 unless told
	ClockSkew time.Duration
	// RetryAsDate writes Retry-After as a date instead of seconds.
	RetryAsDate bool
	// RestlessEvents gives events twice, late, and the newest first.
	RestlessEvents bool
	Faults         []Fault
	// Kill ends the process, for the fault Crash; by default with SIGKILL.
	Kill func()
	// Now is the clock; time.Now unless told.
	Now func() time.Time
}

// Server is the stand-in. It is an http.Handler, safe for concurrent use.
type Server struct {
	options    Options
	operations []openapi.Operation

	mu       sync.Mutex
	state    *state
	journal  *journal
	faults   []*armed
	requests []Request
}

// New opens the journal, or begins one, and returns a server that has all that
// was ever confirmed.
func New(options Options) (*Server, error) {
	operations, err := openapi.Load()
	if err != nil {
		return nil, err
	}
	if options.PageSize <= 0 {
		options.PageSize = 20
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Kill == nil {
		options.Kill = killSelf
	}
	s := &Server{options: options, operations: operations, state: newState()}
	s.Break(options.Faults...)
	entries, journal, err := openJournal(options.Path)
	if err != nil {
		return nil, err
	}
	s.journal = journal
	for _, e := range entries {
		if _, refused := s.state.apply(e); refused != nil {
			return nil, fmt.Errorf("doing entry %d of the journal again: %s", e.Number, refused.Code)
		}
	}
	if s.requests, err = ReadRequests(options.Path); err != nil {
		return nil, err
	}
	return s, nil
}

// Close closes the journal.
func (s *Server) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.journal.close()
}

const largestBody = 5 << 20

// ServeHTTP serves what openapi.yaml describes.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestBody))
	if err != nil {
		s.refuse(w, refusal{Status: http.StatusRequestEntityTooLarge, Code: "ugyldig", Text: "Det som ble sendt, er for stort."})
		return
	}
	path := strings.TrimPrefix(r.URL.EscapedPath(), Base)
	operation, values, ok := openapi.Match(s.operations, r.Method, path)
	if !ok || path == r.URL.EscapedPath() {
		s.refuse(w, refusal{Status: http.StatusNotFound, Code: "finnes_ikke", Text: "Adressen finnes ikke."})
		return
	}
	in := asked{operation: operation, values: values, r: r, body: body}
	s.note(in)
	if s.options.Token != "" && r.Header.Get("Authorization") != "Bearer "+s.options.Token {
		s.refuse(w, refusal{Status: http.StatusUnauthorized, Code: "ikke_innlogget", Text: "Nøkkelen er ikke gyldig."})
		return
	}
	if problems := operation.Request(values, r.URL.Query(), r.Header, body); len(problems) > 0 {
		s.refuse(w, refusal{Status: http.StatusBadRequest, Code: "ugyldig", Text: problems[0].Error()})
		return
	}
	s.withFaults(w, in)
}

// asked is one request that fits the description of its operation.
type asked struct {
	operation openapi.Operation
	values    map[string]string // from the path
	r         *http.Request
	body      []byte
}

func (a asked) writes() bool { return a.operation.Method != http.MethodGet }

func (a asked) key() string { return a.r.Header.Get("Idempotency-Key") }

func (s *Server) now() time.Time { return s.options.Now().Add(s.options.ClockSkew).UTC() }
