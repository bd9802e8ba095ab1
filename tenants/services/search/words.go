package search

import (
	_ "embed"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed words/stop.txt
var stopFile string

//go:embed words/synonyms.txt
var synonymFile string

//go:embed words/parts.txt
var partFile string

//go:embed words/areas.txt
var areaFile string

// lexicon is what is known of Norwegian words. It is made once and read by all.
type lexicon struct {
	stop     map[string]bool
	meanings map[string][]int    // of a stem: the lines of synonyms.txt it stands on
	phrases  map[string][]phrase // by the stem they begin with
	parts    map[string]bool     // stems that long words are made of
	areas    map[string]string   // words of an area of the knowledge model, by its code
	single   []term              // the words of synonyms.txt, for what is misspelt
}

// phrase is several words that mean one thing together.
type phrase struct {
	stems   []string
	meaning int
}

var known = readLexicon()

func readLexicon() *lexicon {
	l := &lexicon{
		stop: map[string]bool{}, meanings: map[string][]int{}, phrases: map[string][]phrase{}, parts: map[string]bool{},
		areas: map[string]string{},
	}
	for _, line := range lines(stopFile) {
		for _, word := range strings.Fields(line) {
			l.stop[word] = true
		}
	}
	for _, line := range lines(partFile) {
		for _, word := range strings.Fields(line) {
			l.parts[stem(word)] = true
		}
	}
	for meaning, line := range lines(synonymFile) {
		for said := range strings.SplitSeq(line, ",") {
			l.learn(meaning, split(said))
		}
	}
	for _, line := range lines(areaFile) {
		code, words, _ := strings.Cut(line, " ")
		l.areas[code] = words
	}
	l.gather()
	return l
}

func (l *lexicon) learn(meaning int, words []string) {
	stems := make([]string, len(words))
	for i, word := range words {
		stems[i] = stem(word)
	}
	switch len(stems) {
	case 0:
	case 1:
		l.meanings[stems[0]] = append(l.meanings[stems[0]], meaning)
		if len([]rune(words[0])) >= 4 {
			l.parts[stems[0]] = true
		}
	default:
		l.phrases[stems[0]] = append(l.phrases[stems[0]], phrase{stems, meaning})
	}
}

// gather lists the words that mean something, for near to look through.
func (l *lexicon) gather() {
	seen := map[string]bool{}
	for _, line := range lines(synonymFile) {
		for said := range strings.SplitSeq(line, ",") {
			words := split(said)
			if len(words) == 1 && len([]rune(words[0])) >= leastSlip && !seen[words[0]] {
				seen[words[0]] = true
				one := stem(words[0])
				l.single = append(l.single, term{word: words[0], stem: one, meanings: l.meanings[one]})
			}
		}
	}
}

// near are the words that mean something and are one slip from a word.
func (l *lexicon) near(word string) []term {
	var found []term
	for _, one := range l.single {
		if slipped(word, one.word) {
			found = append(found, one)
		}
	}
	return found
}

// lines are the lines of a data file that say something.
func lines(file string) []string {
	var said []string
	for line := range strings.Lines(file) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") {
			said = append(said, line)
		}
	}
	return said
}

// split cuts a text into words: runs of letters and digits, in small letters.
func split(text string) []string {
	return strings.FieldsFunc(strings.ToLower(norm.NFC.String(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// partsOf are the stems of the known parts of a word that is put together, such
// as skole and helse of skolehelsetjeneste; none when it is not made of known
// parts throughout.
func (l *lexicon) partsOf(word string) []string {
	letters := []rune(word)
	if len(letters) < 7 {
		return nil
	}
	return l.cut(letters, 3)
}

// cut finds the fewest known parts that the letters are made of. Between two
// parts there may be an s or an e. left is how many more cuts there may be.
func (l *lexicon) cut(letters []rune, left int) []string {
	if left == 0 {
		return nil
	}
	for at := len(letters) - 3; at >= 3; at-- {
		head := l.part(letters[:at])
		if head == "" {
			continue
		}
		tail := letters[at:]
		if rest := stem(string(tail)); l.parts[rest] {
			return []string{head, rest}
		}
		if more := l.cut(tail, left-1); more != nil {
			return append([]string{head}, more...)
		}
	}
	return nil
}

// part is the stem of a known part, perhaps with the letter that joins it to
// the next; empty when it is not one.
func (l *lexicon) part(letters []rune) string {
	word := string(letters)
	if one := stem(word); l.parts[one] {
		return one
	}
	for _, joint := range []string{"s", "e"} {
		if bare, joined := strings.CutSuffix(word, joint); joined && len([]rune(bare)) >= 3 {
			if one := stem(bare); l.parts[one] {
				return one
			}
		}
	}
	return ""
}
