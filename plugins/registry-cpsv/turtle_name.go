package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// prefixed reads cv:Channel.
func (t *turtle) prefixed() (term, error) {
	from := t.at
	for t.at < len(t.text) {
		r, size := utf8.DecodeRuneInString(t.text[t.at:])
		if !isName(r) && r != '.' {
			break
		}
		t.at += size
	}
	namespace, known := t.prefixes[t.text[from:t.at]]
	if t.next() != ':' || !known {
		return term{}, fmt.Errorf("%q is not known", cut(t.text[from:], 20))
	}
	t.at++
	var local strings.Builder
	for t.at < len(t.text) {
		r, size := utf8.DecodeRuneInString(t.text[t.at:])
		switch {
		case r == '\\' && t.at+1 < len(t.text) && strings.ContainsRune("_~.-!$&'()*+,;=/?#@%", rune(t.text[t.at+1])):
			local.WriteByte(t.text[t.at+1])
			t.at += 2
			continue
		case !isName(r) && r != '.' && r != ':' && r != '%':
			size = 0
		}
		if size == 0 {
			break
		}
		local.WriteString(t.text[t.at : t.at+size])
		t.at += size
	}
	name := local.String()
	for strings.HasSuffix(name, ".") && t.text[t.at-1] == '.' && (t.at < 2 || t.text[t.at-2] != '\\') {
		name, t.at = name[:len(name)-1], t.at-1
	}
	return iri(namespace + name), nil
}

func isName(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || r == '_' || r == '-' || r == '\u00b7'
}

// number reads a number as it is written.
func (t *turtle) number() (term, error) {
	from := t.at
	for t.at < len(t.text) && strings.IndexByte("+-0123456789.eE", t.text[t.at]) >= 0 {
		t.at++
	}
	if t.at > from && t.text[t.at-1] == '.' {
		t.at--
	}
	written := t.text[from:t.at]
	_, err := strconv.ParseFloat(written, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return term{}, errors.New("an odd number")
	}
	switch {
	case strings.ContainsAny(written, "eE"):
		return typed(written, nsXSD+"double"), nil
	case strings.Contains(written, "."):
		return typed(written, nsXSD+"decimal"), nil
	}
	return typed(written, nsXSD+"integer"), nil
}
