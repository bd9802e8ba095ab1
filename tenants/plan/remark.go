package plan

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// RemarkKind is who a remark comes from.
type RemarkKind string

// Kinds of remarks.
const (
	RemarkProposal RemarkKind = "proposal" // a caregiver asks for a change
	RemarkNote     RemarkKind = "note"     // a professional writes on a measure of their own
)

// RemarkState is how a remark stands.
type RemarkState string

// States of a remark.
const (
	RemarkOpen     RemarkState = "open"
	RemarkAccepted RemarkState = "accepted" // the plan is changed as proposed
	RemarkAnswered RemarkState = "answered"
)

var remarkStateKeys = map[RemarkState]string{
	RemarkOpen: "remark.state.open", RemarkAccepted: "remark.state.accepted", RemarkAnswered: "remark.state.answered",
}

// Key is the locale key of the state's name.
func (s RemarkState) Key() string { return remarkStateKeys[s] }

// Remark is what somebody other than the coordinator says about the plan.
type Remark struct {
	ID         uuid.UUID
	Kind       RemarkKind
	Goal       *uuid.UUID // nil, with Measure: about the whole plan
	Measure    *uuid.UUID
	Text       string
	By         uuid.UUID
	Who        string
	At         time.Time
	State      RemarkState
	Answer     string
	AnsweredAt *time.Time
}

func openRemark(scope *tenants.Scope, read *tenant.Remark) (Remark, error) {
	row := scope.Row("remarks", read.ID)
	one := Remark{
		ID: read.ID, Kind: RemarkKind(read.Kind), Goal: read.GoalID, Measure: read.MeasureID,
		Text: row.Open("text", read.Text), By: read.WrittenBy, At: read.CreatedAt,
		State: RemarkState(read.State), Answer: row.Open("answer", read.Answer), AnsweredAt: read.AnsweredAt,
	}
	return one, row.Err()
}

// Remarks lists what the viewer may see of proposals and notes, newest first:
// a coordinator all of them, a caregiver their own proposals and the answers.
func Remarks(ctx context.Context, a *casefile.Access) ([]Remark, error) {
	if err := a.RequireSee(policy.SectionProposals); err != nil {
		return nil, err
	}
	list, err := remarks(ctx, a, a.Visit, false)
	if err != nil {
		return nil, err
	}
	called, err := look(ctx, a.Visit.Scope, a.Visit, nil, list...)
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].Who = called.people[list[i].By].Name
	}
	return list, nil
}

// What one caregiver writes to the coordinator is not for the other to read,
// and notes of professionals are for those who may change measures. The query
// narrows: what is not for the viewer is not read.
var remarkRows = tenants.Question[tenant.Remark]{
	Text: `SELECT id, created_at, kind, goal_id, measure_id, text, written_by, state, answer, answered_at FROM remarks
		WHERE case_file_id = $1 AND ($2 OR kind = 'proposal' AND written_by = $3) AND ($4 OR kind <> 'note')
			AND ($5 OR state = 'open') ORDER BY id DESC`,
	Into: func(r *tenant.Remark) []any {
		return []any{
			&r.ID, &r.CreatedAt, &r.Kind, &r.GoalID, &r.MeasureID, tenants.SealedColumn(&r.Text), &r.WrittenBy,
			&r.State, tenants.SealedColumn(&r.Answer), &r.AnsweredAt,
		}
	},
}

func remarkArguments(a *casefile.Access, openOnly bool) []any {
	return []any{
		a.ID.String(), a.May(policy.SectionProposals, policy.ActionEdit), a.Visit.Viewer.ID.String(),
		a.May(policy.SectionMeasures, policy.ActionEdit), !openOnly,
	}
}

// remarks reads them without the names of who wrote them.
func remarks(ctx context.Context, a *casefile.Access, q tenants.Querier, openOnly bool) ([]Remark, error) {
	rows, err := remarkRows.Read(ctx, q, remarkArguments(a, openOnly)...)
	if err != nil {
		return nil, fmt.Errorf("reading remarks: %w", err)
	}
	if a.Limited() {
		about, err := aboutOf(ctx, q, a.ID)
		if err != nil {
			return nil, err
		}
		rows = slices.DeleteFunc(rows, func(one *tenant.Remark) bool {
			return !a.Shows(policy.SectionProposals, about.of(one.GoalID, one.MeasureID))
		})
	}
	return openAll(a.Visit.Scope, rows, openRemark)
}
