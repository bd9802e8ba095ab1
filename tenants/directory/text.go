package directory

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// clean is how a line of text is kept: composed, with ordinary spaces, and
// without space at the ends.
func clean(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(norm.NFC.String(text), "\u00a0", " "))
}

// sameText is the form in which two texts are the same to a reader.
func sameText(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(clean(text)), " "))
}

// hasInvisible reports whether a line holds what nobody can see: control and
// formatting characters (such as those that turn the reading direction, with
// which a name can be made to look like another), line breaks, or bytes that
// are no text.
func hasInvisible(text string) bool {
	return !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool {
		return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) || r == utf8.RuneError
	})
}

// hasInvisibleBesidesBreaks is hasInvisible for texts of several lines.
func hasInvisibleBesidesBreaks(text string) bool {
	return hasInvisible(strings.NewReplacer("\r\n", "", "\n", "").Replace(text))
}

// startsFormula reports whether a spreadsheet would take the text for a
// formula when the list is opened in one.
func startsFormula(text string) bool {
	return text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0]))
}

func longerThan(text string, most int) bool { return utf8.RuneCountInString(text) > most }

// overfull reports whether a text is longer than its column, which counts bytes:
// æ, ø and å are two.
func overfull(text string, most int) bool { return len(text) > most }

// Shortened is a text of at most so many bytes, with three dots when something
// is left out.
func Shortened(text string, most int) string {
	if !overfull(text, most) {
		return text
	}
	letters := []rune(text)
	for len(string(letters)) > most-len("…") {
		letters = letters[:len(letters)-1]
	}
	return strings.TrimSpace(string(letters)) + "…"
}
