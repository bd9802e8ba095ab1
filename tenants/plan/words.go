package plan

import "strconv"

// State of a plan.
type State string

// States of a plan. A plan that is changed after it was proposed or agreed is
// a draft again; the version agreed last stays the one in force.
const (
	StateDraft    State = "draft"
	StateProposed State = "proposed"
	StateAgreed   State = "agreed"
)

var stateKeys = map[State]string{
	StateDraft: "plan.state.draft", StateProposed: "plan.state.proposed", StateAgreed: "plan.state.agreed",
}

// Key is the locale key of the state's name.
func (s State) Key() string { return stateKeys[s] }

// VersionState is how a version of the plan stands.
type VersionState string

// States of a version. A withdrawn one was replaced before everybody had
// answered.
const (
	VersionProposed  VersionState = "proposed"
	VersionAgreed    VersionState = "agreed"
	VersionWithdrawn VersionState = "withdrawn"
)

var versionStateKeys = map[VersionState]string{
	VersionProposed:  "plan.version.state.proposed",
	VersionAgreed:    "plan.version.state.agreed",
	VersionWithdrawn: "plan.version.state.withdrawn",
}

// Key is the locale key of the state's name.
func (s VersionState) Key() string { return versionStateKeys[s] }

// GoalState is how a goal stands.
type GoalState string

// States of a goal.
const (
	GoalActive  GoalState = "active"
	GoalReached GoalState = "reached"
	GoalStopped GoalState = "stopped"
)

var goalStateKeys = map[GoalState]string{
	GoalActive: "goal.state.active", GoalReached: "goal.state.reached", GoalStopped: "goal.state.stopped",
}

// GoalStates lists them in the order they are shown.
func GoalStates() []GoalState { return []GoalState{GoalActive, GoalReached, GoalStopped} }

// Key is the locale key of the state's name.
func (s GoalState) Key() string { return goalStateKeys[s] }

// Status is how far a measure has come.
type Status string

// Statuses of a measure.
const (
	StatusPlanned  Status = "planned"
	StatusUnderWay Status = "under_way"
	StatusDone     Status = "done"
	StatusStopped  Status = "stopped"
)

var statusKeys = map[Status]string{
	StatusPlanned: "measure.status.planned", StatusUnderWay: "measure.status.under_way",
	StatusDone: "measure.status.done", StatusStopped: "measure.status.stopped",
}

// Statuses lists them in the order they are shown.
func Statuses() []Status { return []Status{StatusPlanned, StatusUnderWay, StatusDone, StatusStopped} }

// Open reports whether something is still to be done.
func (s Status) Open() bool { return s == StatusPlanned || s == StatusUnderWay }

// Key is the locale key of the status' name.
func (s Status) Key() string { return statusKeys[s] }

// Level says for whom a measure is made.
type Level string

// Levels of a measure, as the municipalities' plans against violence use them.
const (
	LevelUniversal Level = "universal"
	LevelSelective Level = "selective"
	LevelIndicated Level = "indicated"
)

var levelKeys = map[Level]string{
	LevelUniversal: "measure.level.universal", LevelSelective: "measure.level.selective",
	LevelIndicated: "measure.level.indicated",
}

// Levels lists them in the order they are shown.
func Levels() []Level { return []Level{LevelUniversal, LevelSelective, LevelIndicated} }

// Key is the locale key of the level's name.
func (l Level) Key() string { return levelKeys[l] }

// Done says whether a measure was carried out.
type Done string

// Answers to whether a measure was carried out.
const (
	DoneYes    Done = "yes"
	DonePartly Done = "partly"
	DoneNo     Done = "no"
)

var doneKeys = map[Done]string{
	DoneYes: "evaluation.done.yes", DonePartly: "evaluation.done.partly", DoneNo: "evaluation.done.no",
}

// Dones lists them in the order they are shown.
func Dones() []Done { return []Done{DoneYes, DonePartly, DoneNo} }

// Key is the locale key of the answer.
func (d Done) Key() string { return doneKeys[d] }

// NextStep is what is decided when a goal is evaluated (BTI's "beslutt veien
// videre").
type NextStep string

// Next steps after the evaluation of a goal.
const (
	StepReached      NextStep = "reached"
	StepContinue     NextStep = "continue"
	StepNewMeasures  NextStep = "new_measures"
	StepOthersNeeded NextStep = "others_needed"
)

var nextStepKeys = map[NextStep]string{
	StepReached: "next_step.reached", StepContinue: "next_step.continue",
	StepNewMeasures: "next_step.new_measures", StepOthersNeeded: "next_step.others_needed",
}

// NextSteps lists them in the order they are shown.
func NextSteps() []NextStep {
	return []NextStep{StepReached, StepContinue, StepNewMeasures, StepOthersNeeded}
}

// Key is the locale key of the step's name.
func (s NextStep) Key() string { return nextStepKeys[s] }

// Answer is what a party says to a version of the plan.
type Answer string

// Answers of a party. Asked is the place of an answer not yet given.
const (
	AnswerAsked   Answer = "asked"
	AnswerYes     Answer = "yes"
	AnswerMissing Answer = "missing" // something is missing before it is a yes
)

var answerKeys = map[Answer]string{
	AnswerAsked: "agreement.answer.asked", AnswerYes: "agreement.answer.yes",
	AnswerMissing: "agreement.answer.missing",
}

// Key is the locale key of the answer.
func (a Answer) Key() string { return answerKeys[a] }

// Effect is what a measure did, from -2 (much worse) to +2 (much better).
type Effect int

// The ends of the scale.
const (
	EffectLowest  Effect = -2
	EffectHighest Effect = 2
)

var effectKeys = map[Effect]string{
	-2: "scale.-2", -1: "scale.-1", 0: "scale.0", 1: "scale.1", 2: "scale.2",
}

// Key is the locale key of the effect in words.
func (e Effect) Key() string { return effectKeys[e] }

// String writes the effect as a number with its sign.
func (e Effect) String() string {
	if e > 0 {
		return "+" + strconv.Itoa(int(e))
	}
	return strconv.Itoa(int(e))
}
