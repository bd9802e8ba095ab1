package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync"
)

// kept is what the plugin remembers of a write: ids and versions, nothing of what
// was written.
type kept struct {
	State   string `json:"s"` // trying, out, or what became of it
	Log     string `json:"l,omitempty"`
	Item    string `json:"i,omitempty"`
	Version string `json:"v,omitempty"`
	Number  string `json:"n,omitempty"`
}

// States of a write, before the other system has said what became of it.
const (
	trying = "trying" // the file may have been put out
	isOut  = "out"    // the file has been put out
)

func stateKey(key string) string { return "write." + short(key) }

// short is a name for a key that can stand in a file name.
func short(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:16])
}

func (e *exchange) recall(ctx context.Context, key string) (kept, error) {
	text, err := e.host.ReadState(ctx, stateKey(key))
	if err != nil || text == nil {
		return kept{}, err
	}
	var k kept
	if err := json.Unmarshal(text, &k); err != nil {
		return kept{}, fmt.Errorf("reading what was kept of a write: %w", err)
	}
	return k, nil
}

// advance changes what is remembered of a write, one at a time. When next says no,
// nothing is changed.
func (e *exchange) advance(ctx context.Context, key string, next func(kept) (kept, bool)) error {
	e.advancing.Lock()
	defer e.advancing.Unlock()
	before, err := e.recall(ctx, key)
	if err != nil {
		return err
	}
	after, yes := next(before)
	if !yes {
		return nil
	}
	text, err := json.Marshal(after)
	if err != nil {
		return err
	}
	return e.host.WriteState(ctx, stateKey(key), text)
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
