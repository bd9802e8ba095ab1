package signin

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

// PendingLife is how long a sign-in may take.
const PendingLife = 10 * time.Minute

// Pending is a sign-in that has begun and not finished. It lives in a sealed
// cookie and nowhere else, so any replica can finish what another began.
type Pending struct {
	Provider string    `json:"p"` // which provider was asked, Config.Name
	Host     string    `json:"h"` // exact host that asked
	State    string    `json:"s"`
	Nonce    string    `json:"n"`
	Verifier string    `json:"v"` // PKCE
	ReturnTo string    `json:"r"` // already a LocalPath
	Expires  time.Time `json:"e"`
}

// CookieName is the name of the cookie that carries a Pending: with the __Host-
// prefix whenever the page is served over https, so that a sibling municipality
// cannot plant one; without it on the demo's plain http.
// Set it HttpOnly, SameSite=Lax, Path=/, without Domain, Secure when secure.
func CookieName(secure bool) string {
	if secure {
		return "__Host-hverdag-login"
	}
	return "hverdag-login"
}

// Sealer encrypts and authenticates pending sign-ins (AES-256-GCM), bound to
// the host they were made for. It is safe for concurrent use.
type Sealer struct {
	clock clock.Clock
	aeads []cipher.AEAD // the first seals, all open
}

// NewSealer takes the key to seal with and older ones that may still be met in
// browsers while keys are being changed. Keys are 32 random bytes, the same on
// every replica.
func NewSealer(c clock.Clock, key []byte, older ...[]byte) (*Sealer, error) {
	s := &Sealer{clock: c}
	for _, k := range append([][]byte{key}, older...) {
		if len(k) != 32 {
			return nil, errors.New("the key for sign-in cookies is not 32 bytes")
		}
		block, err := aes.NewCipher(k)
		if err != nil {
			return nil, fmt.Errorf("reading the key for sign-in cookies: %w", err)
		}
		aead, err := cipher.NewGCMWithRandomNonce(block)
		if err != nil {
			return nil, fmt.Errorf("reading the key for sign-in cookies: %w", err)
		}
		s.aeads = append(s.aeads, aead)
	}
	return s, nil
}

// purpose binds a sealed value to what it is for and to its host.
func purpose(host string) []byte { return []byte("hverdag sign-in 1\x00" + host) }

// Seal writes p as a cookie value.
func (s *Sealer) Seal(p Pending) (string, error) {
	plain, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("writing the pending sign-in: %w", err)
	}
	sealed := s.aeads[0].Seal(nil, nil, plain, purpose(p.Host))
	return base64.RawURLEncoding.EncodeToString(sealed), nil
}

// Open reads a cookie value that came to host. ErrCookie when it is not ours,
// was changed or was made for another host; ErrExpired when it is too old.
func (s *Sealer) Open(value, host string) (Pending, error) {
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(value)
	if err != nil || len(sealed) == 0 {
		return Pending{}, ErrCookie
	}
	for _, aead := range s.aeads {
		plain, err := aead.Open(nil, nil, sealed, purpose(host))
		if err != nil {
			continue
		}
		var p Pending
		if err := json.Unmarshal(plain, &p); err != nil {
			return Pending{}, ErrCookie
		}
		if !s.clock.Now().Before(p.Expires) {
			return Pending{}, ErrExpired
		}
		return p, nil
	}
	return Pending{}, ErrCookie
}

// random is a fresh unguessable word.
func random() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails: it ends the program rather than return weak bytes
	return base64.RawURLEncoding.EncodeToString(b)
}
