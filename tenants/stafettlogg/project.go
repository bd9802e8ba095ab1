package stafettlogg

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// The functions here are all that turns something of a family into something
// that leaves. They look nothing up, and take what may leave as an argument.

var goalStates = map[plan.GoalState]string{
	plan.GoalActive: "active", plan.GoalReached: "reached", plan.GoalStopped: "ended",
}

// ourGoal is what may be told of a goal: its text, its area and its state. The
// child's own sentence is the child's.
func ourGoal(g plan.Goal) Part {
	return Part{Text: g.Title, Area: string(g.Area), State: goalStates[g.State]}
}

// ourMeasure is what may be told of a measure: what, by which role, when and how
// far. Why is the family's own. goal is the id of the goal's item.
func ourMeasure(m plan.Measure, goal string) Part {
	return Part{
		Text: m.What, Goal: goal, Responsible: roleOf(m), Start: string(m.From), Due: string(m.Due),
		Evaluate: string(m.EvaluateOn), State: string(m.Status),
	}
}

// roleOf is who is responsible, as a title or a unit: no name is told. Somebody
// who is written down in the family's own words may be named in them, and is not
// told either.
func roleOf(m plan.Measure) string {
	if m.Responsible == nil && m.ResponsibleName != "" {
		return m.UnitName
	}
	if m.WhoTitle != "" {
		return m.WhoTitle
	}
	return m.UnitName
}

// beginning is what a new log is begun with. Goals and measures are sent after
// it, each with its own receipt.
type beginning struct {
	reference   string // of the child
	age         int    // -1: not known
	level, step string
	unit        string // organisation number of the unit that holds the log
	since       string // the coordinator's first day
}

// The one who follows the family, as the other system is told it.
const coordinatorRole = "hverdagskoordinator"

// start is a new log with what may leave. It needs the reference.
func (b beginning) start(may Allowed) system.Log {
	log := system.Log{State: system.Open}
	if may.Has(manifest.ClassChildReference) {
		log.ChildReference = b.reference
	}
	if may.Has(manifest.ClassAgeGroup) {
		log.AgeGroup = ageGroup(b.age)
	}
	if may.Has(manifest.ClassLevel) {
		log.Level, log.Step = b.level, b.step
	}
	if may.Has(manifest.ClassBaton) {
		log.Holder = system.Holder{Role: coordinatorRole, Since: b.since}
	}
	if may.Has(manifest.ClassParticipants) {
		log.Participants = []system.Participant{{Role: "caregiver"}, {Role: "service", UnitOrgNumber: b.unit}}
	}
	return log
}

// handed lists the classes that are in a new log.
func (b beginning) handed(may Allowed) []string {
	classes := []string{}
	for _, class := range []string{
		manifest.ClassChildReference, manifest.ClassAgeGroup, manifest.ClassLevel, manifest.ClassParticipants, manifest.ClassBaton,
	} {
		empty := class == manifest.ClassAgeGroup && ageGroup(b.age) == "" || class == manifest.ClassLevel && b.level == ""
		if may.Has(class) && !empty {
			classes = append(classes, class)
		}
	}
	return classes
}

// ageGroup is the group of the contract that an age is in; empty when the age is
// not known, or in none.
func ageGroup(age int) string {
	switch {
	case age < 0 || age > 23:
		return ""
	case age <= 5:
		return "0-5"
	case age <= 12:
		return "6-12"
	case age <= 15:
		return "13-15"
	case age <= 18:
		return "16-18"
	}
	return "19-23"
}

// sendGoal and sendMeasure are a part as it is sent, if its class may leave.
func sendGoal(may Allowed, ourID string, p Part) (system.Goal, bool) {
	if !may.Has(manifest.ClassGoals) {
		return system.Goal{}, false
	}
	return system.Goal{OurID: ourID, Text: p.Text, Area: p.Area, State: p.State}, true
}

// sendMeasure leaves out which goal it is under, which is filled in when the goal
// is known there.
func sendMeasure(may Allowed, ourID string, p Part) (system.Measure, bool) {
	if !may.Has(manifest.ClassMeasures) {
		return system.Measure{}, false
	}
	return system.Measure{
		OurID: ourID, What: p.Text, Responsible: p.Responsible, Start: p.Start, Due: p.Due, Evaluate: p.Evaluate, State: p.State,
	}, true
}

// concerns reports whether a goal is about the child of a link. What is about
// the whole family, or about a sibling, is not part of a child's log: a yes for a
// child opens what is about that child.
func (l *Link) concerns(g plan.Goal) bool { return g.Member != nil && *g.Member == l.Member }
