// Package documenttest reads what is said in a document that tests have had
// made.
package documenttest

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"unicode/utf16"
)

// Words is the text of a document, a line for each piece that was set.
func Words(t testing.TB, pdf []byte) string {
	t.Helper()
	var words strings.Builder
	rest := pdf
	for {
		_, after, found := bytes.Cut(rest, []byte("\nstream\n"))
		if !found {
			return words.String()
		}
		stream, next, whole := bytes.Cut(after, []byte("\nendstream"))
		if !whole {
			t.Fatal("a stream of the document does not end")
		}
		rest = next
		if reader, err := zlib.NewReader(bytes.NewReader(stream)); err == nil {
			plain, err := io.ReadAll(reader)
			if err != nil {
				t.Fatal(err)
			}
			said(plain, &words)
		}
	}
}

// said writes what a page's stream shows: strings between parentheses, in
// UTF-16, before the operator that shows them.
func said(page []byte, words *strings.Builder) {
	for {
		_, after, found := bytes.Cut(page, []byte("("))
		if !found {
			return
		}
		var text []byte
		i := 0
		for ; i < len(after) && after[i] != ')'; i++ {
			if after[i] == '\\' && i+1 < len(after) {
				i++
				text = append(text, unescaped(after[i]))
				continue
			}
			text = append(text, after[i])
		}
		page = after[min(i+1, len(after)):]
		if bytes.HasPrefix(bytes.TrimSpace(page), []byte("Tj")) {
			words.WriteString(fromUTF16(text))
			words.WriteByte('\n')
		}
	}
}

func unescaped(letter byte) byte {
	switch letter {
	case 'r':
		return '\r'
	case 'n':
		return '\n'
	}
	return letter
}

func fromUTF16(text []byte) string {
	var units []uint16
	for i := 0; i+1 < len(text); i += 2 {
		units = append(units, binary.BigEndian.Uint16(text[i:]))
	}
	return string(utf16.Decode(units))
}
