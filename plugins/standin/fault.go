package standin

import (
	"net/http"
	"strings"
	"sync"
	"time"
)

// Fault is one way a system fails.
type Fault struct {
	Status     int    // zero: the connection breaks off
	RetryAfter string // as the header has it
	Body       string
	Slow       time.Duration // before it answers
}

// Faults are those that a system is to have, and what it has been asked for.
// The zero value has none.
type Faults struct {
	mu    sync.Mutex
	plans []plan
	asked []string
}

type plan struct {
	address string
	left    int
	fault   Fault
}

// Next makes the next requests whose address contains a text fail; times below
// zero: all of them.
func (f *Faults) Next(address string, times int, fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.plans = append(f.plans, plan{address, times, fault})
}

// Clear takes every fault away, and forgets what was asked.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.plans, f.asked = nil, nil
}

// Asked counts the requests whose address contains a text.
func (f *Faults) Asked(address string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	count := 0
	for _, asked := range f.asked {
		if strings.Contains(asked, address) {
			count++
		}
	}
	return count
}

// Around gives a system these faults.
func (f *Faults) Around(system http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fault, failing := f.take(r.URL.RequestURI())
		if !failing {
			system.ServeHTTP(w, r)
			return
		}
		if fault.Slow > 0 {
			select {
			case <-r.Context().Done():
			case <-time.After(fault.Slow):
			}
		}
		fault.answer(w, r, system)
	})
}

func (fault Fault) answer(w http.ResponseWriter, r *http.Request, system http.Handler) {
	switch {
	case fault.Status == http.StatusOK && fault.Body == "":
		system.ServeHTTP(w, r)
		return
	case fault.Status == 0:
		if b, ok := w.(breaker); ok {
			b.breakOff()
			return
		}
		panic(http.ErrAbortHandler)
	}
	if fault.RetryAfter != "" {
		w.Header().Set("Retry-After", fault.RetryAfter)
	}
	w.WriteHeader(fault.Status)
	_, _ = w.Write([]byte(fault.Body))
}

func (f *Faults) take(address string) (Fault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, address)
	for i := range f.plans {
		if f.plans[i].left != 0 && strings.Contains(address, f.plans[i].address) {
			f.plans[i].left--
			return f.plans[i].fault, true
		}
	}
	return Fault{}, false
}
