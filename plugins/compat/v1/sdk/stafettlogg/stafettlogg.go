// Package stafettlogg is for plugins that reach a municipality's stafettlogg.
// No child is named: the host gives an opaque reference.
package stafettlogg

import (
	"context"
	"time"
)

// System is a stafettlogg system.
type System interface {
	// Find looks a log up by the reference a person has read in the other
	// system. A reference that is not there gives Found{}.
	Find(ctx context.Context, reference string) (Found, error)

	// Read gives a whole log.
	Read(ctx context.Context, logID string) (Log, error)

	// Changes calls each for those of logIDs that have changed since cursor,
	// and returns the cursor to go on from. The same change may be given twice.
	Changes(ctx context.Context, cursor string, logIDs []string, each func(Change) error) (string, error)

	// Write does one change, once for each key, and returns when it is stored
	// so that it survives a crash.
	Write(ctx context.Context, write Write) (Receipt, error)

	// Lookup tells what became of a write whose answer was lost.
	Lookup(ctx context.Context, key string) (receipt Receipt, known bool, err error)
}

// Optional abilities of a stafettlogg, for Description.Features: what the
// system behind can be asked to write. Goals and measures all can.
const (
	Starts      = "stafettlogg.start"      // a log can be begun from here
	Meetings    = "stafettlogg.meetings"   // meetings
	Baton       = "stafettlogg.baton"      // offer and answer the baton
	Closes      = "stafettlogg.close"      // a log can be closed from here
	Attachments = "stafettlogg.attachment" // documents
)

// Found is a log that was looked up. LogID is empty when there is none.
type Found struct {
	LogID string
	Title string // what the other system shows of it, without names
}

// Change says that a log has changed.
type Change struct {
	LogID   string
	Version string
	At      time.Time
	EventID string
}

// States of a log.
const (
	Open   = "open"
	Closed = "closed"
)

// Why a log is closed.
const (
	GoalReached    = "goal_reached"
	IndividualPlan = "individual_plan" // the work goes on in an individuell plan
	Moved          = "moved"
	Withdrawn      = "withdrawn" // the family took its consent back
	OtherReason    = "other"
)

// Log is a stafettlogg. Dates are YYYY-MM-DD; empty when not set.
type Log struct {
	LogID          string
	Version        string
	ChildReference string
	AgeGroup       string // 0-5, 6-12, 13-15, 16-18, 19-23
	Level          string // the municipality's own code
	Step           string
	State          string
	ClosedBecause  string
	Holder         Holder
	OfferedTo      *Holder // a baton offered and not answered
	Goals          []Goal
	Measures       []Measure
	Meetings       []Meeting
	Participants   []Participant
	Transitions    []Transition
}

// Holder holds the baton: a role in a unit, not a name.
type Holder struct {
	UnitOrgNumber string
	Role          string
	Since         string
}

// Goal is one goal of a log.
type Goal struct {
	ID      string // the other system's
	OurID   string // ours, when the host has written it
	Text    string
	Area    string // the knowledge model's code
	State   string // active, reached, ended
	Version string
}

// Measure is one measure of a log.
type Measure struct {
	ID          string
	OurID       string
	GoalID      string
	What        string
	Responsible string // a role or a unit
	Start       string
	Due         string
	Evaluate    string
	State       string // planned, under_way, done, stopped
	Effect      *int   // -2 to 2
	Version     string
}

// Meeting is one meeting of a log.
type Meeting struct {
	ID       string
	OurID    string
	Date     string
	Present  []string // roles
	Agenda   []string
	Agreed   []string
	Decision string // maal_naadd_avslutt, effekt_fortsett, ikke_effekt_nye_tiltak, behov_for_andre
}

// Participant takes part in the work.
type Participant struct {
	Role          string // caregiver, service, child
	UnitOrgNumber string
	ConsentID     string
}

// Transition is a move from one level to another.
type Transition struct {
	From, To string
	Date     string
	Reason   string
}

// Write is one change to be done once. Exactly one of the pointers is set.
type Write struct {
	Key             string // idempotency key
	LogID           string // empty with Start
	ExpectedVersion string // empty: whatever it is
	Start           *Log
	Goal            *Goal
	Measure         *Measure
	Meeting         *Meeting
	OfferBaton      *Holder
	AnswerBaton     *Answer
	Close           *Closing
	Attachment      *Attachment
}

// Answer is the answer to an offered baton.
type Answer struct{ Accepted bool }

// Closing ends a log.
type Closing struct{ Because string }

// Attachment is a document of the log.
type Attachment struct {
	Name      string // says nothing of whom it is about
	MediaType string
	Content   []byte // at most 4 MiB
}

// Receipt says that the other system has stored a write. With Conflict it has
// not: what was to be changed had changed, and Version is what it is now.
type Receipt struct {
	LogID     string
	ItemID    string
	Version   string
	Reference string
	Conflict  bool
}
