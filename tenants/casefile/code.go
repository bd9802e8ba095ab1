package casefile

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"

	"github.com/google/uuid"
)

// A code begins with a letter, so that no spreadsheet takes it for a number,
// and has no vowels, so that it is never a word. Neither are there letters and
// figures that are taken for one another when they are read aloud or copied by
// hand: no 0, 1, I, L and O.
const (
	codeLetters = "BCDFGHJKMNPQRSTVWXZ"
	codeSigns   = "23456789" + codeLetters
)

// CodeLength is how many characters a family's code has.
const CodeLength = 6

// Code is what a family is called where its name must not stand: in the
// personvernombud's lists and in a leader's. It is always the same for the
// same family, and tells nothing about it, not even when it came.
func Code(family uuid.UUID) string {
	sum := sha256.Sum256(append([]byte("family code\x00"), family[:]...))
	rest := binary.BigEndian.Uint64(sum[:8])
	signs := codeLetters
	code := make([]byte, CodeLength)
	for i := range code {
		code[i] = signs[rest%uint64(len(signs))]
		rest /= uint64(len(signs))
		signs = codeSigns
	}
	return string(code)
}

// ParseCode reads a family's code as a person may have written it, and
// reports whether it can be one.
func ParseCode(text string) (string, bool) {
	code := strings.ToUpper(strings.Join(strings.Fields(strings.ReplaceAll(text, "-", " ")), ""))
	if len(code) != CodeLength || !strings.Contains(codeLetters, code[:1]) || strings.Trim(code, codeSigns) != "" {
		return "", false
	}
	return code, true
}
