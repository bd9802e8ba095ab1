package plan

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/goal"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/measure"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// MeasureInput is a measure as it is typed. What opplæringslova § 12-4 and
// barnehageloven § 42 ask of a plan is here: what, who, when, and when it is
// looked at again.
type MeasureInput struct {
	What            string
	Why             string
	Responsible     *uuid.UUID // somebody who can sign in; or
	ResponsibleName string     // somebody else, in the family's words
	Unit            *uuid.UUID // nil: the responsible person's own unit
	Level           Level      // empty: not said yet
	From            clock.Date
	Due             clock.Date
	EvaluateOn      clock.Date // next time; empty when there is none
	LetStand        bool       // as in GoalInput
}

// Validate puts the texts in the form they are kept in and returns ErrInvalid
// with every fault. What is left empty is listed by Missing.
func (m *MeasureInput) Validate() error {
	var faults tenants.Invalid
	line(&faults, "what", &m.What, "measure.what.missing")
	prose(&faults, "why", &m.Why, "")
	line(&faults, "responsible_name", &m.ResponsibleName, "")
	if m.Responsible != nil {
		m.ResponsibleName = ""
	}
	if m.Level != "" && m.Level.Key() == "" {
		faults.Add("level", "measure.level.unknown")
	}
	checkDate(&faults, "from", m.From)
	checkDate(&faults, "due", m.Due)
	checkDate(&faults, "evaluate_on", m.EvaluateOn)
	if !m.From.IsZero() && !m.Due.IsZero() && m.Due < m.From {
		faults.Add("due", "measure.due.before_from")
	}
	if !m.From.IsZero() && !m.EvaluateOn.IsZero() && m.EvaluateOn < m.From {
		faults.Add("evaluate_on", "measure.evaluate_on.before_from")
	}
	return faults.Err()
}

// checkDate refuses what is neither empty nor a day. Forms read dates before
// they come here; a day that is none is a fault all the same.
func checkDate(faults *tenants.Invalid, field string, date clock.Date) {
	if !date.IsZero() && date.Time().IsZero() {
		faults.Add(field, "plan.date.shape")
	}
}

// Measure is a measure as it stands in the plan.
type Measure struct {
	ID      uuid.UUID
	Goal    uuid.UUID
	Version int
	MeasureInput
	Who      string // the responsible person's name, also when it is free text
	WhoTitle string // "kontaktlærer"
	WhoKind  directory.Kind
	UnitName string // empty when it would locate somebody and the viewer may not know
	// Reaches says that the responsible person can see the measure when they
	// sign in. Only filled in for those who may change measures.
	Reaches  bool
	Status   Status
	StatusAt *time.Time
	Meeting  *uuid.UUID
	Latest   *MeasureEvaluation
}

// Overdue reports whether the measure should have been done by today.
func (m *Measure) Overdue(today clock.Date) bool {
	return m.Status.Open() && !m.Due.IsZero() && m.Due < today
}

func openMeasure(scope *tenants.Scope, read *tenant.Measure) (Measure, error) {
	row := scope.Row("measures", read.ID)
	one := Measure{
		ID: read.ID, Goal: read.GoalID, Version: read.Version, Status: Status(read.Status),
		StatusAt: read.StatusAt, Meeting: read.MeetingID,
		MeasureInput: MeasureInput{
			What: row.Open("what", read.What), Why: row.Open("why", read.Why),
			Responsible: read.ResponsibleID, ResponsibleName: row.Open("responsible_name", read.ResponsibleName),
			Unit: read.UnitID, Level: Level(read.Level),
			From: read.FromOn, Due: read.DueOn, EvaluateOn: read.EvaluateOn,
		},
	}
	one.Who = one.ResponsibleName
	return one, row.Err()
}

// standing narrows to measures that are in the plan: a measure is there as
// long as both it and its goal are.
func standing() predicate.Measure {
	return measure.And(measure.RemovedAtIsNil(), measure.HasGoalWith(goal.RemovedAtIsNil()))
}

// ReadMeasure returns one measure as it is now, for its own page and for the
// readable choice after a conflict. It returns ErrNotFound when it is gone.
func ReadMeasure(ctx context.Context, a *casefile.Access, id uuid.UUID) (Measure, error) {
	if err := a.RequireSee(policy.SectionMeasures); err != nil {
		return Measure{}, err
	}
	read, err := a.Visit.Client().Measure.Query().
		Where(measure.ID(id), measure.CaseFileID(a.ID), standing()).WithGoal().Only(ctx)
	if tenant.IsNotFound(err) {
		return Measure{}, tenants.ErrNotFound
	}
	if err != nil {
		return Measure{}, fmt.Errorf("reading measure: %w", err)
	}
	about := read.Edges.Goal.MemberID
	if !a.Shows(policy.SectionMeasures, about) {
		return Measure{}, tenants.ErrNotFound
	}
	one, err := openMeasure(a.Visit.Scope, read)
	if err != nil {
		return Measure{}, err
	}
	return one, nameResponsible(ctx, a, a.Visit, []aboutMeasure{{Measure: &one, member: about}}, nil)
}
