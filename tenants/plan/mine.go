package plan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/measure"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/remark"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// MyMeasure is a measure as the professional who is responsible for it sees
// it. Nothing else of the family is in it.
type MyMeasure struct {
	ID         uuid.UUID
	Family     uuid.UUID // for the addresses of forms
	What       string
	Why        string
	Child      string // first name; empty where it is protected or not one child's
	From       clock.Date
	Due        clock.Date
	EvaluateOn clock.Date
	Status     Status
	StatusAt   *time.Time
	Since      clock.Date // the family said yes that day; empty when it is their own
	Notes      []Remark   // the viewer's own, with answers, newest first
}

// Overdue reports whether the measure should have been done by today.
func (m *MyMeasure) Overdue(today clock.Date) bool {
	return m.Status.Open() && !m.Due.IsZero() && m.Due < today
}

// Mine lists the viewer's own measures across the families that are being
// followed up, what is open first, by due date. It returns ErrNotFound for a
// viewer who is no professional.
func Mine(ctx context.Context, v *tenants.Visit) ([]MyMeasure, error) {
	if err := v.Require(policy.SectionMyMeasures, policy.ActionSee); err != nil {
		return nil, err
	}
	list, err := mine(ctx, v)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(x, y MyMeasure) int { return cmp.Compare(x.urgency(), y.urgency()) })
	return list, nil
}

// urgency sorts what is open before what is not, and each by due date with
// those that have none last.
func (m *MyMeasure) urgency() string {
	group, due := "0", string(m.Due)
	if !m.Status.Open() {
		group = "1"
	}
	if due == "" {
		due = "9999-12-31"
	}
	return group + due
}

// Own returns one of the viewer's own measures. Every other measure is
// ErrNotFound.
func Own(ctx context.Context, v *tenants.Visit, id uuid.UUID) (MyMeasure, error) {
	if err := v.Require(policy.SectionMyMeasures, policy.ActionSee); err != nil {
		return MyMeasure{}, err
	}
	list, err := mine(ctx, v, measure.ID(id))
	if err != nil {
		return MyMeasure{}, err
	}
	if len(list) != 1 {
		return MyMeasure{}, tenants.ErrNotFound
	}
	return list[0], nil
}

func mine(ctx context.Context, v *tenants.Visit, which ...predicate.Measure) ([]MyMeasure, error) {
	families, err := sharedWith(ctx, v)
	if err != nil {
		return nil, err
	}
	which = append(which, measure.ResponsibleID(v.Viewer.ID), standing(), measure.CaseFileIDIn(families...))
	rows, err := v.Client().Measure.Query().Where(which...).WithGoal().Order(measure.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing own measures: %w", err)
	}
	doors, err := enterEach(ctx, v, rows)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(row *tenant.Measure) bool {
		door := doors[row.CaseFileID]
		return door == nil || !door.Shows(policy.SectionOwnMeasures, row.Edges.Goal.MemberID)
	})
	children, err := childNames(ctx, v, rows, doors)
	if err != nil {
		return nil, err
	}
	notes, err := ownNotes(ctx, v, rows)
	if err != nil {
		return nil, err
	}
	list := make([]MyMeasure, 0, len(rows))
	for _, read := range rows {
		row := v.Row("measures", read.ID)
		list = append(list, MyMeasure{
			ID: read.ID, Family: read.CaseFileID, What: row.Open("what", read.What), Why: row.Open("why", read.Why),
			Child: children[read.ID], From: read.FromOn, Due: read.DueOn, EvaluateOn: read.EvaluateOn,
			Status: Status(read.Status), StatusAt: read.StatusAt, Since: sharedSince(doors[read.CaseFileID]), Notes: notes[read.ID],
		})
		if err := row.Err(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// sharedWith are the families that have let the viewer in for measures of theirs,
// and where that has begun and not run out.
func sharedWith(ctx context.Context, v *tenants.Visit) ([]uuid.UUID, error) {
	grants, err := casefile.KeptGrants(ctx, v.Client(), accessgrant.UserID(v.Viewer.ID), accessgrant.EndedAtIsNil(),
		accessgrant.Relation(policy.RelationResponsible.String()))
	var families []uuid.UUID
	for _, one := range grants {
		if one.Holds(v.Clock().Now()) {
			families = append(families, one.Family)
		}
	}
	return families, err
}

// enterEach goes in through each family's door and notes the look. A family
// the viewer may not enter (any more), or whose follow-up is closed, has no
// door.
func enterEach(ctx context.Context, v *tenants.Visit, rows []*tenant.Measure) (map[uuid.UUID]*casefile.Access, error) {
	doors := map[uuid.UUID]*casefile.Access{}
	for _, row := range rows {
		if _, tried := doors[row.CaseFileID]; tried {
			continue
		}
		a, err := casefile.Enter(ctx, v, row.CaseFileID)
		if err != nil && !errors.Is(err, tenants.ErrNotFound) {
			return nil, err
		}
		if err != nil || a.State != casefile.StateActive || !a.See(policy.SectionOwnMeasures) {
			a = nil
		}
		doors[row.CaseFileID] = a
	}
	return doors, nil
}

// childNames is the first name of the child a measure is for: the one its goal
// is about, or the family's only child. Where there is address protection no
// name is read.
func childNames(ctx context.Context, v *tenants.Visit, rows []*tenant.Measure, doors map[uuid.UUID]*casefile.Access) (map[uuid.UUID]string, error) {
	var families []uuid.UUID
	for id, a := range doors {
		if a != nil && a.See(policy.SectionWhom) {
			families = append(families, id)
		}
	}
	called := map[uuid.UUID]string{}
	if len(families) == 0 {
		return called, nil
	}
	members, err := casefile.NamedIn(ctx, v.Scope, true, families...)
	if err != nil {
		return nil, err
	}
	children := map[uuid.UUID][]casefile.Named{}
	for _, one := range members {
		if one.Kind == casefile.Child && !one.Removed {
			children[one.Family] = append(children[one.Family], one)
		}
	}
	for _, row := range rows {
		of := children[row.CaseFileID]
		for _, child := range of {
			about := row.Edges.Goal.MemberID
			theirs := about != nil && *about == child.ID || about == nil && len(of) == 1
			if theirs && doors[row.CaseFileID].Shows(policy.SectionWhom, &child.ID) {
				called[row.ID] = child.First
			}
		}
	}
	return called, nil
}

// sharedSince is when the family said yes to the viewer's part in it.
func sharedSince(door *casefile.Access) clock.Date {
	for _, one := range door.Standings {
		if one.Relation == policy.RelationResponsible {
			return one.YesOn
		}
	}
	return ""
}

func ownNotes(ctx context.Context, v *tenants.Visit, rows []*tenant.Measure) (map[uuid.UUID][]Remark, error) {
	ids := make([]uuid.UUID, 0, len(rows))
	for _, row := range rows {
		ids = append(ids, row.ID)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	read, err := v.Client().Remark.Query().Where(
		remark.MeasureIDIn(ids...), remark.WrittenBy(v.Viewer.ID), remark.Kind(string(RemarkNote))).
		Order(remark.ByID(byLast)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading own notes: %w", err)
	}
	notes := map[uuid.UUID][]Remark{}
	for _, row := range read {
		one, err := openRemark(v.Scope, row)
		if err != nil {
			return nil, err
		}
		notes[*one.Measure] = append(notes[*one.Measure], one)
	}
	return notes, nil
}
