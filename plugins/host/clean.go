package host

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// longest is the most of one text that is kept, in characters.
const longest = 20_000

// clean goes through everything a plugin has sent and takes out of every text
// what nobody should be shown: control characters, characters that turn the
// direction of what follows, and characters nobody sees. Bytes are left as they
// are.
func clean(message protoreflect.Message) {
	message.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		switch {
		case field.IsMap():
			cleanMap(field, value.Map())
		case field.IsList():
			cleanList(field, value.List())
		case field.Kind() == protoreflect.StringKind:
			if text := value.String(); !isClean(text) {
				message.Set(field, protoreflect.ValueOfString(cleanText(text, longest)))
			}
		case field.Message() != nil:
			clean(value.Message())
		}
		return true
	})
	message.SetUnknown(nil)
}

func cleanList(field protoreflect.FieldDescriptor, list protoreflect.List) {
	switch {
	case field.Kind() == protoreflect.StringKind:
		for i := range list.Len() {
			if text := list.Get(i).String(); !isClean(text) {
				list.Set(i, protoreflect.ValueOfString(cleanText(text, longest)))
			}
		}
	case field.Message() != nil:
		for i := range list.Len() {
			clean(list.Get(i).Message())
		}
	}
}

// cleanMap cleans values, and drops entries whose key is not clean.
func cleanMap(field protoreflect.FieldDescriptor, entries protoreflect.Map) {
	entries.Range(func(key protoreflect.MapKey, value protoreflect.Value) bool {
		if field.MapKey().Kind() == protoreflect.StringKind && !isClean(key.String()) {
			entries.Clear(key)
			return true
		}
		if text := value; field.MapValue().Kind() == protoreflect.StringKind && !isClean(text.String()) {
			entries.Set(key, protoreflect.ValueOfString(cleanText(text.String(), longest)))
		}
		return true
	})
}

// isClean tells whether there is nothing to take out: quickly for what most
// texts are.
func isClean(text string) bool {
	if len(text) > longest {
		return false
	}
	for i := range len(text) {
		switch c := text[i]; {
		case c-' ' <= '~'-' ', c == '\n', c == '\t':
		case c >= utf8.RuneSelf:
			return isCleanRest(text[i:])
		default:
			return false
		}
	}
	return true
}

func isCleanRest(text string) bool {
	if !utf8.ValidString(text) {
		return false
	}
	for _, r := range text {
		if !shown(r) {
			return false
		}
	}
	return true
}

// shown tells whether a character may be shown. Letters of every script may;
// what joins letters in some of them may too.
func shown(r rune) bool {
	switch r {
	case '\n', '\t', '\u200c', '\u200d': // the last two join letters, in Persian and Hindi
		return true
	case '\u00ad', '\ufeff', '\u2060', '\u200b', '\u2028', '\u2029', utf8.RuneError:
		return false
	}
	return !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs)
}

// cleanText is text with only what may be shown, at most so many characters.
func cleanText(text string, most int) string {
	var kept strings.Builder
	count := 0
	for _, r := range text {
		if !shown(r) {
			continue
		}
		if count++; count > most {
			break
		}
		kept.WriteRune(r)
	}
	return kept.String()
}

// cleanLine is text on one line, without room around it.
func cleanLine(text string, most int) string {
	return cleanText(strings.Join(strings.Fields(cleanText(text, longest)), " "), most)
}

// cleanCode is a stable code or a key: lower-case letters, digits, and what
// stands between them.
func cleanCode(text string) string {
	if len(text) > 80 {
		return ""
	}
	for _, r := range text {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '_' || r == '-') {
			return ""
		}
	}
	return text
}
