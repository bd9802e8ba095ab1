package main

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// literal reads a text in any of the four kinds of quotes, with its language
// or type.
func (t *turtle) literal() (term, error) {
	quote := t.text[t.at : t.at+1]
	long := strings.HasPrefix(t.text[t.at:], strings.Repeat(quote, 3))
	if long {
		quote = strings.Repeat(quote, 3)
	}
	from := t.at + len(quote)
	end := from
	for {
		if end >= len(t.text) || !long && t.text[end] == '\n' {
			return term{}, errors.New("a text without an end")
		}
		if strings.HasPrefix(t.text[end:], quote) {
			break
		}
		if t.text[end] == '\\' {
			end++
		}
		end++
	}
	for long && strings.HasPrefix(t.text[end+1:], quote) { // """a""""
		end++
	}
	read, err := unescape(t.text[from:end], true)
	if err != nil {
		return term{}, err
	}
	t.at = end + len(quote)
	return t.suffix(read)
}

// suffix reads @nb or ^^xsd:date after a text.
func (t *turtle) suffix(value string) (term, error) {
	switch {
	case t.next() == '@':
		t.at++
		from := t.at
		for t.at < len(t.text) && (isLetter(t.text[t.at]) || t.at > from && (t.text[t.at] == '-' || isDigit(t.text[t.at]))) {
			t.at++
		}
		if t.at == from {
			return term{}, errors.New("a language without a name")
		}
		return text(value, strings.ToLower(t.text[from:t.at])), nil
	case strings.HasPrefix(t.text[t.at:], "^^"):
		t.at += 2
		if t.next() == '<' {
			datatype, err := t.iri()
			return typedOrText(value, datatype), err
		}
		datatype, err := t.prefixed()
		return typedOrText(value, datatype.text), err
	}
	return text(value, ""), nil
}

func typedOrText(value, datatype string) term {
	if datatype == nsXSD+"string" {
		datatype = ""
	}
	return typed(value, datatype)
}

// unescape reads \n, \u00e5 and the like. Of an address only the latter.
func unescape(raw string, signs bool) (string, error) {
	if !strings.Contains(raw, `\`) {
		return raw, nil
	}
	var read strings.Builder
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			read.WriteByte(raw[i])
			continue
		}
		i++
		if i == len(raw) {
			return "", errors.New("a backslash at the end")
		}
		digits := map[byte]int{'u': 4, 'U': 8}[raw[i]]
		sign := strings.IndexByte(`tbnrf"'\`, raw[i])
		switch {
		case digits > 0 && i+digits < len(raw):
			code, err := strconv.ParseUint(raw[i+1:i+1+digits], 16, 32)
			if err != nil || !utf8.ValidRune(rune(code)) {
				return "", errors.New("an odd sign")
			}
			read.WriteRune(rune(code))
			i += digits
		case signs && sign >= 0:
			read.WriteByte("\t\b\n\r\f\"'\\"[sign])
		default:
			return "", errors.New("an odd sign after a backslash")
		}
	}
	return read.String(), nil
}

// space skips spaces and comments.
func (t *turtle) space() {
	for t.at < len(t.text) {
		switch t.text[t.at] {
		case ' ', '\t', '\n', '\r':
			t.at++
		case '#':
			end := strings.IndexByte(t.text[t.at:], '\n')
			if end < 0 {
				t.at = len(t.text)
				return
			}
			t.at += end
		default:
			return
		}
	}
}

// next is the byte that comes; zero at the end.
func (t *turtle) next() byte {
	if t.at >= len(t.text) {
		return 0
	}
	return t.text[t.at]
}

// takes skips a sign, and spaces before it, when it comes.
func (t *turtle) takes(sign byte) bool {
	t.space()
	if t.next() != sign {
		return false
	}
	t.at++
	return true
}

func (t *turtle) expect(sign byte) error {
	if !t.takes(sign) {
		return errors.New("a " + string(sign) + " is missing before " + strconv.Quote(cut(t.text[t.at:], 20)))
	}
	return nil
}

// word takes a word that comes, and no longer one that begins with it.
func (t *turtle) word(word string) bool {
	if !strings.HasPrefix(t.text[t.at:], word) {
		return false
	}
	after, _ := utf8.DecodeRuneInString(t.text[t.at+len(word):])
	if isName(after) || after == ':' {
		return false
	}
	t.at += len(word)
	return true
}

// anyCase takes a word of SPARQL's, in any case.
func (t *turtle) anyCase(word string) bool {
	if len(t.text)-t.at <= len(word) || !strings.EqualFold(t.text[t.at:t.at+len(word)], word) {
		return false
	}
	if after := t.text[t.at+len(word)]; after != ' ' && after != '\t' && after != '\n' && after != '\r' && after != '<' {
		return false
	}
	t.at += len(word)
	return true
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }
func isDigit(b byte) bool  { return b >= '0' && b <= '9' }

func cut(text string, n int) string {
	runes := []rune(text[:min(len(text), 4*n)])
	return string(runes[:min(len(runes), n)])
}
