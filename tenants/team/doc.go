// Package team holds the team around the child: which units are invited, whom
// a unit's leader names, who has said yes to coming, and who is inside. A
// place in the team opens nothing by itself. What opens is the family's yes to
// the unit; somebody is inside only while both stand: a place they have
// accepted themself, and a consent that is in force.
package team

import (
	"unicode/utf8"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// seatsTable is where the places are kept.
const seatsTable = "seats"

// MaxNote is how long a note to a unit, or an answer, may be.
const MaxNote = 1000

// prose checks a text of several lines; missing is the fault when it must be
// there and is not, or empty.
func prose(faults *tenants.Invalid, field, text, missing string) {
	switch {
	case text == "" && missing != "":
		faults.Add(field, missing)
	case utf8.RuneCountInString(text) > MaxNote:
		faults.Add(field, "form.too_long")
	}
}
