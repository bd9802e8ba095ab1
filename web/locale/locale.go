// Package locale says things to people in their own written language: the
// texts of every page, and dates, times, durations and lists in words.
//
// The texts are in one folder a language and one file an area
// (nb/plan.json, nn/plan.json), flat keys in go-i18n's format:
//
//	{
//	  "plan.title": "Planen vår",
//	  "plan.greeting": "Hei, {{.Name}}.",
//	  "plan.measures": {"one": "{{.N}} tiltak", "other": "{{.N}} tiltak"}
//	}
//
// A key is written as a literal where it is used, l.T("plan.title"), so that
// a test finds the missing and the unused ones. Both languages are written by
// hand; neither is converted from the other.
package locale

import (
	"fmt"
	"strconv"
	"strings"
)

// Languages are the written languages that are complete, the first being what
// is used when nothing has been chosen.
var Languages = []string{"nb", "nn"}

// Localizer speaks one language. It is safe for concurrent use and never
// changes; get one with For.
type Localizer struct {
	lang  string
	book  *book
	words map[string]string // a municipality's own words, by key
}

// For returns the speaker of lang ("nb", "nn"); of bokmål for anything else.
func For(lang string) *Localizer {
	if l, ok := speakers[lang]; ok {
		return l
	}
	return speakers[Languages[0]]
}

// Known reports whether lang is a language that pages can be shown in.
func Known(lang string) bool {
	_, ok := speakers[lang]
	return ok
}

// With returns a speaker that uses a municipality's own words for some keys.
// Only plain texts can be replaced, never ones with counts.
func (l *Localizer) With(words map[string]string) *Localizer {
	if len(words) == 0 {
		return l
	}
	return &Localizer{lang: l.lang, book: l.book, words: words}
}

// Lang is the language's code, fit for the lang attribute.
func (l *Localizer) Lang() string { return l.lang }

// LanguageName is a language's own name for itself, as the choice of language
// shows it.
func LanguageName(lang string) string {
	switch lang {
	case "nb":
		return "Bokmål"
	case "nn":
		return "Nynorsk"
	}
	return lang
}

// T returns the text of key. With data, given as name and value in turn, each
// {{.Name}} in the text is replaced: l.T("hello", "Name", name). A key that
// does not exist is returned as it is, which a test turns into a failure.
func (l *Localizer) T(key string, data ...any) string {
	if own, ok := l.words[key]; ok {
		return own
	}
	m, ok := l.book.plain[key]
	if !ok {
		return key
	}
	if m.parts == nil {
		return m.text
	}
	return m.fill(data, 0, false)
}

// Has reports whether key has a text.
func (l *Localizer) Has(key string) bool {
	_, plain := l.book.plain[key]
	_, counted := l.book.counted[key]
	return plain || counted
}

// N returns the text of key for n of something, in the form the language uses
// for that number. {{.N}} in the text is the number.
func (l *Localizer) N(key string, n int, data ...any) string {
	forms, ok := l.book.counted[key]
	if !ok {
		return key
	}
	m, ok := forms[l.book.form(n)]
	if !ok {
		m = forms["other"]
	}
	return m.fill(data, n, true)
}

// List joins words as in a sentence: "a, b og c".
func (l *Localizer) List(words []string) string { return joined(words, l.T("list.and")) }

// Or joins words of which one is enough: "a, b eller c".
func (l *Localizer) Or(words []string) string { return joined(words, l.T("list.or")) }

func joined(words []string, before string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + before + " " + words[last]
}

// Number writes n with a narrow space between thousands: "12 400".
func (l *Localizer) Number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "\u00a0" + digits[i:]
	}
	return sign + digits
}

// message is one text, split where something is to be put in. parts is nil
// for a plain text; the odd parts are names.
type message struct {
	text  string
	parts []string
}

func (m message) fill(data []any, n int, counted bool) string {
	if m.parts == nil {
		return m.text
	}
	var out strings.Builder
	out.Grow(len(m.text) + 16)
	for i, part := range m.parts {
		if i%2 == 0 {
			out.WriteString(part)
			continue
		}
		if counted && part == "N" {
			out.WriteString(strconv.Itoa(n))
			continue
		}
		out.WriteString(value(data, part))
	}
	return out.String()
}

// value finds name among names and values in turn; what is missing shows as
// the name in braces, which the tests of pages look for.
func value(data []any, name string) string {
	for i := 0; i+1 < len(data); i += 2 {
		if data[i] != name {
			continue
		}
		switch v := data[i+1].(type) {
		case string:
			return v
		case int:
			return strconv.Itoa(v)
		}
		return fmt.Sprint(data[i+1])
	}
	return "{" + name + "}"
}
