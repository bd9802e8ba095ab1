package journal

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// ICS writes a meeting as a calendar file (RFC 5545) that anybody may find on
// a phone: when, and that it is a meeting. No content, no place and no people
// are in it (DOMAIN 3.3: whatever locates somebody stays out of calendar
// files). uidHost makes the id unique in the world; it must be a neutral name
// of the service and never the municipality's host, which would locate.
func ICS(m Meeting, uidHost string) []byte {
	status := "CONFIRMED"
	if m.State == StateCancelled {
		status = "CANCELLED"
	}
	uid := m.ID.String()
	if host := hostOnly(uidHost); host != "" {
		uid += "@" + host
	}
	var file strings.Builder
	for _, line := range []string{
		"BEGIN:VCALENDAR",
		"VERSION:2.0",
		"PRODID:-//hverdag//kalender//NO",
		"METHOD:PUBLISH",
		"BEGIN:VEVENT",
		"UID:" + uid,
		"DTSTAMP:" + instant(m.ReadAt),
		"DTSTART:" + instant(m.StartsAt),
		"DTEND:" + instant(m.EndsAt()),
		"SEQUENCE:" + strconv.Itoa(max(m.Version-1, 0)),
		"SUMMARY:Møte",
		"CLASS:PRIVATE",
		"STATUS:" + status,
		"END:VEVENT",
		"END:VCALENDAR",
	} {
		file.WriteString(fold(line))
	}
	return []byte(file.String())
}

func instant(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// hostOnly leaves what a host name has, so that nothing can be smuggled into
// the file.
func hostOnly(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '.' || r == '-' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' {
			return r
		}
		return -1
	}, strings.ToLower(name))
}

// longest is how many octets a line of a calendar file may have, without its
// end (RFC 5545, 3.1).
const longest = 75

// fold ends a line, and cuts it where it is too long, never inside a
// character. What follows a cut begins with a space.
func fold(line string) string {
	var folded strings.Builder
	room := longest
	for len(line) > room {
		cut := room
		for cut > 0 && !utf8.RuneStart(line[cut]) {
			cut--
		}
		if cut == 0 {
			cut = room // no text in UTF-8: anywhere is as good
		}
		folded.WriteString(line[:cut] + "\r\n ")
		line, room = line[cut:], longest-1
	}
	return folded.String() + line + "\r\n"
}
