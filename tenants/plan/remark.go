package plan

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/remark"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
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
	return remarks(ctx, a, false)
}

// remarks narrows in the query: what one caregiver writes to the coordinator is
// not for the other to read, and notes of professionals are for those who may
// change measures.
func remarks(ctx context.Context, a *casefile.Access, openOnly bool) ([]Remark, error) {
	query := a.Visit.Client().Remark.Query().Where(remark.CaseFileID(a.ID))
	if !a.May(policy.SectionProposals, policy.ActionEdit) {
		query.Where(remark.Kind(string(RemarkProposal)), remark.WrittenBy(a.Visit.Viewer.ID))
	}
	if !a.May(policy.SectionMeasures, policy.ActionEdit) {
		query.Where(remark.KindNEQ(string(RemarkNote)))
	}
	if openOnly {
		query.Where(remark.State(string(RemarkOpen)))
	}
	rows, err := query.Order(remark.ByID(byLast)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading remarks: %w", err)
	}
	if a.Limited() {
		about, err := aboutOf(ctx, a.Visit, a.ID)
		if err != nil {
			return nil, err
		}
		rows = slices.DeleteFunc(rows, func(one *tenant.Remark) bool {
			return !a.Shows(policy.SectionProposals, about.of(one.GoalID, one.MeasureID))
		})
	}
	list, err := openAll(a.Visit.Scope, rows, openRemark)
	if err != nil {
		return nil, err
	}
	return list, nameWriters(ctx, a.Visit.Scope, list)
}

func nameWriters(ctx context.Context, scope *tenants.Scope, list []Remark) error {
	ids := make([]uuid.UUID, 0, len(list))
	for _, one := range list {
		ids = append(ids, one.By)
	}
	who, err := directory.Called(ctx, scope, ids)
	if err != nil {
		return err
	}
	for i := range list {
		list[i].Who = who[list[i].By].Name
	}
	return nil
}
