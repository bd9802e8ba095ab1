package seal

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// same are words that two people would call the same; the lines differ from
// each other.
var same = [][]string{
	{"Åse", "åse", "ÅSE", "Aase", "AASE", "A\u030ase", " Åse ", "Å\u00adse", "\u212bse"},
	{"Ase", "ase", "Áse", "A\u0301se"},
	{"Søren", "Soeren", "Sören", "SÖREN", "So\u0308ren", "Sǿren"},
	{"Soren", "Sòren", "Sōren"},
	{"Kjær", "Kjaer", "Kjär", "KJÆR", "Kja\u0308r", "Kjǽr"},
	{"Kjar", "Kjár"},
	{"Kjer", "Kjér", "Kjêr"},
	{"Haakon", "Håkon", "HAAKON"},
	{"Groß", "Gross", "GROSS", "GROẞ"},
	{"Ingvild Marie", "ingvild  marie", "Ingvild\u00a0Marie\n"},
	{"ﬁnn", "Finn", "ＦＩＮＮ"},
	{"Đorđe", "đorđe"},
	{"حَسَن", "حسن"},
	{"", " ", "\u200b"},
}

func TestSpellingsOfOneWordAreOneWord(t *testing.T) {
	of := map[string]string{}
	for _, spellings := range same {
		folded := Normalise(spellings[0])
		for _, spelling := range spellings {
			if got := Normalise(spelling); got != folded {
				t.Errorf("%q is folded to %q, but %q to %q", spelling, got, spellings[0], folded)
			}
		}
		if other, taken := of[folded]; taken {
			t.Errorf("%q and %q are folded to one word", spellings[0], other)
		}
		of[folded] = spellings[0]
	}
}

// drawText draws text with many of the letters and marks that matter.
func drawText(t *rapid.T, label string) string {
	letter := rapid.OneOf(
		rapid.SampledFrom([]rune("aaaeoåæøäöÅÆØÄÖéǻǽǿïßſİı\u030a\u0308\u0301\u0304\u00ad\u200d -'")),
		rapid.Rune(),
	)
	return string(rapid.SliceOf(letter).Draw(t, label))
}

func TestFoldingTwiceIsFoldingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t, "text")
		once := Normalise(text)
		if twice := Normalise(once); twice != once {
			t.Fatalf("%q is folded to %q, and that to %q", text, once, twice)
		}
	})
}

func TestFoldingTwiceIsFoldingOnceForEveryCharacter(t *testing.T) {
	for letter := range unicode.MaxRune {
		once := Normalise(string(letter))
		if twice := Normalise(once); twice != once {
			t.Errorf("%q (%U) is folded to %q, and that to %q", letter, letter, once, twice)
		}
	}
}

func TestFoldingDoesNotSeeHowLettersAreComposed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t, "text")
		if composed, decomposed := Normalise(norm.NFC.String(text)), Normalise(norm.NFD.String(text)); composed != decomposed {
			t.Fatalf("%q is folded to %q composed and %q decomposed", text, composed, decomposed)
		}
	})
}

func TestEveryWordOfATextIsFoundByTheWordAlone(t *testing.T) {
	keys := newKeys(t, uuid.New())
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[A-Za-zÅÆØåæøäöéü]{1,6}`), 1, 5).Draw(t, "words")
		text := strings.Join(words, rapid.SampledFrom([]string{" ", ", ", "-", "  ", ".\n"}).Draw(t, "between"))
		if rapid.Bool().Draw(t, "decomposed") {
			text = norm.NFD.String(text)
		}
		tokens := keys.BlindWords("name", text)
		different := map[string]bool{}
		for _, word := range words {
			different[Normalise(word)] = true
			if !slices.ContainsFunc(tokens, func(token []byte) bool { return bytes.Equal(token, keys.Blind("name", word)) }) {
				t.Fatalf("%q is not found in %q", word, text)
			}
		}
		if len(tokens) != len(different) {
			t.Fatalf("%d tokens for %d different words of %q", len(tokens), len(different), text)
		}
	})
}

func TestAnIndexWordTellsNothingAndIsOfItsKind(t *testing.T) {
	keys := newKeys(t, uuid.New())
	name, phone := keys.Blind("name", "12345678"), keys.Blind("phone", "12345678")
	if bytes.Equal(name, phone) {
		t.Error("a name and a phone number have the same index word")
	}
	if len(name) != tokenBytes || bytes.Contains(name, []byte("1234")) {
		t.Errorf("an index word is %x", name)
	}
	if bytes.Equal(keys.Blind("name", "Berit"), keys.Blind("name", "Marit")) {
		t.Error("two names have the same index word")
	}
	if tokens := keys.BlindWords("name", " - \u0301, "); len(tokens) != 0 {
		t.Errorf("a text without words has %d index words", len(tokens))
	}
}
