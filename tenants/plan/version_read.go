package plan

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/planversion"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// ReadVersion returns the plan as it was in a version, made of the sections
// and about the members the viewer may see. It returns ErrNotFound when there
// is no such version.
func ReadVersion(ctx context.Context, a *casefile.Access, number int) (Snapshot, error) {
	if err := a.RequireSee(policy.SectionAgreement); err != nil {
		return Snapshot{}, err
	}
	row, err := a.Visit.Client().PlanVersion.Query().
		Where(planversion.CaseFileID(a.ID), planversion.Number(number)).Only(ctx)
	if tenant.IsNotFound(err) {
		return Snapshot{}, tenants.ErrNotFound
	}
	if err != nil {
		return Snapshot{}, fmt.Errorf("reading version: %w", err)
	}
	text, err := a.Visit.Open("plan_versions", "content", row.ID, row.Content)
	if err != nil {
		return Snapshot{}, err
	}
	frozen, err := decode(text)
	if err != nil {
		return Snapshot{}, err
	}
	if !frozen.Named && a.Limited() {
		members, err := casefile.NamedOf(ctx, a.Visit.Scope, a.Visit, true, a.ID)
		if err != nil {
			return Snapshot{}, err
		}
		frozen.name(members.ByID())
	}
	return project(a, frozen), nil
}

// nobody is a member no family has: what is about them is shown only to those
// who may see the whole family.
var nobody = uuid.Max

// name finds whom each part of an older version is about, by what they were
// called. What cannot be told apart is nobody's.
func (s *Snapshot) name(members map[uuid.UUID]casefile.Named) {
	called := map[string]*uuid.UUID{}
	for id, one := range members {
		if _, taken := called[one.First]; taken {
			id = nobody
		}
		called[one.First] = &id
	}
	find := func(whom string) *uuid.UUID {
		if whom == "" {
			return nil
		}
		if member, there := called[whom]; there {
			return member
		}
		return &nobody
	}
	for _, list := range [][]SnapshotNoted{s.Strengths, s.Needs} {
		for i := range list {
			list[i].Member = find(list[i].Whom)
		}
	}
	for i := range s.Goals {
		s.Goals[i].Member = find(s.Goals[i].Whom)
	}
}

// project leaves out of a snapshot what the viewer may not see.
func project(a *casefile.Access, frozen Snapshot) Snapshot {
	frozen.Strengths = projectNoted(a, policy.SectionStrengths, frozen.Strengths)
	frozen.Needs = projectNoted(a, policy.SectionNeeds, frozen.Needs)
	if !a.See(policy.SectionGoals) {
		frozen.Goals, frozen.Period = nil, SnapshotPeriod{}
		return frozen
	}
	frozen.Goals = onlyShown(a, policy.SectionGoals, frozen.Goals, func(g *SnapshotGoal) *uuid.UUID { return g.Member })
	measures := a.See(policy.SectionMeasures)
	for i := range frozen.Goals {
		goal := &frozen.Goals[i]
		goal.Whom = whom(a, goal.Member, goal.Whom)
		if !measures || !a.Shows(policy.SectionMeasures, goal.Member) {
			goal.Measures = nil
		}
		for j := range goal.Measures {
			if !seesUnits(a, goal.Member) {
				goal.Measures[j].Unit, goal.Measures[j].WhoTitle = "", ""
			}
		}
	}
	return frozen
}

func projectNoted(a *casefile.Access, section policy.Section, list []SnapshotNoted) []SnapshotNoted {
	if !a.See(section) {
		return nil
	}
	list = onlyShown(a, section, list, func(n *SnapshotNoted) *uuid.UUID { return n.Member })
	for i := range list {
		list[i].Whom = whom(a, list[i].Member, list[i].Whom)
	}
	return slices.Clip(list)
}

// whom is a member's name, for a viewer who may see who they are.
func whom(a *casefile.Access, member *uuid.UUID, name string) string {
	if name == "" || !a.See(policy.SectionIdentity) || !a.Shows(policy.SectionIdentity, member) {
		return ""
	}
	return name
}
