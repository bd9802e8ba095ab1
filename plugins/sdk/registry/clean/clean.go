// Package clean puts right what registers and spreadsheets say about a unit:
// names in capitals, web addresses without https, telephone numbers with
// words, e-mail addresses that belong to a person.
package clean

import (
	"net/mail"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line makes one line of a text: without control characters, and with single
// spaces.
func Line(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsControl(r), unicode.IsSpace(r):
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n")

// Text is like Line for a text of several lines, which it keeps.
func Text(text string) string {
	lines := strings.Split(lineEnds.Replace(text), "\n")
	for i, line := range lines {
		lines[i] = Line(line)
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// Cut shortens a text to at most n characters.
func Cut(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:n-1])) + "…"
}

// Phone keeps a telephone number as it is written, and nothing else: empty
// when there are not 3 to 15 digits, or when there are letters.
func Phone(text string) string {
	text = Line(text)
	digits := 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune(" +-()/.", r):
			return ""
		}
	}
	if digits < 3 || digits > 15 {
		return ""
	}
	return text
}

// Website makes an https or http address of what is written; empty when it is
// not one.
func Website(text string) string {
	text = strings.TrimLeft(Line(text), "/")
	if text == "" || strings.ContainsAny(text, " <>\"") {
		return ""
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	address, err := url.Parse(text)
	if err != nil || address.Scheme != "https" && address.Scheme != "http" || address.User != nil {
		return ""
	}
	host := address.Hostname()
	if !strings.Contains(strings.Trim(host, "."), ".") {
		return ""
	}
	return address.String()
}

// people are where people have e-mail of their own.
var people = []string{
	"gmail.com", "googlemail.com", "hotmail.com", "hotmail.no", "outlook.com", "live.no", "live.com", "icloud.com",
	"me.com", "yahoo.com", "yahoo.no", "online.no", "broadpark.no", "getmail.no", "lyse.net", "altibox.no", "proton.me",
}

// Email reads an e-mail address. personal is whether it seems to be a person's
// own rather than the unit's: such an address belongs in no directory.
func Email(text string) (address string, personal bool) {
	text = strings.TrimPrefix(strings.ToLower(Line(text)), "mailto:")
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text {
		return "", false
	}
	name, domain, _ := strings.Cut(text, "@")
	if !strings.Contains(domain, ".") {
		return "", false
	}
	for _, at := range people {
		if domain == at {
			return text, true
		}
	}
	return text, namesPerson(name)
}

// namesPerson tells whether the part before @ is written as a person's name:
// two words of letters with a dot between, neither of them a unit's word.
func namesPerson(name string) bool {
	words := strings.Split(name, ".")
	if len(words) < 2 || len(words) > 4 {
		return false
	}
	for _, word := range words {
		letters := strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) < 0
		if word == "" || !letters || unitWord(word) {
			return false
		}
	}
	return true
}

var unitWords = []string{
	"post", "mottak", "skole", "skule", "barnehage", "helse", "kommune", "kontor", "barnevern", "ppt", "tjeneste",
	"teneste", "senter", "avdeling", "oppvekst", "familie", "info", "resepsjon", "sfo", "team", "leder", "leiar",
	"rektor", "styrer", "styrar", "admin", "drift", "psykisk", "ungdom", "stasjon", "enhet", "eining",
}

func unitWord(word string) bool {
	for _, part := range unitWords {
		if strings.Contains(word, part) {
			return true
		}
	}
	return false
}

// Language reads a written language from a register's code or name: B, NOB,
// nb-NO, bokmål are nb. Empty when it is neither.
func Language(text string) string {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "b", "bm", "nb", "nob", "nb-no", "bokmål", "bokmaal":
		return "nb"
	case "n", "nn", "nno", "nn-no", "nynorsk":
		return "nn"
	}
	return ""
}
