// Package seal encrypts the fields that tell who a family is and what they
// said, with a key that belongs to one municipality alone. Each ciphertext is
// bound to its municipality, table, field and row, so that it cannot be moved.
// What must be findable gets a keyed hash (a blind index).
//
// Only packages below tenants/ use it. Erasing a municipality is deleting its
// wrapped keys.
package seal

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// ErrSealed says that a ciphertext does not belong where it stands: it was
// changed, moved from another row or field, or sealed with another key.
var ErrSealed = errors.New("sealed field cannot be opened")

// Place is where a sealed field stands. It is authenticated with the text.
type Place struct {
	Table string
	Field string
	Row   uuid.UUID
}

// Keys are one municipality's keys. Safe for concurrent use.
type Keys struct {
	municipality uuid.UUID
	fields       *keyset.Handle
	index        *keyset.Handle
	aead         tink.AEAD
	prf          *prf.Set
}

// NewKeys makes fresh keys for a municipality.
func NewKeys(municipality uuid.UUID) (*Keys, error) {
	fields, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("making field key: %w", err)
	}
	index, err := keyset.NewHandle(prf.HMACSHA256PRFKeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("making index key: %w", err)
	}
	return keysOf(municipality, fields, index)
}

func keysOf(municipality uuid.UUID, fields, index *keyset.Handle) (*Keys, error) {
	cipher, err := aead.New(fields)
	if err != nil {
		return nil, fmt.Errorf("preparing field key: %w", err)
	}
	hash, err := prf.NewPRFSet(index)
	if err != nil {
		return nil, fmt.Errorf("preparing index key: %w", err)
	}
	return &Keys{municipality: municipality, fields: fields, index: index, aead: cipher, prf: hash}, nil
}

// Seal encrypts plain for its place. Empty text stays empty, so that an empty
// field can be told from a filled one without the key.
func (k *Keys) Seal(p Place, plain string) (Sealed, error) {
	if plain == "" {
		return nil, nil
	}
	sealed, err := k.aead.Encrypt([]byte(plain), k.bind(p))
	if err != nil {
		return nil, fmt.Errorf("sealing %s.%s: %w", p.Table, p.Field, err)
	}
	return sealed, nil
}

// Open decrypts what Seal made for the same place. It returns ErrSealed for
// anything else.
func (k *Keys) Open(p Place, s Sealed) (string, error) {
	if len(s) == 0 {
		return "", nil
	}
	plain, err := k.aead.Decrypt(s, k.bind(p))
	if err != nil {
		return "", fmt.Errorf("opening %s.%s of row %s: %w", p.Table, p.Field, p.Row, ErrSealed)
	}
	return string(plain), nil
}

// bind is the associated data: lengths are fixed or zero-terminated, so two
// different places never give the same bytes.
func (k *Keys) bind(p Place) []byte {
	data := make([]byte, 0, 34+len(p.Table)+len(p.Field))
	data = append(data, k.municipality[:]...)
	data = append(data, p.Row[:]...)
	data = append(data, p.Table...)
	data = append(data, 0)
	return append(data, p.Field...)
}

// KEK is a key-encryption key: a file or environment key here, a key service
// in larger installations.
type KEK interface {
	Wrap(plain, context []byte) ([]byte, error)
	Unwrap(wrapped, context []byte) ([]byte, error)
	// Derive returns 32 bytes that follow from the key and the purpose, the
	// same on every replica and useless for anything else.
	Derive(purpose string) ([]byte, error)
}

// Wrap encrypts the keys for storage in the control plane.
func (k *Keys) Wrap(kek KEK) ([]byte, error) {
	wrapped := make([][]byte, 0, 2)
	for _, handle := range []*keyset.Handle{k.fields, k.index} {
		var plain bytes.Buffer
		if err := cleartext(handle, &plain); err != nil {
			return nil, err
		}
		sealed, err := kek.Wrap(plain.Bytes(), k.municipality[:])
		if err != nil {
			return nil, fmt.Errorf("wrapping keys: %w", err)
		}
		wrapped = append(wrapped, sealed)
	}
	return join(wrapped), nil
}

// Unwrap opens keys that Wrap stored for the same municipality.
func Unwrap(kek KEK, municipality uuid.UUID, wrapped []byte) (*Keys, error) {
	parts, err := split(wrapped)
	if err != nil {
		return nil, err
	}
	handles := make([]*keyset.Handle, 0, 2)
	for _, part := range parts {
		plain, err := kek.Unwrap(part, municipality[:])
		if err != nil {
			return nil, fmt.Errorf("unwrapping keys: %w", err)
		}
		handle, err := fromCleartext(plain)
		if err != nil {
			return nil, err
		}
		handles = append(handles, handle)
	}
	return keysOf(municipality, handles[0], handles[1])
}
