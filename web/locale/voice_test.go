package locale

import (
	"regexp"
	"strings"
	"testing"
)

// longest is how many words a sentence may have; long lists the keys that
// have been looked at and may be longer.
const longest = 20

var long = map[string]bool{}

var sentenceEnd = regexp.MustCompile(`[.?:;]\s+|\n`)

// TestTheVoiceIsPlain: short sentences, no begging and no shouting.
func TestTheVoiceIsPlain(t *testing.T) {
	for _, lang := range Languages {
		eachText(lang, func(key, text string) {
			if strings.Contains(text, "!") {
				t.Errorf("%s %q shouts: %s", lang, key, text)
			}
			if strings.Contains(strings.ToLower(text), "vennligst") {
				t.Errorf("%s %q begs: %s", lang, key, text)
			}
			for _, sentence := range sentenceEnd.Split(text, -1) {
				if n := len(strings.Fields(sentence)); n > longest && !long[key] {
					t.Errorf("%s %q has a sentence of %d words: %s", lang, key, n, sentence)
				}
			}
		})
	}
}

// onlyBokmaal are words that nynorsk must write otherwise (2012 norm); words
// both may use, such as "igjen", "blir" and "følger", are not here.
var onlyBokmaal = words(`ikke jeg hva noen noe fra uke uker uken hvem hvor hvordan hvorfor hvilke hvilken hvis
	mye bare være ble blitt selv dere deres hun vår'e en et måneder måneden dager dagen'e siden tidligere senere
	bedre gjør gjøre sier skriver velger trenger finner kommer lagret endret fjernet lukket åpnet avsluttet
	startet nå hjemme gikk fikk veien forsiden beskjeder tjenester kommuner brukere enheter opplysninger
	endringer evalueringer avtaler meldinger rettigheter valgfritt tegn tall tiden leser familier
	måter skoler gutter ganger planer åpner lukker henter`)

// onlyNynorsk are words that our bokmål writes otherwise.
var onlyNynorsk = words(`ikkje eg kva nokon noko frå veke veker veka kven kvar korleis kvifor mykje berre vere
	vart vert sjølv dykk ho eit ein månader månaden dagar sidan tidlegare seinare betre gjer gjere seier treng
	kjem følgjer ynskjer lagra endra fjerna heime gjekk fekk vegen sida framsida byrje byrja tenester
	kommunar brukarar einingar opplysningar endringar evalueringar avtalar meldingar rettar valfritt
	teikn tida familiar måtar skular gonger planar`)

// words reads a list; what has a mark in it is a note to the reader, not a
// word to look for, and words that both languages write are taken out.
func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(list) {
		if !strings.Contains(word, "'") {
			set[word] = true
		}
	}
	return set
}

// TestNynorskIsWrittenAndNotConverted finds words of the other language.
// Names of things ("Hverdagsplan") are words of their own and are not found.
func TestNynorskIsWrittenAndNotConverted(t *testing.T) {
	foreign := func(lang string, forbidden map[string]bool) {
		eachText(lang, func(key, text string) {
			for _, word := range splitWords(text) {
				if forbidden[word] {
					t.Errorf("%s %q: %q belongs to the other language: %s", lang, key, word, text)
				}
			}
		})
	}
	foreign("nn", onlyBokmaal)
	foreign("nb", onlyNynorsk)
}

// TestNynorskDiffersWhereItMust: long texts that are the same in both
// languages have not been written twice.
func TestNynorskDiffersWhereItMust(t *testing.T) {
	same := map[string]bool{}
	for key, m := range For("nb").book.plain {
		if other := For("nn").book.plain[key]; other.text == m.text && len(splitWords(m.text)) >= 8 && !sameInBoth[key] {
			same[key] = true
		}
	}
	for key := range same {
		t.Errorf("%q is the same in both languages: %s", key, For("nb").T(key))
	}
}

// sameInBoth are long texts that are rightly written alike.
var sameInBoth = map[string]bool{}

var wordPattern = regexp.MustCompile(`[\p{L}]+`)

func splitWords(text string) []string {
	plain := regexp.MustCompile(`\{\{[^}]*\}\}`).ReplaceAllString(text, " ")
	return wordPattern.FindAllString(strings.ToLower(plain), -1)
}

func eachText(lang string, read func(key, text string)) {
	b := For(lang).book
	for key, m := range b.plain {
		read(key, m.text)
	}
	for key, forms := range b.counted {
		for _, m := range forms {
			read(key, m.text)
		}
	}
}
