package clean

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// small are words that are written small within a name.
var small = map[string]bool{
	"og": true, "i": true, "på": true, "for": true, "av": true, "til": true, "med": true, "ved": true, "under": true,
	"avd": true, "kultur": true, "rus": true, "team": true, "psykisk": true, "helse": true, "omsorg": true,
	"oppvekst": true, "undervisning": true, "barnevern": true, "videregående": true, "vidaregåande": true,
	"kommune": true, "parkering": true, "drift": true, "eiendom": true, "velferd": true, "læring": true,
}

// endings are those of words that name no place: they too are written small.
var endings = []string{
	"skole", "skolen", "skule", "skulen", "barnehage", "barnehagen", "barnehager", "barnehagar", "stasjon",
	"stasjonen", "tjeneste", "tjenesten", "tjenester", "teneste", "tenesta", "tenester", "senter", "senteret",
	"avdeling", "avdelinga", "administrasjon", "administrasjonen", "kontor", "kontoret", "bibliotek",
}

func isSmall(word string) bool {
	return small[word] || slices.ContainsFunc(endings, func(ending string) bool { return strings.HasSuffix(word, ending) })
}

// kept are words that are written in capitals.
var kept = map[string]bool{
	"AS": true, "SA": true, "BA": true, "IKS": true, "KF": true, "SFO": true, "PPT": true, "NAV": true, "BUP": true,
	"DPS": true, "PP": true, "IKT": true, "FAU": true, "II": true, "III": true,
}

// Name puts right a name that a register keeps in capitals only: "ØYRVÆRET
// SKOLE" is "Øyrværet skole". Any other name is left as it is.
func Name(text string) string {
	text = Line(text)
	if text != strings.ToUpper(text) || strings.IndexFunc(text, unicode.IsLetter) < 0 || !strings.Contains(text, " ") && utf8.RuneCountInString(text) < 5 {
		return text
	}
	words := strings.Split(text, " ")
	for i, word := range words {
		parts := strings.Split(word, "-")
		for j, part := range parts {
			parts[j] = nameWord(part, i+j > 0)
		}
		words[i] = strings.Join(parts, "-")
	}
	return strings.Join(words, " ")
}

// nameWord writes one word of a name that is in capitals.
func nameWord(word string, within bool) string {
	bare := strings.Trim(word, ".,()/")
	switch {
	case kept[bare]:
		return word
	case within && isSmall(strings.ToLower(bare)):
		return strings.ToLower(word)
	}
	return capital(strings.ToLower(word))
}

// Town puts right the name of a town in capitals: "BODØ" is "Bodø". Unlike
// Name it takes a short word for a name too.
func Town(text string) string {
	text = Line(text)
	if text != strings.ToUpper(text) {
		return text
	}
	words := strings.Split(strings.ToLower(text), " ")
	for i, word := range words {
		if i == 0 || !isSmall(word) {
			words[i] = capital(word)
		}
	}
	return strings.Join(words, " ")
}

// capital makes the first letter, and the first after a hyphen, large.
func capital(word string) string {
	large := true
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			large = large || r == '-' || r == '/' || r == '('
			return r
		}
		if large {
			large = false
			return unicode.ToUpper(r)
		}
		return r
	}, word)
}
