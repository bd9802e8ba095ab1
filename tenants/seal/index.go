package seal

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
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

// BlindWords returns a hash for each different word of a text, the same that
// Blind gives for the word alone.
func (k *Keys) BlindWords(kind, text string) [][]byte {
	seen := map[string]bool{}
	var tokens [][]byte
	// Folded before it is cut: a letter may be written as two characters, and
	// the second of them is no letter.
	for _, word := range strings.FieldsFunc(Normalise(text), isBreak) {
		if seen[word] {
			continue
		}
		seen[word] = true
		tokens = append(tokens, k.Blind(kind, word))
	}
	return tokens
}

func isBreak(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// The marks that make a letter of its own in the Nordic alphabets.
const (
	ring      = '\u030a'
	diaeresis = '\u0308'
)

var nordic = map[[2]rune]rune{{'a', ring}: 'å', {'a', diaeresis}: 'æ', {'o', diaeresis}: 'ø'}

// digraphs are how å, æ and ø are written where they cannot be.
var digraphs = strings.NewReplacer("aa", "å", "ae", "æ", "oe", "ø")

// Normalise folds a word to what two people would both call the same word:
// letter case, accents, invisible characters and runs of spaces do not matter,
// nor whether å is written aa, æ as ä or ae, and ø as ö or oe. Folding twice
// is folding once.
func Normalise(word string) string {
	// Lowered last: cases.Fold turns each Cherokee case into the other.
	word = norm.NFKD.String(strings.ToLower(cases.Fold().String(norm.NFKD.String(word))))
	var out strings.Builder
	letters := []rune(word)
	for i := 0; i < len(letters); {
		base := letters[i]
		marks := i + 1
		for marks < len(letters) && unicode.Is(unicode.M, letters[marks]) {
			marks++
		}
		out.WriteString(letter(base, letters[i+1:marks]))
		i = marks
	}
	return strings.Join(strings.Fields(digraphs.Replace(out.String())), " ")
}

// letter is a base character with its marks, folded.
func letter(base rune, marks []rune) string {
	for _, mark := range marks {
		if folded, found := nordic[[2]rune{base, mark}]; found {
			return string(folded)
		}
	}
	if unicode.IsSpace(base) {
		return " "
	}
	if unicode.In(base, unicode.Mn, unicode.Me, unicode.C) {
		return ""
	}
	return string(base)
}
