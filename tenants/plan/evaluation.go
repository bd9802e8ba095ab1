package plan

import (
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// MeasureEvaluation is how a measure went. It opens with the child's own
// experience, where there is one.
type MeasureEvaluation struct {
	On              clock.Date
	ChildExperience string
	Done            Done
	WhatItDid       string
	Effect          Effect
	EffectSaid      bool       // one of the five was chosen
	NextOn          clock.Date // when to look at it again; empty: no more
}

// Validate puts the texts in the form they are kept in and returns ErrInvalid
// with every fault.
func (e *MeasureEvaluation) Validate(today clock.Date) error {
	var faults tenants.Invalid
	prose(&faults, "child_experience", &e.ChildExperience, "")
	prose(&faults, "what_it_did", &e.WhatItDid, "")
	checkEvaluatedOn(&faults, e.On, today)
	if e.Done.Key() == "" {
		faults.Add("done", "evaluation.done.missing")
	}
	if !e.EffectSaid || e.Effect < EffectLowest || e.Effect > EffectHighest {
		faults.Add("effect", "evaluation.effect.missing")
	}
	checkDate(&faults, "next_on", e.NextOn)
	if !e.NextOn.IsZero() && e.NextOn <= e.On {
		faults.Add("next_on", "evaluation.next_on.too_early")
	}
	return faults.Err()
}

// GoalEvaluation is how far a goal has come and what is decided next. It opens
// with the child's own experience, which must be there: when the child has not
// said anything, it says so.
type GoalEvaluation struct {
	On              clock.Date
	ChildExperience string
	Effect          Effect // how it is now against when the goal was set
	EffectSaid      bool   // may be left out
	NextStep        NextStep
}

// Validate puts the texts in the form they are kept in and returns ErrInvalid
// with every fault.
func (e *GoalEvaluation) Validate(today clock.Date) error {
	var faults tenants.Invalid
	prose(&faults, "child_experience", &e.ChildExperience, "evaluation.child_experience.missing")
	checkEvaluatedOn(&faults, e.On, today)
	if e.EffectSaid && (e.Effect < EffectLowest || e.Effect > EffectHighest) {
		faults.Add("effect", "evaluation.effect.missing")
	}
	if e.NextStep.Key() == "" {
		faults.Add("next_step", "evaluation.next_step.missing")
	}
	return faults.Err()
}

func checkEvaluatedOn(faults *tenants.Invalid, on, today clock.Date) {
	if on.IsZero() || on.Time().IsZero() || on > today {
		faults.Add("on", "evaluation.on.missing")
	}
}

// Point is one evaluation in the small picture of how a goal has come along.
type Point struct {
	ID              uuid.UUID
	On              clock.Date
	At              time.Time
	Measure         *uuid.UUID // nil: the goal itself was evaluated
	What            string     // of the measure
	ChildExperience string
	WhatItDid       string
	Done            Done // of a measure
	Effect          Effect
	EffectSaid      bool
	NextStep        NextStep // of a goal
}

func openPoint(scope *tenants.Scope, read *tenant.Evaluation) (Point, error) {
	row := scope.Row("evaluations", read.ID)
	point := Point{
		ID: read.ID, On: read.EvaluatedOn, At: read.CreatedAt, Measure: read.MeasureID,
		ChildExperience: row.Open("child_experience", read.ChildExperience),
		WhatItDid:       row.Open("what_it_did", read.WhatItDid),
		Done:            Done(read.Done), NextStep: NextStep(read.NextStep),
	}
	if read.Effect != nil {
		point.Effect, point.EffectSaid = Effect(*read.Effect), true
	}
	return point, row.Err()
}

func (p Point) ofMeasure() *MeasureEvaluation {
	return &MeasureEvaluation{
		On: p.On, ChildExperience: p.ChildExperience, Done: p.Done, WhatItDid: p.WhatItDid,
		Effect: p.Effect, EffectSaid: p.EffectSaid,
	}
}

func (p Point) ofGoal() *GoalEvaluation {
	return &GoalEvaluation{
		On: p.On, ChildExperience: p.ChildExperience, Effect: p.Effect, EffectSaid: p.EffectSaid, NextStep: p.NextStep,
	}
}
