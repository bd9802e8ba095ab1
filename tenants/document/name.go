package document

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// CleanName makes a file's own name fit to keep and to show: the last part of
// a path, on one line, without what cannot be seen or turns the direction of
// text, which is how "faktura<turned>gpj.exe" is made to look like a picture.
func CleanName(name string) string {
	if at := strings.LastIndexAny(name, `/\`); at >= 0 {
		name = name[at+1:]
	}
	name = strings.Trim(cleanLine(name), ". ")
	for utf8.RuneCountInString(name) > MaxName {
		stem, ext := strings.TrimSuffix(name, extension(name)), extension(name)
		if stem == "" || utf8.RuneCountInString(ext) > 10 {
			return string([]rune(name)[:MaxName])
		}
		name = string([]rune(stem)[:MaxName-utf8.RuneCountInString(ext)]) + ext
	}
	return name
}

// cleanLine is text on one line without control and format characters.
func cleanLine(text string) string {
	text = norm.NFC.String(strings.ToValidUTF8(text, ""))
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unseen(r):
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// unseen reports whether a character takes part in no word: controls, marks of
// direction, zero-width characters, private use, fillers.
func unseen(r rune) bool {
	switch r {
	case '\u115f', '\u1160', '\u3164', '\uffa0', '\u034f', '\ufffd':
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Variation_Selector)
}

// extension is the last part of a name with its dot, in lower case.
func extension(name string) string { return strings.ToLower(path.Ext(name)) }
