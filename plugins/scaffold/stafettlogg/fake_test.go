package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// fake is the system as it behaves: each key is done once, and it says so when
// something has changed meanwhile.
type fake struct {
	mux    *http.ServeMux
	mu     sync.Mutex
	log    theirLog
	writes map[string]theirReceipt
	events int
}

func newFake() *fake {
	f := &fake{mux: http.NewServeMux(), writes: map[string]theirReceipt{}}
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
func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer en-hemmelighet" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	f.mux.ServeHTTP(w, r)
}

func (f *fake) answer(with func(*http.Request) any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		defer f.mu.Unlock()
		_ = json.NewEncoder(w).Encode(with(r)) // a plugin that has left
	}
}

func (f *fake) find(r *http.Request) any {
	if r.FormValue("reference") == "BTI-2026-001" {
		return []theirLog{f.log}
	}
	return []theirLog{}
}

func (f *fake) write(r *http.Request) any {
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

func (f *fake) lookup(r *http.Request) any {
	if done, known := f.writes[r.FormValue("key")]; known {
		return []theirReceipt{done}
	}
	return []theirReceipt{}
}

func (f *fake) changes(r *http.Request) any {
	after, _ := strconv.Atoi(r.FormValue("after"))
	events := []map[string]any{}
	if f.events > after && slices.Contains(r.Form["log"], "L-1") {
		events = append(events, map[string]any{
			"id": strconv.Itoa(f.events), "log": "L-1", "version": f.log.Version, "at": time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC),
		})
	}
	return map[string]any{"events": events, "next": strconv.Itoa(f.events)}
}
