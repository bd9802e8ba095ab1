package consent

import (
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// Purpose is what a yes is for.
type Purpose string

// The purposes. Evaluation of the programme is no part of the help: it is asked
// and answered on its own, goes to no unit, and opens nothing.
const (
	Cooperation Purpose = "cooperation" // working together on the plan
	Assessment  Purpose = "assessment"  // finding out what is needed
	FollowUp    Purpose = "follow_up"   // treatment and follow-up of health
	Transition  Purpose = "transition"  // to another kindergarten, school or service
	Evaluation  Purpose = "evaluation"  // evaluating the programme
)

// Purposes lists them in the order they are shown.
func Purposes() []Purpose {
	return []Purpose{Cooperation, Assessment, FollowUp, Transition, Evaluation}
}

func (p Purpose) known() bool { return slices.Contains(Purposes(), p) }

// Opens reports whether a yes for the purpose opens anything to a unit.
func (p Purpose) Opens() bool { return p.known() && p != Evaluation }

// Answer is what somebody answered.
type Answer string

// The answers. Partial is a yes to less than was asked for.
const (
	Unanswered Answer = "" // asked, and waiting for the answer
	Yes        Answer = "yes"
	Partial    Answer = "partial"
	No         Answer = "no"
)

// Ended is why a consent holds no longer, before its last day.
type Ended string

// The reasons.
const (
	Withdrawn Ended = "withdrawn"
	Replaced  Ended = "replaced" // by one that renews or narrows it
	Closed    Ended = "closed"   // with the follow-up; nobody took it back
)

// State is how a consent stands on a day.
type State string

// The states.
const (
	StateAsked     State = "asked"
	StateComing    State = "coming" // a yes from a day ahead
	StateActive    State = "active"
	StateRefused   State = "refused"
	StateRunOut    State = "run_out"
	StateWithdrawn State = "withdrawn"
	StateReplaced  State = "replaced"
	StateClosed    State = "closed" // ended with the follow-up
)

// Shareable lists the sections that can be asked for beside the overview, which
// every yes to a unit includes.
func Shareable() []policy.Section {
	return slices.DeleteFunc(policy.Shareable(), func(s policy.Section) bool { return s == policy.SectionOverview })
}

// shareable is what a yes can open at most.
var shareable = policy.Sections(policy.Shareable()...)
