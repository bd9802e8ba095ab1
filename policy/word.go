package policy

import (
	"errors"
	"fmt"
)

// ErrUnknownWord says that a text names no role, relation, basis, section or
// action.
var ErrUnknownWord = errors.New("unknown word")

// wordAny stands in a rule line for every value of its column.
const wordAny = "any"

// wordUnknown is how a value outside its enumeration is written.
const wordUnknown = "unknown"

// parse finds the value whose stable word is given, among those from first on.
func parse[E ~uint8](kind, word string, words []string, first E) (E, error) {
	for i := int(first); i < len(words); i++ {
		if words[i] == word {
			return E(i), nil
		}
	}
	return 0, fmt.Errorf("%w: %q is no %s", ErrUnknownWord, word, kind)
}

// spell is the stable word of a value.
func spell[E ~uint8](value E, words []string) string {
	if int(value) >= len(words) {
		return wordUnknown
	}
	return words[value]
}

// from lists the values of an enumeration from first on.
func from[E ~uint8](first E, words []string) []E {
	all := make([]E, 0, len(words))
	for i := int(first); i < len(words); i++ {
		all = append(all, E(i))
	}
	return all
}
