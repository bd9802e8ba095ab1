// Package form reads what a person typed into a page: it cleans it, turns it
// into dates, numbers and choices, collects what must be put right, and keeps
// the words as they were typed so that nothing has to be written twice.
//
//	f := form.Read(ctx.FormValue, today)
//	title := f.Line("title", 200)
//	f.Require("title", "goal.title.missing")
//	due := f.Date("due")
//	if !f.OK() { show the page again with Page.Form = f, status 422 }
//
// It knows no web framework and no domain.
package form

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

// FieldError is one thing to put right. Code is a key in the texts, Data its
// names and values in turn.
type FieldError struct {
	Field string
	Code  string
	Data  []any
}

// Form is what was typed into one page, and what is wrong with it.
type Form struct {
	get    func(name string) string
	all    func(name string) []string
	today  clock.Date
	typed  map[string]string
	many   map[string][]string
	errors []FieldError
}

// Read begins reading a form that was sent. get returns a field's value, or
// empty text when there is none.
func Read(get func(name string) string, today clock.Date) *Form {
	return &Form{get: get, today: today, typed: map[string]string{}, many: map[string][]string{}}
}

// WithAll tells how to read a field that may have several values, which Many
// needs.
func (f *Form) WithAll(all func(name string) []string) *Form {
	f.all = all
	return f
}

// Kept is a form filled with words that were kept as a draft, with nothing
// wrong in it. It is for showing, not for reading.
func Kept(values map[string]string) *Form {
	f := Read(func(name string) string { return values[name] }, "")
	for name, text := range values {
		f.typed[name] = clean(text, true)
	}
	return f
}

// Line reads one line of text, at most limit characters.
func (f *Form) Line(name string, limit int) string { return f.text(name, limit, false) }

// Prose reads text of several lines, at most limit characters.
func (f *Form) Prose(name string, limit int) string { return f.text(name, limit, true) }

func (f *Form) text(name string, limit int, lines bool) string {
	text := f.keep(name, lines)
	if utf8.RuneCountInString(text) > limit {
		f.Wrong(name, "form.too_long", "Max", limit)
		return ""
	}
	return text
}

// Date reads a day as people write it; none when the field is empty.
func (f *Form) Date(name string) clock.Date {
	d, err := clock.ParseDate(f.keep(name, false), f.today)
	if err != nil {
		f.Wrong(name, "form.date")
		return ""
	}
	return d
}

// DateFrom reads a day that must be today or later.
func (f *Form) DateFrom(name string) clock.Date {
	d := f.Date(name)
	if !d.IsZero() && d < f.today {
		f.Wrong(name, "form.date.past")
		return ""
	}
	return d
}

// DateUntil reads a day that must be today or earlier.
func (f *Form) DateUntil(name string) clock.Date {
	d := f.Date(name)
	if !d.IsZero() && d > f.today {
		f.Wrong(name, "form.date.future")
		return ""
	}
	return d
}

// Int reads a whole number between lowest and highest. The second value is
// false when nothing was typed or it was wrong.
func (f *Form) Int(name string, lowest, highest int) (int, bool) {
	text := f.keep(name, false)
	if text == "" {
		return 0, false
	}
	n, err := parseInt(text)
	if err != nil {
		f.Wrong(name, "form.number")
		return 0, false
	}
	if n < lowest || n > highest {
		f.Wrong(name, "form.number.range", "Min", lowest, "Max", highest)
		return 0, false
	}
	return n, true
}

// Time reads a time of day: 14.00, 14:00, 1400, kl. 14 or 14.
func (f *Form) Time(name string) TimeOfDay {
	t, err := ParseTime(f.keep(name, false))
	if err != nil {
		f.Wrong(name, "form.time")
		return TimeOfDay{}
	}
	return t
}

// Choice reads one of the values allowed; empty when nothing was chosen.
func (f *Form) Choice(name string, allowed ...string) string {
	text := f.keep(name, false)
	if text == "" || slices.Contains(allowed, text) {
		return text
	}
	f.Wrong(name, "form.choice")
	return ""
}

// Many reads every value chosen among the allowed, in the order they were
// sent. Needs WithAll.
func (f *Form) Many(name string, allowed ...string) []string {
	if f.all == nil {
		return nil
	}
	var chosen []string
	for _, raw := range f.all(name) {
		text := clean(raw, false)
		if text == "" || slices.Contains(chosen, text) {
			continue
		}
		if !slices.Contains(allowed, text) {
			f.Wrong(name, "form.choice")
			continue
		}
		chosen = append(chosen, text)
	}
	f.many[name] = chosen
	return chosen
}

// UUID reads an id from a list of choices; uuid.Nil when nothing was chosen.
// Whether the id is one the person may use is for the domain to decide.
func (f *Form) UUID(name string) uuid.UUID {
	text := f.keep(name, false)
	if text == "" {
		return uuid.Nil
	}
	id, err := uuid.Parse(text)
	if err != nil {
		f.Wrong(name, "form.choice")
		return uuid.Nil
	}
	return id
}

// Bool reads a checkbox: any value but empty, 0, false or off is yes.
func (f *Form) Bool(name string) bool {
	switch f.keep(name, false) {
	case "", "0", "false", "off":
		return false
	}
	return true
}

// Require says that name must be filled in. code is the text that tells what
// to write, for this field.
func (f *Form) Require(name, code string) {
	text, read := f.typed[name]
	if !read {
		text = clean(f.get(name), true)
	}
	if text == "" && len(f.many[name]) == 0 {
		f.Wrong(name, code)
	}
}

// Wrong adds something to put right, unless the field already has something:
// one thing at a time is enough.
func (f *Form) Wrong(name, code string, data ...any) {
	if f.Error(name) == nil {
		f.errors = append(f.errors, FieldError{Field: name, Code: code, Data: data})
	}
}

// OK reports whether nothing has to be put right.
func (f *Form) OK() bool { return len(f.errors) == 0 }

// Errors are the things to put right, in the order they were found. A nil
// form has none.
func (f *Form) Errors() []FieldError {
	if f == nil {
		return nil
	}
	return f.errors
}

// Error is what is wrong with one field, or nil. A nil form has nothing.
func (f *Form) Error(name string) *FieldError {
	if f == nil {
		return nil
	}
	for i := range f.errors {
		if f.errors[i].Field == name {
			return &f.errors[i]
		}
	}
	return nil
}

// Typed returns what was typed, and whether the field was read at all. A nil
// form, of a page shown for the first time, has nothing.
func (f *Form) Typed(name string) (string, bool) {
	if f == nil {
		return "", false
	}
	text, ok := f.typed[name]
	return text, ok
}

// Chosen reports whether value was chosen in a field of several values, and
// whether the field was read at all.
func (f *Form) Chosen(name, value string) (chosen, read bool) {
	if f == nil {
		return false, false
	}
	values, ok := f.many[name]
	return slices.Contains(values, value), ok
}

// keep reads a field once and remembers it as it was typed, without what
// cannot be seen.
func (f *Form) keep(name string, lines bool) string {
	if text, ok := f.typed[name]; ok {
		return text
	}
	text := clean(f.get(name), lines)
	f.typed[name] = text
	return text
}

// clean takes away what cannot be seen: control characters, marks that turn
// the direction of text, zero-width characters and broken encoding. Line
// breaks stay in prose and become spaces elsewhere.
func clean(text string, lines bool) string {
	text = strings.ToValidUTF8(text, "")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' && lines:
			return '\n'
		case r == '\n' || r == '\r' || r == '\t' || r == '\u00a0' || r == '\u2028' || r == '\u2029':
			return ' '
		case r == '\u200d': // joins emoji
			return r
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(text)
}
