package team

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

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
	casefile.KeptGrant
	stands bool // it holds, or will
	holds  bool // at this moment
}

// grantsOf reads every grant a family has ever given, oldest first.
func grantsOf(ctx context.Context, a *casefile.Access) ([]grant, error) {
	kept, err := casefile.KeptGrants(ctx, a.Visit.Client(), accessgrant.CaseFileID(a.ID))
	list := make([]grant, 0, len(kept))
	for _, one := range kept {
		list = append(list, grant{KeptGrant: one, stands: a.Stands(one), holds: a.Holds(one)})
	}
	return list, err
}

// byTeam finds the grants a person has had in the team for a unit.
func byTeam(grants []grant, user, unit uuid.UUID) []grant {
	return slices.DeleteFunc(slices.Clone(grants), func(g grant) bool {
		return g.Relation != policy.RelationTeam || g.User != user || g.Unit != unit
	})
}

func standing(grants []grant) []grant {
	return slices.DeleteFunc(slices.Clone(grants), func(g grant) bool { return !g.stands })
}

// part is a grant as the viewer may know of it: the sections are those the
// rules open to such a person too.
func (g grant) part(a *casefile.Access, who directory.Person) Part {
	part := Part{Members: visible(a, g.Members), YesOn: g.Yes.On}
	if !g.Until.IsZero() {
		part.Until = &g.Until
	}
	switch g.Relation {
	case policy.RelationTeam, policy.RelationGuest:
	default:
		part.All = true
		return part
	}
	viewer := policy.Viewer{ID: who.ID, Roles: who.Roles}
	facts := policy.Facts{Relation: g.Relation, Basis: g.Basis, Strict: a.Facts.Strict}
	for _, section := range policy.Shareable() {
		if (g.Sections == 0 || g.Sections.Has(section)) &&
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
