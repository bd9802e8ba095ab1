package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// KEKBytes is the length of a key-encryption key.
const KEKBytes = 32

// ErrKEK says that a key-encryption key is missing, of the wrong length, or
// not the one that wrapped the keys.
var ErrKEK = errors.New("key-encryption key does not fit")

type localKEK struct {
	gcm cipher.AEAD
	key []byte
}

// NewKEK returns a key-encryption key from 32 bytes held in memory.
func NewKEK(key []byte) (KEK, error) {
	if len(key) != KEKBytes {
		return nil, fmt.Errorf("%w: it has %d bytes, not %d", ErrKEK, len(key), KEKBytes)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("preparing key-encryption key: %w", err)
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("preparing key-encryption key: %w", err)
	}
	return localKEK{gcm: gcm, key: slices.Clone(key)}, nil
}

// ParseKEK reads a key-encryption key written in base64, as it stands in a
// secret or an environment variable.
func ParseKEK(text string) (KEK, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil {
		return nil, fmt.Errorf("%w: it is not base64", ErrKEK)
	}
	return NewKEK(key)
}

// FileKEK reads a key-encryption key from a file, and makes the file with a
// new key (readable by its owner only) when create is set and it is missing.
// Of several processes that make it at once, all get the same key.
func FileKEK(path string, create bool) (KEK, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) && create {
		if err := newKEKFile(path); err != nil {
			return nil, fmt.Errorf("making key-encryption key: %w", err)
		}
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("reading key-encryption key: %w", err)
	}
	return ParseKEK(string(text))
}

// newKEKFile makes the file whole and on disk before it has its name, and
// never writes over one that is there: what that one has wrapped would be lost.
func newKEKFile(path string) error {
	key := make([]byte, KEKBytes)
	rand.Read(key)
	file, err := os.CreateTemp(filepath.Dir(path), ".kek-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.WriteString(base64.StdEncoding.EncodeToString(key) + "\n")
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Link(file.Name(), path); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return nil
}

func (k localKEK) Wrap(plain, context []byte) ([]byte, error) {
	return k.gcm.Seal(nil, nil, plain, context), nil
}

func (k localKEK) Unwrap(wrapped, context []byte) ([]byte, error) {
	plain, err := k.gcm.Open(nil, nil, wrapped, context)
	if err != nil {
		return nil, ErrKEK
	}
	return plain, nil
}

func (k localKEK) Derive(purpose string) ([]byte, error) {
	derived, err := hkdf.Key(sha256.New, k.key, nil, "hverdag "+purpose, KEKBytes)
	if err != nil {
		return nil, fmt.Errorf("deriving key for %s: %w", purpose, err)
	}
	return derived, nil
}
