package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// small are words that are written small within a name.
var small = map[string]bool{
	"og": true, "i": true, "på": true, "for": true, "av": true, "til": true, "med": true, "ved": true, "under": true,
	"skole": true, "skule": true, "barneskole": true, "barneskule": true, "ungdomsskole": true, "ungdomsskule": true,
	"barnehage": true, "helsestasjon": true, "kommune": true, "avdeling": true, "avd": true, "oppvekstsenter": true,
	"oppvekst": true, "kulturskole": true, "kulturskule": true, "familiesenter": true, "barnevern": true,
	"barneverntjeneste": true, "barnevernteneste": true, "tjeneste": true, "teneste": true, "senter": true,
	"videregående": true, "vidaregåande": true, "psykisk": true, "helse": true, "omsorg": true, "undervisning": true,
	"kultur": true, "rus": true, "team": true, "sentrum": false,
}

// kept are words that are written in capitals.
var kept = map[string]bool{
	"AS": true, "SA": true, "BA": true, "IKS": true, "KF": true, "SFO": true, "PPT": true, "NAV": true, "BUP": true,
	"DPS": true, "IKT": true, "FAU": true, "II": true, "III": true,
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
		bare := strings.Trim(word, ".,()/")
		lower := strings.ToLower(word)
		switch {
		case kept[bare]:
		case i > 0 && small[strings.ToLower(bare)]:
			words[i] = lower
		default:
			words[i] = capital(lower)
		}
	}
	return strings.Join(words, " ")
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
		if i == 0 || !small[word] {
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
