package compat

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// What the system says; the frozen plugin reads these words.
type theirLog struct {
	ID       string      `json:"id"`
	Title    string      `json:"title"`
	Version  string      `json:"version"`
	Child    string      `json:"child"`
	Level    string      `json:"level"`
	Closed   bool        `json:"closed"`
	Goals    []theirItem `json:"goals"`
	Measures []theirItem `json:"measures"`
}

type theirItem struct {
	ID       string `json:"id,omitempty"`
	Foreign  string `json:"foreign,omitempty"` // the id it has at ours
	Goal     string `json:"goal,omitempty"`
	Text     string `json:"text"`
	Who      string `json:"who,omitempty"`
	From     string `json:"from,omitempty"`
	To       string `json:"to,omitempty"`
	Review   string `json:"review,omitempty"`
	State    string `json:"state,omitempty"`
	Key      string `json:"key,omitempty"`
	Expected string `json:"expected,omitempty"`
}

type theirReceipt struct {
	Log      string `json:"log"`
	Item     string `json:"item"`
	Version  string `json:"version"`
	Number   string `json:"number"`
	Conflict bool   `json:"conflict"`
}

// ledger is the system behind the stafettlogg, as it behaves: each key is done once, and it says so when
// something has changed meanwhile.
type ledger struct {
	mux    *http.ServeMux
	mu     sync.Mutex
	log    theirLog
	writes map[string]theirReceipt
	events int
}

func newLedger() *ledger {
	f := &ledger{mux: http.NewServeMux(), writes: map[string]theirReceipt{}}
	f.log = theirLog{
		ID: "L-1", Title: "Logg 1", Version: "1", Level: "2",
		Goals: []theirItem{{ID: "G-1", Text: "Sove hele natten", State: "active"}},
	}
	f.mux.HandleFunc("GET /health", f.answer(func(*http.Request) any { return map[string]bool{"ok": true} }))
	f.mux.HandleFunc("GET /logs", f.answer(f.find))
	f.mux.HandleFunc("GET /logs/L-1", f.answer(func(*http.Request) any { return f.log }))
	f.mux.HandleFunc("POST /logs/L-1/measures", f.answer(f.write))
	f.mux.HandleFunc("GET /writes", f.answer(f.lookup))
	f.mux.HandleFunc("GET /events", f.answer(f.changes))
	return f
}

// ServeHTTP answers whoever has the key.
func (f *ledger) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer en-hemmelighet" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	f.mux.ServeHTTP(w, r)
}

func (f *ledger) answer(with func(*http.Request) any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		defer f.mu.Unlock()
		_ = json.NewEncoder(w).Encode(with(r)) // a plugin that has left
	}
}

func (f *ledger) find(r *http.Request) any {
	if r.FormValue("reference") == "BTI-2026-001" {
		return []theirLog{f.log}
	}
	return []theirLog{}
}

func (f *ledger) write(r *http.Request) any {
	var item theirItem
	if err := json.NewDecoder(r.Body).Decode(&item); err != nil {
		return theirReceipt{Conflict: true}
	}
	if done, known := f.writes[item.Key]; known {
		return done
	}
	if item.Expected != "" && item.Expected != f.log.Version {
		return theirReceipt{Log: "L-1", Version: f.log.Version, Conflict: true}
	}
	f.events++
	f.log.Version = strconv.Itoa(f.events + 1)
	receipt := theirReceipt{Log: "L-1", Item: fmt.Sprintf("T-%d", f.events), Version: f.log.Version, Number: fmt.Sprintf("K-%d", f.events)}
	f.writes[item.Key] = receipt
	item.ID, item.Key, item.Expected = receipt.Item, "", ""
	f.log.Measures = append(f.log.Measures, item)
	return receipt
}

func (f *ledger) lookup(r *http.Request) any {
	if done, known := f.writes[r.FormValue("key")]; known {
		return []theirReceipt{done}
	}
	return []theirReceipt{}
}

func (f *ledger) changes(r *http.Request) any {
	after, _ := strconv.Atoi(r.FormValue("after"))
	events := []map[string]any{}
	if f.events > after && slices.Contains(r.Form["log"], "L-1") {
		events = append(events, map[string]any{
			"id": strconv.Itoa(f.events), "log": "L-1", "version": f.log.Version, "at": time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC),
		})
	}
	return map[string]any{"events": events, "next": strconv.Itoa(f.events)}
}
