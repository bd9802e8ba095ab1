package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

// kept is what the plugin remembers of a write: ids and versions, nothing of what
// was written.
type kept struct {
	Write   string `json:"w"` // the write's key, hashed
	State   string `json:"s"` // trying, out, or what became of it
	Log     string `json:"l,omitempty"`
	Item    string `json:"i,omitempty"`
	Version string `json:"v,omitempty"`
	Number  string `json:"n,omitempty"`
	OutAt   int64  `json:"o,omitempty"` // when the file was put out, in Unix time
}

// States of a write, before the other system has said what became of it.
const (
	trying = "trying" // the file may have been put out
	isOut  = "out"    // the file has been put out
)

// short is a name for a key that can stand in a file name.
func short(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:16])
}

const (
	shelves   = 900      // a host keeps a thousand states for a plugin
	fullShelf = 60 << 10 // of the 64 KiB that one may hold
)

// shelfOf is the state that a write is remembered in, with others.
func shelfOf(key string) string {
	sum := sha256.Sum256([]byte(key))
	return fmt.Sprintf("writes.%03d", binary.BigEndian.Uint32(sum[16:])%shelves)
}

func (e *exchange) shelf(ctx context.Context, key string) ([]kept, error) {
	text, err := e.host.ReadState(ctx, shelfOf(key))
	if err != nil || text == nil {
		return nil, err
	}
	var all []kept
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("reading what was kept of writes: %w", err)
	}
	return all, nil
}

// recall is what is remembered of a write; the zero value when nothing is.
func (e *exchange) recall(ctx context.Context, key string) (kept, error) {
	all, err := e.shelf(ctx, key)
	if err != nil {
		return kept{}, err
	}
	for _, one := range all {
		if one.Write == short(key) {
			return one, nil
		}
	}
	return kept{}, nil
}

// advance changes what is remembered of a write, one at a time. When next says no,
// nothing is changed.
func (e *exchange) advance(ctx context.Context, key string, next func(kept) (kept, bool)) error {
	e.advancing.Lock()
	defer e.advancing.Unlock()
	all, err := e.shelf(ctx, key)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(k kept) bool { return k.Write == short(key) })
	if at < 0 {
		at, all = len(all), append(all, kept{})
	}
	after, yes := next(all[at])
	if !yes {
		return nil
	}
	after.Write = short(key)
	all[at] = after
	text, err := json.Marshal(all)
	for err == nil && len(text) > fullShelf {
		old := slices.IndexFunc(all[:at], func(k kept) bool { return k.State != trying && k.State != isOut })
		if old < 0 {
			break // the host says no if it is too much
		}
		all = slices.Delete(all, old, old+1)
		at--
		text, err = json.Marshal(all)
	}
	if err != nil {
		return err
	}
	return e.host.WriteState(ctx, shelfOf(key), text)
}

// keyed has those who come with the same key wait for each other.
type keyed struct {
	mu   sync.Mutex
	held map[string]*hold
}

type hold struct {
	sync.Mutex
	waiting int
}

// lock returns what ends it.
func (k *keyed) lock(key string) func() {
	k.mu.Lock()
	if k.held == nil {
		k.held = map[string]*hold{}
	}
	h := k.held[key]
	if h == nil {
		h = &hold{}
		k.held[key] = h
	}
	h.waiting++
	k.mu.Unlock()
	h.Lock()
	return func() {
		h.Unlock()
		k.mu.Lock()
		defer k.mu.Unlock()
		if h.waiting--; h.waiting == 0 {
			delete(k.held, key)
		}
	}
}
