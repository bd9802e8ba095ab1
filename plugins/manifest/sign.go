package manifest

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// FileName is the file of a release's folder that holds its signed manifest.
const FileName = "hverdag-plugin.manifest"

var (
	// ErrUnsigned says that nobody who is trusted has signed a manifest.
	ErrUnsigned = errors.New("no trusted publisher has signed the manifest")

	// ErrFormat says that a manifest is not written as Text writes it.
	ErrFormat = errors.New("the manifest is not in its canonical form")
)

// Text is m as it is signed: JSON with the fields in one order, two spaces and
// a last newline, so that the same manifest is always the same bytes.
func Text(m Manifest) ([]byte, error) {
	for _, list := range []*[]string{&m.Kinds, &m.Features} {
		if *list == nil {
			*list = []string{}
		}
	}
	if m.Files == nil {
		m.Files = []File{}
	}
	m.Asks = m.Asks.whole()
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(m); err != nil {
		return nil, fmt.Errorf("writing the manifest: %w", err)
	}
	return text.Bytes(), nil
}

// Digest names a manifest by its text, and with it every byte of the release.
func Digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// NewKey makes a publisher's keys, in the form of sumdb/note. The name is the
// publisher's, such as a domain; the private key is to be kept.
func NewKey(name string) (private, public string, err error) {
	return note.GenerateKey(rand.Reader, name)
}

// Sign returns m signed with a publisher's private key.
func Sign(m Manifest, private string) ([]byte, error) {
	if err := m.Validate(); err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(strings.TrimSpace(private))
	if err != nil {
		return nil, fmt.Errorf("reading the private key: %w", err)
	}
	text, err := Text(m)
	if err != nil {
		return nil, err
	}
	return note.Sign(&note.Note{Text: string(text)}, signer)
}

// Countersign adds the signature of another key, such as the foundation's, to
// a manifest that is signed already.
func Countersign(signed []byte, private string) ([]byte, error) {
	signer, err := note.NewSigner(strings.TrimSpace(private))
	if err != nil {
		return nil, fmt.Errorf("reading the private key: %w", err)
	}
	said, err := note.Open(signed, note.VerifierList())
	var unverified *note.UnverifiedNoteError
	if errors.As(err, &unverified) {
		said, err = unverified.Note, nil
	}
	if err != nil {
		return nil, err
	}
	return note.Sign(said, signer)
}

// Signed is a manifest that has been opened.
type Signed struct {
	Manifest Manifest
	Digest   string
	By       []string // names of the trusted keys that signed it; empty: nobody
}

// Open reads a signed manifest. trusted are public keys: one of them must have
// signed, or ErrUnsigned is returned together with what was read, for developer
// mode and for showing what it would be. Any other error comes alone.
func Open(signed []byte, trusted ...string) (Signed, error) {
	var verifiers []note.Verifier
	for _, key := range trusted {
		verifier, err := note.NewVerifier(strings.TrimSpace(key))
		if err != nil {
			return Signed{}, fmt.Errorf("reading a trusted key: %w", err)
		}
		verifiers = append(verifiers, verifier)
	}
	said, err := note.Open(signed, note.VerifierList(verifiers...))
	var unverified *note.UnverifiedNoteError
	if errors.As(err, &unverified) {
		said, err = unverified.Note, nil
	}
	if err != nil {
		return Signed{}, fmt.Errorf("opening the manifest: %w", err)
	}
	opened, err := parse([]byte(said.Text))
	if err != nil {
		return Signed{}, err
	}
	for _, signature := range said.Sigs {
		opened.By = append(opened.By, signature.Name)
	}
	if len(opened.By) == 0 {
		return opened, ErrUnsigned
	}
	return opened, nil
}

// Parse reads a manifest's text, without a signature. It must be in its
// canonical form and valid.
func Parse(text []byte) (Manifest, error) {
	opened, err := parse(text)
	return opened.Manifest, err
}

func parse(text []byte) (Signed, error) {
	var m Manifest
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&m); err != nil {
		return Signed{}, fmt.Errorf("reading the manifest: %w", err)
	}
	again, err := Text(m)
	if err != nil {
		return Signed{}, err
	}
	if !bytes.Equal(again, text) {
		return Signed{}, ErrFormat
	}
	if err := m.Validate(); err != nil {
		return Signed{}, err
	}
	return Signed{Manifest: m, Digest: Digest(text)}, nil
}
