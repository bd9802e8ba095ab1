package search

import (
	"slices"
	"strings"
)

// How a word of the question and one of an entry belong together, from the
// closest.
const (
	Same    = "same"    // the same word, perhaps with another ending
	Meaning = "meaning" // another word for the same
	Part    = "part"    // one is a part of the other
	Begins  = "begins"  // the one begins the other
	Slip    = "slip"    // one letter is different
)

// Strength is how much each counts, in hundredths.
var strength = map[string]int{Same: 100, Meaning: 65, Part: 55, Begins: 45, Slip: 40}

// term is a word as it is compared.
type term struct {
	word     string // as it is written
	stem     string
	meanings []int
	parts    []string // stems
}

func newTerm(word string) term {
	t := term{word: word, stem: stem(word)}
	t.parts = known.partsOf(word)
	t.meanings = known.meanings[t.stem]
	return t
}

// closely tells how two words belong together, slips left out; empty when they
// do not.
func closely(asked, found term) string {
	switch {
	case asked.stem == found.stem:
		return Same
	case share(asked.meanings, found.meanings):
		return Meaning
	case partly(asked, found):
		return Part
	case begins(asked, found):
		return Begins
	}
	return ""
}

func share(a, b []int) bool {
	return slices.ContainsFunc(a, func(one int) bool { return slices.Contains(b, one) })
}

// partly reports whether the one is a part of the other, or means what a
// telling part of it means. Two words that only share a part do not belong
// together: skolehelse and skoleskyss.
func partly(asked, found term) bool {
	return has(found.parts, asked) || has(asked.parts, found)
}

func has(parts []string, one term) bool {
	return slices.ContainsFunc(parts, func(part string) bool {
		return part == one.stem || share(known.meanings[part], one.meanings)
	})
}

const leastBeginning = 4 // letters

func begins(asked, found term) bool {
	return len([]rune(asked.word)) >= leastBeginning && strings.HasPrefix(found.word, asked.word)
}

// leastSlip is the letters of the shortest word that may be misspelt.
const leastSlip = 4

// slip reports whether the word of a question is misspelt: it is one slip from
// the found word, or from a word that means the same.
func slip(asked term, near []term, found term) bool {
	if slipped(asked.word, found.word) {
		return true
	}
	return slices.ContainsFunc(near, func(meant term) bool {
		return meant.stem == found.stem || share(meant.meanings, found.meanings)
	})
}

// slipped reports whether two words are one slip apart: a letter too much, too
// few, another, or two that have changed places. Short words are not slips of
// each other.
func slipped(asked, found string) bool {
	a, b := []rune(asked), []rune(found)
	if min(len(a), len(b)) < leastSlip || len(a)-len(b) > 1 || len(b)-len(a) > 1 {
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return slices.Equal(a[i:], b[i+1:])
	}
	if i == len(a) || slices.Equal(a[i+1:], b[i+1:]) {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:])
}
