package host

import (
	"math"
	"net/mail"
	"net/url"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// cleanChunk makes what a register says fit to be shown: lines are lines, and
// an address is one that a link may lead to. What does not fit is left empty.
func cleanChunk(c registry.Chunk) registry.Chunk {
	for i := range c.Units {
		cleanUnit(&c.Units[i])
	}
	for i := range c.Services {
		cleanService(&c.Services[i])
	}
	for i, remark := range c.Remarks {
		c.Remarks[i] = registry.Remark{
			Place: cleanLine(remark.Place, 200), Code: cleanCode(remark.Code), NB: cleanLine(remark.NB, 500), NN: cleanLine(remark.NN, 500),
		}
	}
	return c
}

func cleanUnit(u *registry.Unit) {
	lines(300, &u.Name, &u.Address)
	lines(100, &u.Phone, &u.Kind, &u.Language, &u.OrgNumber, &u.ParentOrgNumber)
	lines(200, &u.ID)
	u.Website, u.Email = webAddress(u.Website), mailAddress(u.Email)
	if place := u.Place; place != nil && !(math.Abs(place.Latitude) <= 90 && math.Abs(place.Longitude) <= 180) {
		u.Place = nil
	}
}

func cleanService(s *registry.Service) {
	lines(300, &s.Title)
	lines(100, &s.Phone, &s.Audience, &s.Level)
	lines(200, &s.ID, &s.UnitID)
	s.Website, s.Email = webAddress(s.Website), mailAddress(s.Email)
	s.AgeFrom, s.AgeTo = age(s.AgeFrom), age(s.AgeTo)
	s.Areas, s.Keywords = few(s.Areas), few(s.Keywords)
}

// lines makes each text one line of at most so many characters. Most are.
func lines(most int, texts ...*string) {
	for _, text := range texts {
		if len(*text) > most || strings.ContainsAny(*text, "\n\t") || strings.Contains(*text, "  ") || strings.TrimSpace(*text) != *text {
			*text = cleanLine(*text, most)
		}
	}
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
	text = strings.TrimSpace(text)
	if text == "" || len(text) > 2000 {
		return ""
	}
	if rest, secure := strings.CutPrefix(text, "https://"); secure && isPlain(rest, "/") && rest[0] != '/' {
		return text
	}
	at, err := url.Parse(text)
	if err != nil || at.Host == "" || at.User != nil || at.Scheme != "https" && at.Scheme != "http" {
		return ""
	}
	return at.String()
}

// mailAddress is an address to write to, or nothing.
func mailAddress(text string) string {
	text = strings.TrimSpace(text)
	local, domain, _ := strings.Cut(text, "@")
	if len(text) <= 254 && isPlain(local, "") && isPlain(domain, "") {
		return text
	}
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
func isPlain(text, more string) bool {
	for i := range len(text) {
		c := text[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_'
		if !letter && strings.IndexByte(more, c) < 0 {
			return false
		}
	}
	return text != ""
}
