package locale

import (
	"strings"
	"testing"
)

// longestToChildren is how many words a sentence to a child may have.
const longestToChildren = 10

// TestToChildrenTheSentencesAreShort holds what the child's own pages say to
// ten words a sentence, as PAGES asks.
func TestToChildrenTheSentencesAreShort(t *testing.T) {
	found := 0
	for _, lang := range Languages {
		eachText(lang, func(key, text string) {
			if area := For(lang).book.area[key]; !strings.HasPrefix(area, "young") {
				return
			}
			found++
			for _, sentence := range sentenceEnd.Split(text, -1) {
				if n := len(strings.Fields(sentence)); n > longestToChildren {
					t.Errorf("%s %q says a child a sentence of %d words: %s", lang, key, n, sentence)
				}
			}
		})
	}
	if found < 100 {
		t.Errorf("only %d texts to children were found: the search is broken", found)
	}
}
