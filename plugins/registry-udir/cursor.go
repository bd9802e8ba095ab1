package main

import (
	"encoding/json"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/when"
)

// cursor is how far a list came, as it is handed to the host and back.
type cursor struct {
	Registers map[string]mark `json:"registers"`
}

// mark is how far one register's list came.
type mark struct {
	Changed time.Time `json:"changed"` // the latest change on the list
	Units   string    `json:"units"`   // stands for which units were on it
	ETag    string    `json:"etag,omitempty"`
}

// since is from when changes are listed: the beginning of the day of the latest
// that was seen, or of the day before when it was seen just after midnight. Some
// changes are dated with a day only; and times have no zone, so that one that
// comes later may be written as earlier in the night when summer time ends.
func (m mark) since() time.Time {
	if m.Changed.IsZero() {
		return m.Changed
	}
	year, month, day := m.Changed.Add(-time.Hour).In(when.Norway).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, when.Norway)
}

// readCursor reads a cursor; one that cannot be read is as none.
func readCursor(text string) cursor {
	var read cursor
	err := json.Unmarshal([]byte(text), &read)
	if err != nil {
		return cursor{}
	}
	return read
}

// String is the cursor for the host.
func (c cursor) String() string {
	text, err := json.Marshal(c)
	if err != nil {
		return ""
	}
	return string(text)
}

// fits tells whether the lists have the very units they had, so that what has
// changed is all there is to tell.
func (c cursor) fits(lists []list) bool {
	if len(c.Registers) != len(lists) {
		return false
	}
	for _, list := range lists {
		before, had := c.Registers[list.from.Key]
		if !had || !list.unchanged && before.Units != list.fingerprint() {
			return false
		}
	}
	return true
}
