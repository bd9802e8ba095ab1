package demoissuer

import (
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

// codeLife is how long a code may wait to be redeemed.
const codeLife = 60 * time.Second

// grant is what a code stands for and what it is bound to.
type grant struct {
	client, redirect, challenge, nonce string
	person                             Person
	at, expires                        time.Time
}

// codes are the authorization codes given out and not yet redeemed. Only a
// hash of each is held.
type codes struct {
	clock clock.Clock
	mu    sync.Mutex
	given map[[sha256.Size]byte]grant
}

func newCodes(c clock.Clock) *codes {
	return &codes{clock: c, given: map[[sha256.Size]byte]grant{}}
}

// give makes a code for g and forgets those that have run out.
func (c *codes) give(g grant) string {
	code := rand.Text()
	g.at = c.clock.Now()
	g.expires = g.at.Add(codeLife)
	c.mu.Lock()
	defer c.mu.Unlock()
	for hash, old := range c.given {
		if !g.at.Before(old.expires) {
			delete(c.given, hash)
		}
	}
	c.given[sha256.Sum256([]byte(code))] = g
	return code
}

// take redeems a code. Whoever presents it, and whatever comes of it, the code
// is spent.
func (c *codes) take(code string) (grant, bool) {
	hash := sha256.Sum256([]byte(code))
	c.mu.Lock()
	defer c.mu.Unlock()
	g, ok := c.given[hash]
	delete(c.given, hash)
	if !ok || !c.clock.Now().Before(g.expires) {
		return grant{}, false
	}
	return g, true
}
