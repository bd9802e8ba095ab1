// Package kind tells what kind of unit a Norwegian name speaks of. It would
// rather not know than be wrong: a culture school is no school, and the office
// for schools and kindergartens is neither.
package kind

import (
	"strings"
	"unicode"
)

// The kinds that Of and FromNACE answer.
const (
	School       = "school"
	Kindergarten = "kindergarten"
	Health       = "health"
	ChildWelfare = "child_welfare"
	PPT          = "ppt"
	Family       = "family"
	MentalHealth = "mental_health"
	Municipality = "municipality"
	Other        = "other"
)

// endings are what a word of the name ends with, and what it then speaks of;
// the longest that fits counts. Other stops a word from being taken for what
// it resembles.
var endings = map[string]string{
	"skole": School, "skolen": School, "skule": School, "skulen": School, "oppvekstsenter": School,
	"kulturskole": Other, "kulturskolen": Other, "kulturskule": Other, "kulturskulen": Other,
	"musikkskole": Other, "musikkskule": Other, "trafikkskole": Other, "kjøreskole": Other, "køyreskule": Other,
	"folkehøgskole": Other, "folkehøyskole": Other, "folkehøgskule": Other, "høgskole": Other, "høyskole": Other,
	"høgskule": Other, "danseskole": Other, "skiskole": Other, "svømmeskole": Other, "sommerskole": Other,
	"rideskole": Other, "fagskole": Other, "førskole": Kindergarten,
	"barnehage": Kindergarten, "barnehagen": Kindergarten, "barnehager": Kindergarten, "barnehagar": Kindergarten,
	"barnehageavdeling": Kindergarten,
	"helsestasjon":      Health, "helsestasjonen": Health, "helsestasjoner": Health, "skolehelsetjeneste": Health,
	"skolehelsetjenesten": Health, "skulehelsetenesta": Health, "skulehelseteneste": Health,
	"barnevern": ChildWelfare, "barnevernet": ChildWelfare, "barneverntjeneste": ChildWelfare,
	"barneverntjenesten": ChildWelfare, "barnevernstjeneste": ChildWelfare, "barnevernstjenesten": ChildWelfare,
	"barnevernteneste": ChildWelfare, "barneverntenesta": ChildWelfare, "barnevernsteneste": ChildWelfare,
	"ppt": PPT, "pptjeneste": PPT, "pptjenesten": PPT, "ppteneste": PPT, "pptenesta": PPT,
	"familiesenter": Family, "familiesenteret": Family, "familiehus": Family, "familiehuset": Family,
	"familievernkontor": Family, "familievern": Family, "familieteam": Family, "familieteamet": Family,
	"rådhus": Municipality, "rådhuset": Municipality, "servicetorg": Municipality, "servicesenter": Municipality,
	"innbyggertorg": Municipality, "innbyggartorg": Municipality,
}

// phrases are several words that together speak of something.
var phrases = []struct{ words, kind string }{
	{"pedagogisk psykologisk", PPT}, {"familiens hus", Family}, {"huset for familien", Family},
	{"psykisk helse", MentalHealth}, {"psykisk helsehjelp", MentalHealth}, {"rask psykisk", MentalHealth},
}

// Of tells what kind of unit a name speaks of: Other when it speaks of none,
// or of several.
func Of(name string) string {
	said := map[string]bool{}
	words := wordsOf(name)
	for _, word := range words {
		if spoken := ofWord(word); spoken != "" {
			said[spoken] = true
		}
	}
	text := " " + strings.Join(words, " ") + " "
	for _, phrase := range phrases {
		if strings.Contains(text, " "+phrase.words+" ") {
			said[phrase.kind] = true
		}
	}
	if len(said) == 0 && len(words) == 2 && words[1] == "kommune" {
		return Municipality
	}
	if len(said) != 1 {
		return Other
	}
	for spoken := range said {
		return spoken
	}
	return Other
}

// Speaks tells whether a name speaks of any kind at all, be it one that is
// none of ours or several at once. Only of a name that does not may an
// industry code decide.
func Speaks(name string) bool {
	words := wordsOf(name)
	for _, word := range words {
		if ofWord(word) != "" {
			return true
		}
	}
	return Of(name) != Other
}

func ofWord(word string) string {
	best, kind := 0, ""
	for ending, of := range endings {
		if len(ending) > best && strings.HasSuffix(word, ending) {
			best, kind = len(ending), of
		}
	}
	if best < len(word) && (kind == PPT && word != "ppt") {
		return "" // "oppt" is not ppt
	}
	return kind
}

// wordsOf splits a name into small words without signs; a hyphen splits, but
// PP-tjeneste is one word.
func wordsOf(name string) []string {
	name = strings.ReplaceAll(strings.ToLower(name), "pp-", "pp")
	return strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// nace are the industries of SN2007 that say a kind surely. SN2025 numbers some
// of them anew, and a register answers nothing to a code that is no longer
// used; so a code is only ever a second opinion.
var nace = map[string]string{
	"85.201": School, "85.202": School, "85.310": School,
	"88.911": Kindergarten,
	"86.903": Health,
	"88.991": ChildWelfare,
	"88.992": Family,
}

// FromNACE tells what kind of unit an industry code speaks of, Other when it
// says too little.
func FromNACE(code string) string {
	kind, ok := nace[strings.TrimSpace(code)]
	if !ok {
		return Other
	}
	return kind
}
