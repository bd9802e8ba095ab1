package plan

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/goal"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// GoalInput is a goal as it is typed: in the family's own words, with the
// child's own sentence beside.
type GoalInput struct {
	Area       Area
	Member     *uuid.UUID // whose goal it is; nil: the family's
	Title      string
	ChildWords string
	LetStand   bool // a text that names a place stands, on purpose: see casefile.AskBeforeLocating
}

// Validate puts the texts in the form they are kept in and returns ErrInvalid
// with every fault.
func (g *GoalInput) Validate() error {
	var faults tenants.Invalid
	line(&faults, "title", &g.Title, "goal.title.missing")
	prose(&faults, "child_words", &g.ChildWords, "")
	if !g.Area.Valid() {
		faults.Add("area", "plan.area.missing")
	}
	return faults.Err()
}

// Goal is a goal as it stands in the plan. Measures and Latest are empty for
// a viewer who may not see those sections.
type Goal struct {
	ID      uuid.UUID
	Version int
	GoalInput
	Whom     string // first name; empty for the family, or when it is not to be shown
	State    GoalState
	Measures []Measure
	Latest   *GoalEvaluation
}

func openGoal(scope *tenants.Scope, read *tenant.Goal) (Goal, error) {
	row := scope.Row("goals", read.ID)
	one := Goal{
		ID: read.ID, Version: read.Version, State: GoalState(read.State),
		GoalInput: GoalInput{
			Area: Area(read.Area), Member: read.MemberID, Title: row.Open("title", read.Title),
			ChildWords: row.Open("child_words", read.ChildWords),
		},
	}
	return one, row.Err()
}

// ReadGoal returns one goal without its measures, as it is now: what the other
// person wrote, for the readable choice after a conflict. It returns
// ErrNotFound when it is gone.
func ReadGoal(ctx context.Context, a *casefile.Access, id uuid.UUID) (Goal, error) {
	if err := a.RequireSee(policy.SectionGoals); err != nil {
		return Goal{}, err
	}
	read, err := a.Visit.Client().Goal.Query().
		Where(goal.ID(id), goal.CaseFileID(a.ID), goal.RemovedAtIsNil()).Only(ctx)
	if tenant.IsNotFound(err) {
		return Goal{}, tenants.ErrNotFound
	}
	if err != nil {
		return Goal{}, fmt.Errorf("reading goal: %w", err)
	}
	if !a.Shows(policy.SectionGoals, read.MemberID) {
		return Goal{}, tenants.ErrNotFound
	}
	return openGoal(a.Visit.Scope, read)
}
