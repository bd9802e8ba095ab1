package journal

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// State is how far a meeting has come.
type State string

// The states of a meeting.
const (
	StatePlanned   State = "planned"
	StateHeld      State = "held"
	StateCancelled State = "cancelled"
)

// Call is what a meeting is called with.
type Call struct {
	Member              *uuid.UUID // whom of the family it is about; nil: the whole family
	StartsAt            time.Time
	Minutes             int
	Place               string   // empty to a viewer who may not see it
	Agenda              []string // one point a line
	Participants        []string // who takes part, one a line; empty to a viewer who may not see them
	Interpreter         bool
	InterpreterLanguage string // one of casefile.Languages; empty without interpreter
	LetStand            bool   // an agenda that names a place stands, on purpose: see casefile.AskBeforeLocating
}

// Meeting is a meeting with the family as a viewer may see it.
type Meeting struct {
	ID       uuid.UUID
	Version  int
	State    State
	CalledBy uuid.UUID
	Call
	Agreed []string  // what was agreed, when it was held
	ReadAt time.Time // when this was read
}

// EndsAt is when the meeting is over.
func (m Meeting) EndsAt() time.Time { return m.StartsAt.Add(time.Duration(m.Minutes) * time.Minute) }

// farAhead is a date nobody plans a meeting after; more is a slip in the year.
const farAhead = 2 * 366

// Validate checks what was typed against today and puts it in order. A
// meeting may be written down after it took place. Field names are those of
// the form's fields.
func (c *Call) Validate(today clock.Date) error {
	var faults tenants.Invalid
	c.StartsAt = c.StartsAt.UTC().Truncate(time.Minute)
	c.Place = strings.Join(strings.Fields(c.Place), " ")
	c.Agenda, c.Participants = Clean(c.Agenda), Clean(c.Participants)
	if !c.Interpreter {
		c.InterpreterLanguage = ""
	}
	switch {
	case c.StartsAt.IsZero():
		faults.Add("starts_on", "journal.meeting.starts_on.missing")
	case clock.DateOf(c.StartsAt) > today.AddDays(farAhead):
		faults.Add("starts_on", "journal.meeting.starts_on.far")
	}
	validateMinutes(&faults, c.Minutes)
	if utf8.RuneCountInString(c.Place) > casefile.MaxLine {
		faults.Add("place", "journal.line.too_long")
	}
	validateLines(&faults, "agenda", c.Agenda)
	validateLines(&faults, "participants", c.Participants)
	if utf8.RuneCountInString(whom(c.Participants)) > MaxWhom {
		faults.Add("participants", "journal.meeting.participants.too_long")
	}
	if c.Interpreter && !slices.Contains(casefile.Languages(), c.InterpreterLanguage) {
		faults.Add("interpreter_language", "journal.meeting.interpreter_language.missing")
	}
	return faults.Err()
}

func validateMinutes(faults *tenants.Invalid, minutes int) {
	if minutes < 1 || minutes > MaxMinutes {
		faults.Add("minutes", "journal.meeting.minutes.range")
	}
}

// whom writes the participants on one line, as the contact log has them.
func whom(participants []string) string { return strings.Join(participants, ", ") }

// Held is what is written down of a meeting that took place.
type Held struct {
	StartedAt time.Time // zero: as it was planned
	Minutes   int       // 0: as it was planned
	Agreed    []string  // one a line
	LetStand  bool      // as in Call
}

// Validate checks what was typed and puts it in order.
func (h *Held) Validate() error {
	var faults tenants.Invalid
	h.StartedAt = h.StartedAt.UTC().Truncate(time.Minute)
	h.Agreed = Clean(h.Agreed)
	validateLines(&faults, "agreed", h.Agreed)
	if h.Minutes != 0 {
		validateMinutes(&faults, h.Minutes)
	}
	return faults.Err()
}
