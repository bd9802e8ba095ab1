package host

import (
	"math"
	"net/mail"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// cleanChunk makes what a register says fit to be shown: lines are lines, and
// an address is one that a link may lead to. What does not fit is left empty.
func cleanChunk(c registry.Chunk) {
	for i := range c.Units {
		cleanUnit(&c.Units[i])
	}
	for i := range c.Services {
		cleanService(&c.Services[i])
	}
	for i := range c.Remarks {
		remark := &c.Remarks[i]
		lines(200, &remark.Place)
		lines(500, &remark.NB, &remark.NN)
		remark.Code = cleanCode(remark.Code)
	}
}

func cleanUnit(u *registry.Unit) {
	lines(300, &u.Name, &u.Address)
	lines(100, &u.Phone, &u.Kind, &u.Language, &u.OrgNumber, &u.ParentOrgNumber)
	lines(200, &u.ID)
	texts(&u.About)
	u.Website, u.Email = webAddress(u.Website), mailAddress(u.Email)
	if place := u.Place; place != nil && !(math.Abs(place.Latitude) <= 90 && math.Abs(place.Longitude) <= 180) {
		u.Place = nil
	}
}

func cleanService(s *registry.Service) {
	lines(300, &s.Title)
	lines(100, &s.Phone, &s.Audience, &s.Level)
	lines(200, &s.ID, &s.UnitID)
	texts(&s.About, &s.How)
	s.Website, s.Email = webAddress(s.Website), mailAddress(s.Email)
	s.AgeFrom, s.AgeTo = age(s.AgeFrom), age(s.AgeTo)
	s.Areas, s.Keywords = few(s.Areas), few(s.Keywords)
}

// texts takes out of each text what nobody should be shown.
func texts(texts ...*string) {
	for _, text := range texts {
		if !isClean(*text) {
			*text = cleanText(*text, longest)
		}
	}
}

// lines makes each text one line of at most so many characters. Most are.
func lines(most int, texts ...*string) {
	for _, text := range texts {
		if !isLine(*text, most) {
			*text = cleanLine(*text, most)
		}
	}
}

// isLine tells whether a text is one line as it is, quickly for what most are:
// visible characters with one space between words.
func isLine(text string, most int) bool {
	if len(text) > most {
		return false
	}
	space := true // at the beginning there is none to have
	for i := range len(text) {
		switch c := text[i]; {
		case c-'!' <= '~'-'!':
			space = false
		case c == ' ' && !space:
			space = true
		case c >= utf8.RuneSelf:
			return isLineRest(text)
		default:
			return false
		}
	}
	return text == "" || !space
}

func isLineRest(text string) bool {
	return isClean(text) && !strings.ContainsAny(text, "\n\t") && !strings.Contains(text, "  ") && strings.TrimSpace(text) == text
}

func few(texts []string) []string {
	texts = texts[:min(len(texts), 50)]
	for i := range texts {
		lines(100, &texts[i])
	}
	return texts
}

func age(years int) int {
	if years < 0 || years > 120 {
		return 0
	}
	return years
}

// webAddress is an address a link may lead to, or nothing: never a script.
func webAddress(text string) string {
	if text == "" {
		return ""
	}
	if rest, secure := strings.CutPrefix(text, "https://"); secure && len(rest) < 1000 && isPlain(rest, '/') && rest[0] != '/' {
		return text
	}
	if text = strings.TrimSpace(cleanText(text, longest)); len(text) > 2000 {
		return ""
	}
	at, err := url.Parse(text)
	if err != nil || at.Host == "" || at.User != nil || at.Scheme != "https" && at.Scheme != "http" {
		return ""
	}
	return at.String()
}

// mailAddress is an address to write to, or nothing.
func mailAddress(text string) string {
	at := strings.IndexByte(text, '@')
	if at > 0 && len(text) <= 254 && isPlain(text[:at], '.') && isPlain(text[at+1:], '.') {
		return text
	}
	text = strings.TrimSpace(cleanText(text, longest))
	if text == "" || len(text) > 254 || strings.ContainsAny(text, "?&%<>\"' ") {
		return ""
	}
	if _, err := mail.ParseAddress(text); err != nil {
		return ""
	}
	return text
}

// isPlain tells whether there is something and it is letters, digits, dots and
// hyphens, and what more is named: most addresses are no more than that.
func isPlain(text string, more byte) bool {
	for i := range len(text) {
		c := text[i]
		if !(c >= 'a' && c <= 'z' || c == '.' || c == '-' || c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == more) {
			return false
		}
	}
	return text != ""
}
