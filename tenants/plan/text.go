package plan

import (
	"strings"
	"unicode/utf8"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Longest texts, in characters.
const (
	MaxTitle = 200
	MaxText  = 2000
)

// tidy is how a text is kept: valid, with plain line ends, without space
// around it.
func tidy(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n")
	return strings.TrimSpace(strings.ReplaceAll(text, "\x00", ""))
}

// line checks a text of one line. An empty code of what is missing means that
// the text may be left out.
func line(faults *tenants.Invalid, field string, text *string, missing string) {
	*text = strings.ReplaceAll(tidy(*text), "\n", " ")
	limit(faults, field, *text, missing, MaxTitle, "plan.title.too_long")
}

// prose checks a text of several lines.
func prose(faults *tenants.Invalid, field string, text *string, missing string) {
	*text = tidy(*text)
	limit(faults, field, *text, missing, MaxText, "plan.text.too_long")
}

func limit(faults *tenants.Invalid, field, text, missing string, most int, tooLong string) {
	if text == "" && missing != "" {
		faults.Add(field, missing)
	}
	if utf8.RuneCountInString(text) > most {
		faults.Add(field, tooLong)
	}
}
