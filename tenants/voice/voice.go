// Package voice keeps what a child says in the child's own words: what is
// hard, what is good, what they dream of, how things are, who is a safe adult,
// and that they want to talk with somebody (the three houses of Weld and
// Greening, as DESIGN section 2 asks).
//
// The child writes it themself, or together with the coordinator beside them.
// It is shared with nobody until the child says yes, and the yes is kept for
// each recipient. Nobody sees an entry without such a yes: not the caregivers,
// not the coordinator, no leader and no personvernombud. How many entries there
// are is told to nobody but the child.
package voice

import (
	"strings"
	"unicode/utf8"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Kind is what an entry is about.
type Kind string

// The kinds: the three houses, a face on a question, a safe adult, and the
// wish to talk with somebody.
const (
	Worries   Kind = "worries"
	Good      Kind = "good"
	Dreams    Kind = "dreams"
	Face      Kind = "face"
	SafeAdult Kind = "safe_adult"
	Talk      Kind = "talk"
)

// Houses lists the three houses in the order they are asked.
func Houses() []Kind { return []Kind{Worries, Good, Dreams} }

// Question is what a face answers.
type Question string

// The questions: how it is at home, at school or in kindergarten, with
// friends, with sleep, and in the body.
const (
	Home    Question = "home"
	School  Question = "school"
	Friends Question = "friends"
	Sleep   Question = "sleep"
	Body    Question = "body"
)

// Questions lists them in the order they are asked.
func Questions() []Question { return []Question{Home, School, Friends, Sleep, Body} }

// How is how something was written down, or a yes given.
type How string

// By the child alone, or with the coordinator beside.
const (
	Self     How = "self"
	Together How = "together"
)

// The ends of the row of faces, and how long a text may be.
const (
	Saddest, Happiest = 1, 5
	MaxText           = 2000
)

// Words is what a child says.
type Words struct {
	Kind     Kind
	Question Question // of a face
	Face     int      // Saddest to Happiest, of a face
	Text     string   // optional with a face
}

// Validate puts what was typed in order and checks it. Field names are those
// of the form's fields.
func (w *Words) Validate() error {
	var faults tenants.Invalid
	w.Text = strings.TrimSpace(w.Text)
	switch w.Kind {
	case Worries, Good, Dreams, SafeAdult:
		if w.Text == "" {
			faults.Add("text", "voice.text.missing")
		}
	case Face:
		if !w.Question.known() {
			faults.Add("face", "voice.question.unknown")
		}
		if w.Face < Saddest || w.Face > Happiest {
			faults.Add("face", "voice.face.missing")
		}
	case Talk:
	default:
		faults.Add("kind", "voice.kind.unknown")
	}
	if utf8.RuneCountInString(w.Text) > MaxText {
		faults.Add("text", "voice.text.too_long")
	}
	return faults.Err()
}

func (q Question) known() bool {
	for _, one := range Questions() {
		if one == q {
			return true
		}
	}
	return false
}
