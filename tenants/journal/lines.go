// Package journal keeps what happens between the coordinator and the family:
// the contacts, the time they took, and the meetings with what was agreed at
// them. Contacts are the coordinator's (section journal); meetings are the
// family's too (section meetings), and where they meet is a section of its own.
package journal

import (
	"strings"
	"unicode/utf8"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Most of what a form takes.
const (
	MaxMinutes = 24 * 60
	MaxLines   = 30   // of an agenda, of what was agreed, of who takes part
	MaxWhom    = 1000 // characters of who took part, all together
)

// Clean trims the lines and leaves out the empty ones.
func Clean(lines []string) []string {
	var kept []string
	for _, line := range lines {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}

func validateLines(faults *tenants.Invalid, field string, lines []string) {
	if len(lines) > MaxLines {
		faults.Add(field, "journal.lines.too_many")
	}
	for _, line := range lines {
		if utf8.RuneCountInString(line) > casefile.MaxLine {
			faults.Add(field, "journal.line.too_long")
			return
		}
	}
}

// join and split keep a list in one sealed text; a line holds no line break.
func join(lines []string) string { return strings.Join(lines, "\n") }

func split(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}
