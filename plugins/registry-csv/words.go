package main

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/kind"
)

// kinds are the words people write for a kind of unit, beside those that
// kind.Of knows.
var kinds = map[string]string{
	"barneskole": kind.School, "barneskule": kind.School, "grunnskole": kind.School, "grunnskule": kind.School, "vgs": kind.School,
	"bhg": kind.Kindergarten, "åpenbarnehage": kind.Kindergarten, "openbarnehage": kind.Kindergarten,
	"helse": kind.Health, "helsetjeneste": kind.Health, "helseteneste": kind.Health,
	"barneverntjeneste": kind.ChildWelfare, "ppttjeneste": kind.PPT, "pedagogiskpsykologisktjeneste": kind.PPT, "pedagogiskpsykologiskteneste": kind.PPT,
	"familie": kind.Family, "familievernkontor": kind.Family,
	"bup": kind.MentalHealth, "psykiskhelse": kind.MentalHealth, "psykiskhelsetjeneste": kind.MentalHealth, "psykiskhelseteneste": kind.MentalHealth,
	"kommune": kind.Municipality, "administrasjon": kind.Municipality, "kommunalenhet": kind.Municipality,
	"annet": kind.Other, "anna": kind.Other, "annen": kind.Other, "andre": kind.Other, "fritid": kind.Other, "kulturskole": kind.Other,
	"kulturskule": kind.Other, "nav": kind.Other, "krisesenter": kind.Other, "frivillig": kind.Other, "idrettslag": kind.Other,
}

// kindWord reads a kind as people write it; ok is false when it says none.
func kindWord(text string) (string, bool) {
	if of, known := kinds[bare(text)]; known {
		return of, true
	}
	for _, of := range registry.Kinds {
		if strings.EqualFold(text, of) {
			return of, true
		}
	}
	return kind.Of(text), kind.Of(text) != kind.Other
}

// yes reads a yes or a no.
func yes(text string) (value, ok bool) {
	switch bare(text) {
	case "ja", "j", "yes", "x", "1", "sann", "true", "aktiv", "idrift", "nedlagt":
		return true, true
	case "nei", "n", "no", "0", "usann", "false", "inaktiv", "ikkeaktiv", "ikkjeaktiv":
		return false, true
	}
	return false, false
}

// levels and audiences are read by a word within: "Nivå 2 (selektivt)".
var levels = []struct{ word, level string }{
	{"univers", "universal"}, {"foralle", "universal"}, {"allmenn", "universal"}, {"selektiv", "selective"}, {"risiko", "selective"},
	{"indiker", "indicated"}, {"individ", "indicated"}, {"1", "universal"}, {"2", "selective"}, {"3", "indicated"},
}

var audiences = []struct{ word, audience string }{
	{"famili", "family"}, {"foreldre", "caregiver"}, {"foresatt", "caregiver"}, {"føresett", "caregiver"}, {"omsorgsperson", "caregiver"},
	{"gravid", "caregiver"}, {"barn", "child"}, {"elev", "child"}, {"ungdom", "young"}, {"unge", "young"}, {"ansatt", "staff"}, {"tilsett", "staff"},
	{"personal", "staff"}, {"fagfolk", "staff"},
}

func level(text string) (string, bool) {
	for _, l := range levels {
		if strings.Contains(bare(text), l.word) {
			return l.level, true
		}
	}
	return "", false
}

// audience is whom a service is for. One for children and their parents both
// is for the family.
func audience(text string) (string, bool) {
	said := map[string]bool{}
	first := ""
	for _, a := range audiences {
		if strings.Contains(bare(text), a.word) {
			said[a.audience] = true
			if first == "" {
				first = a.audience
			}
		}
	}
	if said["caregiver"] && (said["child"] || said["young"]) {
		return "family", true
	}
	if said["child"] && said["young"] {
		return "child", true
	}
	return first, first != ""
}

const oldest = 120

var (
	between = regexp.MustCompile(`(\d{1,3})\s*(?:år)?\s*(?:-|–|—|til|t\.o\.m\.?|og)\s*(\d{1,3})`)
	upTo    = regexp.MustCompile(`(?:under|opptil|til|inntil|t\.o\.m\.?|<)\s*(\d{1,3})`)
	from    = regexp.MustCompile(`(?:fra|frå|over|>)\s*(\d{1,3})|(\d{1,3})\s*(?:år)?\s*(?:\+|og oppover|og eldre)`)
	single  = regexp.MustCompile(`^(\d{1,3})\s*(?:år)?$`)
)

// ages reads an age as people write it: "0–5 år", "6+", "under 18", "alle".
func ages(text string) (low, high int, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "alle" || text == "alle aldre" || text == "alle aldrar" {
		return 0, 0, true
	}
	switch {
	case between.MatchString(text):
		found := between.FindStringSubmatch(text)
		low, high = number(found[1]), number(found[2])
	case from.MatchString(text):
		found := from.FindStringSubmatch(text)
		low = number(found[1] + found[2])
	case upTo.MatchString(text):
		high = number(upTo.FindStringSubmatch(text)[1])
		if strings.Contains(text, "under") || strings.Contains(text, "<") {
			high--
		}
	case single.MatchString(text):
		low = number(single.FindStringSubmatch(text)[1])
		high = low
	default:
		return 0, 0, false
	}
	return low, high, low >= 0 && high >= 0 && low <= oldest && high <= oldest && (high == 0 || low <= high)
}

func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return -1
	}
	return n
}

// list splits what people write as several: by comma, semicolon, slash or line.
func list(text string) []string {
	var parts []string
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(",;/\n", r) }) {
		if part = strings.TrimSpace(part); part != "" && len(parts) < 30 {
			parts = append(parts, part)
		}
	}
	return parts
}
