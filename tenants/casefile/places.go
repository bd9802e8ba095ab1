package casefile

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// places are words by which somebody could be found, folded and without their
// endings. A postcode is kept as it is.
type places map[string]bool

// common are words in the names of units and in addresses that are found
// everywhere, and so locate nobody.
var common = wordSet(`skole barneskole ungdomsskole grunnskole folkeskole friskole montessoriskole videregående
	barne ungdom ungdomstrinn barn barnehage familiebarnehage sfo skolefritidsordning kulturskole voksenopplæring
	helsestasjon helsesenter helse helsesykepleier legesenter legekontor fastlege sykehus psykisk psykolog tannlege
	tannklinikk barnevern barnevernstjeneste barnevernvakt tjeneste pp ppt pedagogisk psykologisk bup dps abup nav
	kontor senter avdeling team enhet koordinerende krisesenter barnehus familievernkontor familiesenter familie
	familiehus familiens hus kommune kommunal fylkeskommune interkommunal bydel by tettsted bibliotek idrett idrettslag
	fritid fritidsklubb fritidssenter klubb ungdomsklubb frivilligsentral oppvekst oppvekstsenter avlastning bolig
	omsorg tiltak lavterskel oppfølging politi statlig regional region distrikt nasjonal norge norsk
	gate gata vei veg allé alle plass torg boks postboks etasje leilighet oppgang ved
	og i på for til med av den det de en et som fra om hos
	nord sør øst vest midt nedre øvre indre ytre store lille gamle nye ny stor liten gammel sentrum`)

func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		set[stem(seal.Normalise(word))] = true
	}
	return set
}

// addName adds what is peculiar in the name of a unit or a municipality.
func (p places) addName(name string) {
	for _, word := range words(name) {
		p.add(word)
	}
}

// addAddress adds the street, the postcode and the place of an address; house
// numbers and the letters behind them are everywhere.
func (p places) addAddress(address string) {
	for _, word := range words(address) {
		if isPostcode(word) {
			p[word] = true
			continue
		}
		p.add(word)
	}
}

func (p places) add(word string) {
	if utf8.RuneCountInString(word) < 2 || strings.ContainsFunc(word, unicode.IsDigit) {
		return
	}
	if root := stem(word); !common[root] {
		p[root] = true
	}
}

// in reports whether any of the texts names one of the places: the whole word,
// in whatever form it is bent, or a word that begins with it ("Solliaskolen").
func (p places) in(texts ...string) bool {
	return slices.ContainsFunc(texts, func(text string) bool {
		return slices.ContainsFunc(words(text), p.holds)
	})
}

// wholeWord is how long a place must be for a word that only begins with it to
// name it.
const wholeWord = 4

func (p places) holds(word string) bool {
	owner := strings.TrimSuffix(word, "s") // "Bøs", whose ending stem leaves
	if p[word] || p[stem(word)] || p[owner] || p[stem(owner)] {
		return true
	}
	for place := range p {
		if utf8.RuneCountInString(place) >= wholeWord && !isPostcode(place) && strings.HasPrefix(word, place) {
			return true
		}
	}
	return false
}

// words are the words of a text, folded as a search folds them.
func words(text string) []string {
	return strings.FieldsFunc(seal.Normalise(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func isPostcode(word string) bool {
	return len(word) == 4 && strings.Trim(word, "0123456789") == ""
}

// endings are how a Norwegian noun or name is bent, in both languages, the
// longest first.
func endings() []string {
	return []string{
		"enes", "anes", "ane", "ene", "ens", "ets", "ars", "ers", "ane", "as", "es", "en", "et", "er", "ar", "a", "e", "s",
	}
}

// shortest is what must be left of a word when its ending is taken off.
const shortest = 3

// stem takes the ending off a word, so that Storgata, Storgaten and Storgatas
// are one, and Lillevegen and Lilleveien another. It is folded text.
func stem(word string) string {
	word = strings.ReplaceAll(word, "veg", "vei")
	for _, ending := range endings() {
		root, bent := strings.CutSuffix(word, ending)
		if bent && utf8.RuneCountInString(root) >= shortest {
			return root
		}
	}
	return word
}
