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
	Part    = "part"    // it is a part of the other
	Holds   = "holds"   // it has the other as a part
	Alike   = "alike"   // one means the same as a part of the other
	Begins  = "begins"  // the one begins the other
	Slip    = "slip"    // one letter is different
)

// Strength is how much each counts, in hundredths. What a word is made of says
// more than a word that is near in meaning: a line of synonyms is wide.
var strength = map[string]int{Same: 100, Part: 85, Begins: 50, Alike: 47, Meaning: 45, Holds: 40, Slip: 35}

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
// do not. Two words that only share a part do not: skolehelse and skoleskyss.
func closely(asked, found term) string {
	switch {
	case asked.stem == found.stem:
		return Same
	case slices.Contains(found.parts, asked.stem):
		return Part
	case slices.Contains(asked.parts, found.stem):
		return Holds
	case alike(found.parts, asked), alike(asked.parts, found):
		return Alike
	case begins(asked, found):
		return Begins
	case share(asked.meanings, found.meanings):
		return Meaning
	}
	return ""
}

func share(a, b []int) bool {
	return slices.ContainsFunc(a, func(one int) bool { return slices.Contains(b, one) })
}

// alike reports whether a word means the same as one of the parts.
func alike(parts []string, one term) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return share(known.meanings[part], one.meanings) })
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
