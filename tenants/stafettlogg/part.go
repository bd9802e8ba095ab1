package stafettlogg

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// Kind is what an item of a log is.
type Kind string

// The kinds of items that are compared.
const (
	KindGoal    Kind = "goal"
	KindMeasure Kind = "measure"
)

// Part is a goal or a measure as both systems can tell it: what is compared,
// sent and taken in. Dates are YYYY-MM-DD. States are those of the contract
// (plugins/sdk/stafettlogg).
type Part struct {
	Text        string `json:"text"`
	Area        string `json:"area,omitempty"`        // of a goal: the knowledge model's code
	Goal        string `json:"goal,omitempty"`        // of a measure: the id of the goal's item, or the other system's
	Responsible string `json:"responsible,omitempty"` // of a measure: a role or a unit, never somebody's name
	Start       string `json:"start,omitempty"`
	Due         string `json:"due,omitempty"`
	Evaluate    string `json:"evaluate,omitempty"`
	State       string `json:"state,omitempty"`
}

// The names of a Part's fields, in the order they are shown.
const (
	FieldText        = "text"
	FieldArea        = "area"
	FieldResponsible = "responsible"
	FieldStart       = "start"
	FieldDue         = "due"
	FieldEvaluate    = "evaluate"
	FieldState       = "state"
)

var fieldsOf = map[Kind][]string{
	KindGoal: {FieldText, FieldArea, FieldState},
	KindMeasure: {
		FieldText, FieldResponsible, FieldStart, FieldDue, FieldEvaluate, FieldState,
	},
}

// class is the class of data that an item of the kind is.
func (k Kind) class() string {
	if k == KindMeasure {
		return manifest.ClassMeasures
	}
	return manifest.ClassGoals
}

// Fields lists the fields of the kind that are compared. Which goal a measure is
// under is shown and not compared: the plan here has its own order.
func (k Kind) Fields() []string { return fieldsOf[k] }

func (p *Part) field(name string) *string {
	switch name {
	case FieldText:
		return &p.Text
	case FieldArea:
		return &p.Area
	case FieldResponsible:
		return &p.Responsible
	case FieldStart:
		return &p.Start
	case FieldDue:
		return &p.Due
	case FieldEvaluate:
		return &p.Evaluate
	case FieldState:
		return &p.State
	}
	return new(string)
}

// theirGoal and theirMeasure are what the other system has, as a Part.
func theirGoal(g system.Goal) Part { return Part{Text: g.Text, Area: g.Area, State: g.State} }

// goalOf gives the id of the item that another system's goal has here; empty
// when it has none.
func theirMeasure(m system.Measure, goalOf func(string) string) Part {
	return Part{
		Text: m.What, Goal: goalOf(m.GoalID), Responsible: m.Responsible, Start: m.Start, Due: m.Due,
		Evaluate: m.Evaluate, State: m.State,
	}
}
