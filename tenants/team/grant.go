package team

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Part is what one yes opens for somebody: which sections, of whom, until when.
type Part struct {
	Sections []policy.Section // that the rules open too; none where All is set
	All      bool             // all that the relation opens
	Members  []uuid.UUID      // that the viewer may see too; nil: the whole family
	YesOn    clock.Date       // the day of the yes; empty where it does not rest on one
	Until    *time.Time       // nil: until it is ended
}

// grant is an access grant of the family, also one that has ended.
type grant struct {
	user, unit, share uuid.UUID
	relation          policy.Relation
	basis             policy.Basis
	sections          policy.SectionSet // 0: all that the relation opens
	members           []uuid.UUID
	yesOn             clock.Date
	since             time.Time
	until             *time.Time
	stands            bool // not ended, not run out: it holds, or will
	holds             bool // at this moment
}

// grantsOf reads every grant a family has ever given, oldest first.
func grantsOf(ctx context.Context, a *casefile.Access) ([]grant, error) {
	rows, err := a.Visit.Client().AccessGrant.Query().
		Where(accessgrant.CaseFileID(a.ID)).Order(accessgrant.ByCreatedAt(), accessgrant.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading access: %w", err)
	}
	list := make([]grant, 0, len(rows))
	for _, read := range rows {
		one, err := openGrant(read, a)
		if err != nil {
			return nil, fmt.Errorf("reading access grant %s: %w", read.ID, err)
		}
		list = append(list, one)
	}
	return list, nil
}

func openGrant(read *tenant.AccessGrant, a *casefile.Access) (one grant, err error) {
	one = grant{
		user: read.UserID, unit: orNil(read.UnitID), share: orNil(read.ShareID), yesOn: read.SaidYesOn,
		since: read.CreatedAt, until: read.UntilAt,
	}
	if one.relation, err = policy.ParseRelation(read.Relation); err != nil {
		return one, err
	}
	if one.basis, err = policy.ParseBasis(read.Basis); err != nil {
		return one, err
	}
	if one.sections, err = policy.ParseSectionSet(read.Sections); err != nil {
		return one, err
	}
	if one.members, err = casefile.ParseIDs(read.Members); err != nil {
		return one, err
	}
	now := a.Visit.Clock().Now()
	begun := read.FromAt == nil || !now.Before(*read.FromAt)
	one.stands = read.EndedAt == nil && (read.UntilAt == nil || now.Before(*read.UntilAt)) &&
		!(a.State == casefile.StateClosed && endsWithFollowUp(one.relation))
	one.holds = one.stands && begun
	return one, nil
}

// endsWithFollowUp tells whose part ends when a follow-up is closed, as the
// family's door does.
func endsWithFollowUp(relation policy.Relation) bool {
	return relation != policy.RelationCaregiver && relation != policy.RelationChild
}

// byTeam finds the grants a person has had in the team for a unit.
func byTeam(grants []grant, user, unit uuid.UUID) []grant {
	return slices.DeleteFunc(slices.Clone(grants), func(g grant) bool {
		return g.relation != policy.RelationTeam || g.user != user || g.unit != unit
	})
}

func standing(grants []grant) []grant {
	return slices.DeleteFunc(slices.Clone(grants), func(g grant) bool { return !g.stands })
}

// part is a grant as the viewer may know of it: the sections are those the
// rules open to such a person too.
func (g grant) part(a *casefile.Access, who directory.Person) Part {
	part := Part{Members: visible(a, g.members), YesOn: g.yesOn, Until: g.until}
	switch g.relation {
	case policy.RelationTeam, policy.RelationGuest:
	default:
		part.All = true
		return part
	}
	viewer := policy.Viewer{ID: who.ID, Roles: who.Roles}
	facts := policy.Facts{Relation: g.relation, Basis: g.basis, Strict: a.Facts.Strict}
	for _, section := range policy.Shareable() {
		if (g.sections == 0 || g.sections.Has(section)) &&
			a.Visit.Policy().Decide(viewer, facts, section, policy.ActionSee).Allow {
			part.Sections = append(part.Sections, section)
		}
	}
	return part
}

// concerns reports whether what is about some members (none: the whole family)
// is about anybody the viewer may see. Whoever may not see them does not learn
// that it exists.
func concerns(a *casefile.Access, members []uuid.UUID) bool {
	return len(members) == 0 || len(visible(a, members)) > 0
}

func visible(a *casefile.Access, members []uuid.UUID) []uuid.UUID {
	if members == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(members), func(id uuid.UUID) bool { return !a.Shows(policy.SectionTeam, &id) })
}

// seesUnits reports whether the viewer may know which unit it is: where
// somebody has address protection a unit locates them.
func seesUnits(a *casefile.Access) bool {
	return !a.Facts.Strict || a.See(policy.SectionLocation)
}

func orNil(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}
