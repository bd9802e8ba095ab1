// Package leak finds what should not be somewhere, however it is written there:
// in a page, a file, a log, a mail, or what a plugin was sent. Only tests use
// it.
package leak

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"io"
	"mime/quotedprintable"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

var (
	tags     = regexp.MustCompile(`<[^>]*>`)
	stray    = regexp.MustCompile(`%([^0-9A-Fa-f]|.[^0-9A-Fa-f]|.?$)`)
	escapes  = regexp.MustCompile(`\\u([0-9a-fA-F]{4})`)
	unspaced = strings.NewReplacer(" ", "", "\n", "", "\r", "", "\t", "", "-", "")
)

// Bare is a text in every form something could be read out of it: as it is,
// without tags and unseen characters, and decoded.
type Bare struct{ plain, packed []string }

// LayBare takes a text, or bytes that hold texts, apart.
func LayBare(text string) Bare {
	var bare Bare
	add := func(form string) { bare.plain = append(bare.plain, unspaced.Replace(seal.Normalise(form))) }
	add(text)
	add(tags.ReplaceAllString(html.UnescapeString(text), ""))
	if strings.Contains(text, "%") {
		unescaped, err := url.QueryUnescape(strings.ReplaceAll(stray.ReplaceAllString(text, "%25$1"), "+", " "))
		if err == nil {
			add(unescaped)
		}
	}
	if strings.Contains(text, "=\r\n") || strings.Contains(text, "=C3") {
		raw, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(text)))
		if err == nil || len(raw) > 0 {
			add(string(raw))
		}
	}
	if escapes.MatchString(text) {
		add(escapes.ReplaceAllStringFunc(text, unescape))
	}
	if !utf8.ValidString(text) {
		add(fromLatin1(text))
	}
	if strings.Contains(text, "\x00") {
		for at := range 2 {
			add(fromUTF16(text, at, 0))
			add(fromUTF16(text, at, 1))
		}
	}
	bare.packed = []string{unspaced.Replace(text)}
	return bare
}

// Tells reports whether a text tells of a place, also inflected, or of anything
// else by its longest word.
func (b Bare) Tells(what string) bool {
	word := longest(what)
	stem := stemOf(word)
	for _, form := range b.plain {
		if strings.Contains(form, stem) {
			return true
		}
	}
	return b.packs(word)
}

// packs reports whether a word is there in base64 or in hexadecimal digits, as
// it is or in small letters.
func (b Bare) packs(word string) bool {
	for _, spelt := range []string{word, strings.ToLower(word)} {
		for shift := range 3 {
			encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + spelt))
			inner := encoded[(shift*8+5)/6 : len(encoded)-2]
			for _, form := range b.packed {
				if strings.Contains(form, inner) || strings.Contains(form, strings.NewReplacer("+", "-", "/", "_").Replace(inner)) {
					return true
				}
			}
		}
		digits := hex.EncodeToString([]byte(spelt))
		digits = digits[:len(digits)*9/10]
		for _, form := range b.packed {
			if strings.Contains(form, digits) || strings.Contains(form, strings.ToUpper(digits)) {
				return true
			}
		}
	}
	return false
}

// TellsPart reports whether either half of the longest word is there: it may
// have been split. It is for long words that nothing else is like.
func (b Bare) TellsPart(what string) bool {
	if b.Tells(what) {
		return true
	}
	letters := []rune(stemOf(longest(what)))
	if len(letters) < 12 {
		return false
	}
	first, second := string(letters[:len(letters)/2]), string(letters[len(letters)/2:])
	for _, form := range b.plain {
		if strings.Contains(form, first) || strings.Contains(form, second) {
			return true
		}
	}
	return false
}

func longest(what string) string {
	return slices.MaxFunc(strings.Fields(what), func(x, y string) int { return len(x) - len(y) })
}

// stemOf is a word without its ending: "-vegen", "-vegens", "-veg" alike.
func stemOf(word string) string {
	stem := unspaced.Replace(seal.Normalise(word))
	return stem[:len(stem)*9/10]
}

func unescape(escaped string) string {
	var one string
	err := yaml.Unmarshal([]byte(`"`+escaped+`"`), &one)
	if err != nil {
		return escaped
	}
	return one
}

func fromLatin1(text string) string {
	runes := make([]rune, len(text))
	for i := range len(text) {
		runes[i] = rune(text[i])
	}
	return string(runes)
}

// fromUTF16 reads bytes from one on as UTF-16; big is 0 for the little end
// first and 1 for the big one.
func fromUTF16(text string, from, big int) string {
	units := make([]uint16, 0, len(text)/2)
	for i := from; i+1 < len(text); i += 2 {
		units = append(units, uint16(text[i+big])|uint16(text[i+1-big])<<8)
	}
	return string(utf16.Decode(units))
}
