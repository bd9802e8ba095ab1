package seal_test

import (
	"testing"

	"github.com/google/uuid"
	"golang.org/x/mod/sumdb/note"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

func TestALogHeadIsReadWithItsOwnMunicipalitysKeyOnly(t *testing.T) {
	keys, other := newKeys(t), newKeys(t)
	signer, err := keys.LogSigner()
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Sign(&note.Note{Text: "a head\n"}, signer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := note.Open(signed, verifiers(t, keys)); err != nil {
		t.Errorf("its own key: %v", err)
	}
	if _, err := note.Open(signed, verifiers(t, other)); err == nil {
		t.Error("another municipality's key reads it too")
	}
}

func newKeys(t *testing.T) *seal.Keys {
	t.Helper()
	keys, err := seal.NewKeys(uuid.Must(uuid.NewV7()))
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func verifiers(t *testing.T, keys *seal.Keys) note.Verifiers {
	t.Helper()
	verifier, err := keys.LogVerifier()
	if err != nil {
		t.Fatal(err)
	}
	return note.VerifierList(verifier)
}
