package signin

import (
	"strings"
	"unicode/utf8"
)

// maxPath is longer than any address of ours, and short enough for a cookie.
const maxPath = 512

// LocalPath is path when it leads to a page of this host, and "/" when it leads
// anywhere else, so that a link cannot use our sign-in to send somebody to a
// foreign page. It must begin with one slash, and may hold no backslash (which
// browsers read as a slash) and no control characters (which they drop).
func LocalPath(path string) string {
	if len(path) > maxPath || !utf8.ValidString(path) {
		return "/"
	}
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") {
		return "/"
	}
	for _, r := range path {
		if r == '\\' || r < 0x20 || (r >= 0x7f && r <= 0x9f) || r == '\u2028' || r == '\u2029' {
			return "/"
		}
	}
	return path
}
