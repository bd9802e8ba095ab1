// Package levels is for plugins that know a municipality's own levels and steps
// of the work around a child (BTI).
package levels

import "context"

// Model is a municipality's levels.
type Model interface {
	// Read gives the whole model.
	Read(ctx context.Context) (Levels, error)
	// Assess tells whether the work may move on, and by when things must be
	// done.
	Assess(ctx context.Context, move Move) (Assessment, error)
}

// Words is a text in both written languages.
type Words struct{ NB, NN string }

// Levels is the whole of a model.
type Levels struct {
	Name        string
	Levels      []Level
	Transitions []Transition
}

// Level is one level: 0, 2, B.
type Level struct {
	Code         string
	Name, About  Words
	NeedsConsent bool
	Steps        []Step
}

// Step is one step of a level.
type Step struct {
	Code                        string
	Name, What, How, Who, Tools Words
	DeadlineDays                int // from the step began; zero: none
}

// Transition is a way on that the municipality allows.
type Transition struct {
	From, To          string // To is empty: the work ends
	ToStep            string
	Outcome           string
	MeetingWithinDays int
	Label             Words
}

// Move is a move somebody wants to make.
type Move struct {
	Level, Step string
	Outcome     string
	To          string
	On          string // YYYY-MM-DD, the day the step began
	Consent     bool   // there is a consent for the next level
}

// Assessment is the answer to a Move.
type Assessment struct {
	Allowed   bool
	WhyNot    Words
	Deadlines []Deadline
}

// Deadline is a day by which something must be done.
type Deadline struct {
	What Words
	Due  string // YYYY-MM-DD
}
