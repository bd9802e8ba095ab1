package logvendor

import (
	"encoding/json"
	"fmt"
	"time"
)

// Write is one write that the server has done and stored. A key stands in the
// list once, or the server is wrong.
type Write struct {
	Number    int // 1, 2, 3 …: the order they were done in
	At        time.Time
	Operation string // as in openapi.yaml: "nyttTiltak"
	Sak, Item string
	Key       string
	Body      []byte
	Theirs    bool // done by somebody in the vendor's own system
}

// Request is one request that came, whatever became of it.
type Request struct {
	At        time.Time `json:"at"`
	Operation string    `json:"operation"`
	Address   string    `json:"address"` // path and query
	Key       string    `json:"key,omitempty"`
	IfMatch   string    `json:"if_match,omitempty"`
	Body      []byte    `json:"body,omitempty"`
}

// Writes lists what has been done, in order.
func (s *Server) Writes() []Write {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Write(nil), s.state.writes...)
}

// Requests lists what has come, also to earlier processes with the same journal.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// ReadWrites reads what has been done from the journal of a server that may be
// running or may have been killed.
func ReadWrites(path string) ([]Write, error) {
	entries, _, err := readEntries(path)
	if err != nil {
		return nil, err
	}
	again := newState()
	for _, e := range entries {
		if _, refused := again.apply(e); refused != nil {
			return nil, fmt.Errorf("doing entry %d of the journal again: %s", e.Number, refused.Code)
		}
	}
	return again.writes, nil
}

// ReadRequests reads what has come to the servers of a journal.
func ReadRequests(path string) ([]Request, error) {
	if path == "" {
		return nil, nil
	}
	var requests []Request
	err := eachLine(requestsPath(path), func(line []byte) error {
		var one Request
		if err := json.Unmarshal(line, &one); err != nil {
			return err
		}
		requests = append(requests, one)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the list of requests: %w", err)
	}
	return requests, nil
}

func (s *Server) note(in asked) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := Request{
		At: s.now(), Operation: in.operation.ID, Address: in.r.URL.RequestURI(),
		Key: in.key(), IfMatch: in.r.Header.Get("If-Match"), Body: in.body,
	}
	s.requests = append(s.requests, one)
	_ = s.journal.note(one) // a list for tests; the request is served all the same
}
