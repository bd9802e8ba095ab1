package seal

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

const algEd25519 = 1 // note's number for the only kind of key it has

// LogSigner signs the heads of the municipality's log, and LogVerifier reads
// the signatures. Both keys follow from the municipality's own, so there is
// nothing more to keep or to lose.
func (k *Keys) LogSigner() (note.Signer, error) {
	_, secret, err := k.logKeys()
	if err != nil {
		return nil, err
	}
	return note.NewSigner(secret)
}

// LogVerifier reads what LogSigner signs.
func (k *Keys) LogVerifier() (note.Verifier, error) {
	public, _, err := k.logKeys()
	if err != nil {
		return nil, err
	}
	return note.NewVerifier(public)
}

// LogKey is the public key of LogVerifier as text, for those who check a copy
// of the log elsewhere: golang.org/x/mod/sumdb/note's NewVerifier reads it.
func (k *Keys) LogKey() (string, error) {
	public, _, err := k.logKeys()
	return public, err
}

func (k *Keys) logKeys() (public, secret string, err error) {
	seed, err := k.prf.ComputePrimaryPRF([]byte("log signing key 1"), ed25519.SeedSize)
	if err != nil {
		return "", "", fmt.Errorf("making log key: %w", err)
	}
	key := ed25519.NewKeyFromSeed(seed)
	name := "hverdag-" + k.municipality.String()
	public, err = note.NewEd25519VerifierKey(name, key.Public().(ed25519.PublicKey))
	if err != nil {
		return "", "", fmt.Errorf("making log key: %w", err)
	}
	hash := strings.Split(public, "+")[1]
	encoded := base64.StdEncoding.EncodeToString(append([]byte{algEd25519}, seed...))
	return public, "PRIVATE+KEY+" + name + "+" + hash + "+" + encoded, nil
}
