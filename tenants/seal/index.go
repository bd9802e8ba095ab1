package seal

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const tokenBytes = 16

// Blind returns a keyed hash of a word, for exact search of a sealed field.
// kind keeps names apart from phone numbers. The word is normalised: case,
// accents and spelling variants of å, æ and ø do not matter.
func (k *Keys) Blind(kind, word string) []byte {
	token, err := k.prf.ComputePrimaryPRF([]byte(kind+"\x00"+Normalise(word)), tokenBytes)
	if err != nil {
		panic(fmt.Sprintf("hashing an index word: %v", err)) // only for a length the key type cannot give
	}
	return token
}

// BlindWords returns a hash for each different word of a text.
func (k *Keys) BlindWords(kind, text string) [][]byte {
	seen := map[string]bool{}
	var tokens [][]byte
	for _, word := range strings.FieldsFunc(text, isBreak) {
		word = Normalise(word)
		if word == "" || seen[word] {
			continue
		}
		seen[word] = true
		tokens = append(tokens, k.Blind(kind, word))
	}
	return tokens
}

func isBreak(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// Normalise folds a word to what two people would both call the same word.
func Normalise(word string) string {
	word = strings.NewReplacer("aa", "å", "ä", "æ", "ö", "ø").Replace(strings.ToLower(norm.NFC.String(strings.TrimSpace(word))))
	var out strings.Builder
	for _, r := range norm.NFD.String(strings.NewReplacer("å", "a\u0001", "æ", "e\u0001", "ø", "o\u0001").Replace(word)) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}
