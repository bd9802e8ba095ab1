package plan

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/goal"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/measure"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// A family has one plan, and each part of it is about one member or about the
// whole family. Siblings may have different caregivers: whoever may not see
// one child's things must not learn that they exist. What is read is narrowed
// here, before anything is counted, numbered or named.

func onlyShown[T any](a *casefile.Access, section policy.Section, list []T, about func(*T) *uuid.UUID) []T {
	return slices.DeleteFunc(list, func(one T) bool { return !a.Shows(section, about(&one)) })
}

func aboutNoted(n *Noted) *uuid.UUID { return n.Member }

func aboutGoal(g *Goal) *uuid.UUID { return g.Member }

// seesUnits reports whether the viewer may know where somebody works who has
// something to do with a member. Where an address is protected, a unit or a
// title ("kontaktlærer ved ...") locates.
func seesUnits(a *casefile.Access, member *uuid.UUID) bool {
	return !a.Facts.Strict || a.Shows(policy.SectionLocation, member)
}

// asksOf reports whether a party to an agreement is shown: one's own place,
// and those of the members one may see.
func asksOf(a *casefile.Access, party *Party) bool {
	return party.Self || a.Shows(policy.SectionAgreement, &party.Member)
}

// reachGoal reads a goal of the plan, for a command on it or on what is under
// it: its state, and whom it is about. It returns ErrNotFound when the goal is not in the plan, or
// is about somebody whose things the viewer may not do this to.
func reachGoal(ctx context.Context, tx *tenants.Tx, a *casefile.Access, id uuid.UUID, section policy.Section, action policy.Action) (*tenant.Goal, error) {
	read, err := tx.Client().Goal.Query().
		Where(goal.ID(id), goal.CaseFileID(a.ID), goal.RemovedAtIsNil()).Select(goal.FieldMemberID, goal.FieldState).Only(ctx)
	if tenant.IsNotFound(err) {
		return nil, tenants.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("looking for goal: %w", err)
	}
	if !a.MayAbout(section, action, read.MemberID) {
		return nil, tenants.ErrNotFound
	}
	return read, nil
}

// reachMeasure is reachGoal for a measure, which is about whom its goal is.
func reachMeasure(ctx context.Context, tx *tenants.Tx, a *casefile.Access, id uuid.UUID, section policy.Section, action policy.Action) (*tenant.Measure, error) {
	read, err := tx.Client().Measure.Query().
		Where(measure.ID(id), measure.CaseFileID(a.ID), standing()).WithGoal().Only(ctx)
	if tenant.IsNotFound(err) {
		return nil, tenants.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("reading measure: %w", err)
	}
	if !a.MayAbout(section, action, read.Edges.Goal.MemberID) {
		return nil, tenants.ErrNotFound
	}
	return read, nil
}

// concerning is whom each goal and each measure of a family is about.
type concerning map[uuid.UUID]*uuid.UUID

// of is whom a remark is about: nil for the whole plan.
func (c concerning) of(goal, measure *uuid.UUID) *uuid.UUID {
	for _, id := range []*uuid.UUID{goal, measure} {
		if id != nil && c[*id] != nil {
			return c[*id]
		}
	}
	return nil
}

var aboutRows = tenants.Question[tenant.Goal]{
	Text: `SELECT id, member_id FROM goals WHERE case_file_id = $1
		UNION ALL SELECT m.id, g.member_id FROM measures m JOIN goals g ON g.id = m.goal_id WHERE m.case_file_id = $2`,
	Into: func(r *tenant.Goal) []any { return []any{&r.ID, &r.MemberID} },
}

// aboutOf reads whom the plan is about, also what is taken out of it, since
// remarks still name that.
func aboutOf(ctx context.Context, q tenants.Querier, family uuid.UUID) (concerning, error) {
	rows, err := aboutRows.Read(ctx, q, family.String(), family.String())
	if err != nil {
		return nil, fmt.Errorf("reading whom the plan is about: %w", err)
	}
	about := make(concerning, len(rows))
	for _, row := range rows {
		about[row.ID] = row.MemberID
	}
	return about, nil
}
