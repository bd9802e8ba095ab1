package plan

import (
	"github.com/google/uuid"
)

// ChangeKind is what happened to a part of the plan between two versions.
type ChangeKind string

// Kinds of changes.
const (
	ChangeAdded   ChangeKind = "added"
	ChangeRemoved ChangeKind = "removed"
	ChangeChanged ChangeKind = "changed"
)

var changeKeys = map[ChangeKind]string{
	ChangeAdded: "plan.change.added", ChangeRemoved: "plan.change.removed", ChangeChanged: "plan.change.changed",
}

// Key is the locale key of the kind's name.
func (k ChangeKind) Key() string { return changeKeys[k] }

// Part is a part of the plan that versions differ in.
type Part string

// Parts of the plan.
const (
	PartPeriod   Part = "period"
	PartStrength Part = "strength"
	PartNeed     Part = "need"
	PartGoal     Part = "goal"
	PartMeasure  Part = "measure"
)

var partKeys = map[Part]string{
	PartPeriod: "plan.part.period", PartStrength: "plan.part.strength", PartNeed: "plan.part.need",
	PartGoal: "plan.part.goal", PartMeasure: "plan.part.measure",
}

// Key is the locale key of the part's name.
func (p Part) Key() string { return partKeys[p] }

// Change is one difference between two versions.
type Change struct {
	Part   Part
	Kind   ChangeKind
	ID     uuid.UUID // Nil for the period
	Title  string    // as it is now; as it was, when removed
	Under  string    // of a measure: the title of its goal
	Fields []FieldChange
}

// FieldChange is what one field was and is. Words of enumerations, dates and
// texts stand as they are kept; see Field.WordKey.
type FieldChange struct {
	Field  Field
	Before string
	After  string
}

// piece is a part of a snapshot, ready to be compared field by field.
type piece struct {
	part   Part
	id     uuid.UUID
	title  string
	under  string
	fields []FieldChange // Before is empty
}

// Compare tells what is different from one version to another, in the order of
// the plan: the period, strengths, needs, and each goal with its measures.
// What was removed stands after what is left of the same kind.
func Compare(before, after Snapshot) []Change {
	var changes []Change
	was, is := before.pieces(), after.pieces()
	for n := range is {
		changes = append(changes, comparePieces(was[n], is[n])...)
	}
	return changes
}

// pieces lists the parts of a snapshot, in groups that are compared each with
// its counterpart.
func (s Snapshot) pieces() [4][]piece {
	groups := [4][]piece{{{part: PartPeriod, fields: []FieldChange{
		{Field: FieldFrom, After: string(s.Period.From)}, {Field: FieldTo, After: string(s.Period.To)},
		{Field: FieldEvaluateOn, After: string(s.Period.EvaluateOn)},
	}}}}
	for _, one := range s.Strengths {
		groups[1] = append(groups[1], one.piece(PartStrength))
	}
	for _, one := range s.Needs {
		groups[2] = append(groups[2], one.piece(PartNeed))
	}
	for _, goal := range s.Goals {
		groups[3] = append(groups[3], goal.piece())
		for _, measure := range goal.Measures {
			groups[3] = append(groups[3], measure.piece(goal.Title))
		}
	}
	return groups
}

func (n SnapshotNoted) piece(part Part) piece {
	return piece{part: part, id: n.ID, title: n.Text, fields: []FieldChange{
		{Field: FieldText, After: n.Text}, {Field: FieldSaidBy, After: n.SaidBy},
		{Field: FieldArea, After: string(n.Area)}, {Field: FieldWhom, After: n.Whom},
	}}
}

func (g SnapshotGoal) piece() piece {
	return piece{part: PartGoal, id: g.ID, title: g.Title, fields: []FieldChange{
		{Field: FieldTitle, After: g.Title}, {Field: FieldChildWords, After: g.ChildWords},
		{Field: FieldArea, After: string(g.Area)}, {Field: FieldWhom, After: g.Whom},
		{Field: FieldGoalState, After: string(g.State)},
	}}
}

func (m SnapshotMeasure) piece(under string) piece {
	return piece{part: PartMeasure, id: m.ID, title: m.What, under: under, fields: []FieldChange{
		{Field: FieldWhat, After: m.What}, {Field: FieldWhy, After: m.Why}, {Field: FieldWho, After: m.Who},
		{Field: FieldWhoTitle, After: m.WhoTitle}, {Field: FieldUnit, After: m.Unit},
		{Field: FieldLevel, After: string(m.Level)}, {Field: FieldFrom, After: string(m.From)},
		{Field: FieldDue, After: string(m.Due)}, {Field: FieldEvaluateOn, After: string(m.EvaluateOn)},
		{Field: FieldStatus, After: string(m.Status)},
	}}
}

func comparePieces(was, is []piece) []Change {
	before := make(map[uuid.UUID]piece, len(was))
	for _, one := range was {
		before[one.id] = one
	}
	var changes []Change
	for _, one := range is {
		old, there := before[one.id]
		delete(before, one.id)
		change := Change{Part: one.part, Kind: ChangeChanged, ID: one.id, Title: one.title, Under: one.under}
		if !there {
			change.Kind = ChangeAdded
			changes = append(changes, change)
			continue
		}
		for n, field := range one.fields {
			if field.Before = old.fields[n].After; field.Before != field.After {
				change.Fields = append(change.Fields, field)
			}
		}
		if len(change.Fields) > 0 {
			changes = append(changes, change)
		}
	}
	for _, one := range was {
		if _, left := before[one.id]; left {
			changes = append(changes, Change{Part: one.part, Kind: ChangeRemoved, ID: one.id, Title: one.title, Under: one.under})
		}
	}
	return changes
}
