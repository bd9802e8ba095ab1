package document

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// checkText keeps plain text in UTF-8, without what cannot be seen.
func checkText(raw []byte, name string) (Checked, error) {
	if !slices.Contains([]string{"", ".txt", ".text", ".md"}, extension(CleanName(name))) {
		return Checked{}, refused("document.file.kind")
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
		return Checked{}, refused("document.file.kind")
	}
	text := strings.ReplaceAll(string(raw), "\r\n", "\n")
	controls := 0
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t', r == '\u200d': // the last joins emoji
			return r
		case r == '\r':
			return '\n'
		case r < ' ' && r != '\f', r == 0x7f:
			controls++
			return -1
		case r == '\ufe0f': // the coloured form of an emoji
			return r
		case unseen(r):
			return -1
		}
		return r
	}, text)
	if controls*20 > len(text) {
		return Checked{}, refused("document.file.kind") // a binary file that happens to be valid
	}
	if strings.TrimSpace(text) == "" {
		return Checked{}, refused("document.file.empty")
	}
	return Checked{Media: Text, Body: []byte(text)}, nil
}
