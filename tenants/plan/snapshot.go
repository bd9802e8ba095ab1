package plan

import (
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

// Snapshot is the whole plan as it was put before the family, with the names
// people and units had that day. It is kept sealed and is never changed.
type Snapshot struct {
	// Named says that it is written down whom each part is about (Member), not
	// only what they were called.
	Named     bool            `json:"named"`
	Number    int             `json:"number"`
	On        clock.Date      `json:"on"`
	Period    SnapshotPeriod  `json:"period"`
	Strengths []SnapshotNoted `json:"strengths"`
	Needs     []SnapshotNoted `json:"needs"`
	Goals     []SnapshotGoal  `json:"goals"`
}

// SnapshotPeriod is the plan's dates.
type SnapshotPeriod struct {
	From       clock.Date `json:"from"`
	To         clock.Date `json:"to"`
	EvaluateOn clock.Date `json:"evaluate_on"`
}

// SnapshotNoted is a strength or a need.
type SnapshotNoted struct {
	ID     uuid.UUID  `json:"id"`
	Area   Area       `json:"area"`
	Member *uuid.UUID `json:"member"` // whom it is about; nil: the family
	Whom   string     `json:"whom"`
	Text   string     `json:"text"`
	SaidBy string     `json:"said_by"`
}

// SnapshotGoal is a goal with its measures.
type SnapshotGoal struct {
	ID         uuid.UUID         `json:"id"`
	Area       Area              `json:"area"`
	Member     *uuid.UUID        `json:"member"` // whose goal it is; nil: the family's
	Whom       string            `json:"whom"`
	Title      string            `json:"title"`
	ChildWords string            `json:"child_words"`
	State      GoalState         `json:"state"`
	Measures   []SnapshotMeasure `json:"measures"`
}

// SnapshotMeasure is a measure.
type SnapshotMeasure struct {
	ID         uuid.UUID  `json:"id"`
	What       string     `json:"what"`
	Why        string     `json:"why"`
	Who        string     `json:"who"`
	WhoTitle   string     `json:"who_title"`
	Unit       string     `json:"unit"`
	Level      Level      `json:"level"`
	From       clock.Date `json:"from"`
	Due        clock.Date `json:"due"`
	EvaluateOn clock.Date `json:"evaluate_on"`
	Status     Status     `json:"status"`
}

// Snapshot is what was read as a version would hold it, to be compared with
// one or put on paper. It has no number, and only what the viewer may see.
func (v *View) Snapshot(on clock.Date) Snapshot { return freeze(*v, 0, on) }

// freeze makes a snapshot of a plan that was read whole.
func freeze(view View, number int, on clock.Date) Snapshot {
	frozen := Snapshot{
		Named: true, Number: number, On: on, Period: SnapshotPeriod(view.Period),
		Strengths: freezeNoted(view.Strengths), Needs: freezeNoted(view.Needs),
		Goals: make([]SnapshotGoal, 0, len(view.Goals)),
	}
	for _, one := range view.Goals {
		goal := SnapshotGoal{
			ID: one.ID, Area: one.Area, Member: one.Member, Whom: one.Whom, Title: one.Title, ChildWords: one.ChildWords,
			State: one.State, Measures: make([]SnapshotMeasure, 0, len(one.Measures)),
		}
		for _, measure := range one.Measures {
			goal.Measures = append(goal.Measures, SnapshotMeasure{
				ID: measure.ID, What: measure.What, Why: measure.Why, Who: measure.Who, WhoTitle: measure.WhoTitle,
				Unit: measure.UnitName, Level: measure.Level, From: measure.From, Due: measure.Due,
				EvaluateOn: measure.EvaluateOn, Status: measure.Status,
			})
		}
		frozen.Goals = append(frozen.Goals, goal)
	}
	return frozen
}

func freezeNoted(list []Noted) []SnapshotNoted {
	frozen := make([]SnapshotNoted, 0, len(list))
	for _, one := range list {
		frozen = append(frozen, SnapshotNoted{
			ID: one.ID, Area: one.Area, Member: one.Member, Whom: one.Whom, Text: one.Text, SaidBy: one.SaidBy,
		})
	}
	return frozen
}

func (s Snapshot) encode() (string, error) {
	encoded, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("freezing plan: %w", err)
	}
	return string(encoded), nil
}

func decode(text string) (Snapshot, error) {
	var frozen Snapshot
	if err := json.Unmarshal([]byte(text), &frozen); err != nil {
		return Snapshot{}, fmt.Errorf("reading version of plan: %w", err)
	}
	return frozen, nil
}
