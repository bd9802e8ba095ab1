package team

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/seat"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Shared is a family that has let the viewer in, to the team or as a guest.
type Shared struct {
	Family   uuid.UUID
	Code     string   // what it is called where no name is shown
	Children []string // first names, where the yes shows who they are
	UnitName string   // the viewer's own unit, which the yes is to; empty for a guest
	Guest    bool
	Sections []policy.Section
	Until    *time.Time // the latest; nil: until it is ended
}

// Mine lists the families that have let the viewer in to the team, or as a
// guest, the one that ends first at the top. It asks each family's door, and
// notes the looks.
func Mine(ctx context.Context, v *tenants.Visit) ([]Shared, error) {
	grants, err := casefile.KeptGrants(ctx, v.Client(), accessgrant.UserID(v.Viewer.ID), accessgrant.EndedAtIsNil(),
		accessgrant.RelationIn(policy.RelationTeam.String(), policy.RelationGuest.String()))
	if err != nil {
		return nil, err
	}
	var list []Shared
	var tried []uuid.UUID
	for _, one := range grants {
		if slices.Contains(tried, one.Family) {
			continue
		}
		tried = append(tried, one.Family)
		a, err := casefile.Enter(ctx, v, one.Family)
		if errors.Is(err, tenants.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !a.Is(policy.RelationTeam) && !a.Is(policy.RelationGuest) || !a.See(policy.SectionOverview) {
			continue
		}
		shared, err := SharedWith(ctx, a)
		if err != nil {
			return nil, err
		}
		list = append(list, shared)
	}
	slices.SortStableFunc(list, func(x, y Shared) int { return sooner(x.Until, y.Until) })
	return list, nil
}

func sooner(x, y *time.Time) int {
	switch {
	case x == nil && y == nil:
		return 0
	case x == nil:
		return 1
	case y == nil:
		return -1
	}
	return x.Compare(*y)
}

// SharedWith is what a family shares with the one it is seen as, in short.
func SharedWith(ctx context.Context, a *casefile.Access) (Shared, error) {
	one := Shared{Family: a.ID, Code: casefile.Code(a.ID), Guest: !a.Is(policy.RelationTeam)}
	var unit uuid.UUID
	first := true
	for _, standing := range a.Standings {
		if standing.Relation != policy.RelationTeam && standing.Relation != policy.RelationGuest {
			continue
		}
		if standing.Unit != uuid.Nil {
			unit = standing.Unit
		}
		if first || standing.Until == nil || one.Until != nil && standing.Until.After(*one.Until) {
			one.Until = standing.Until
		}
		first = false
	}
	for _, section := range policy.Shareable() {
		if a.May(section, policy.ActionSee) {
			one.Sections = append(one.Sections, section)
		}
	}
	if a.May(policy.SectionIdentity, policy.ActionSee) {
		members, err := casefile.Members(ctx, a)
		if err != nil {
			return one, err
		}
		for _, member := range members {
			if member.Kind == casefile.Child {
				one.Children = append(one.Children, member.FirstName())
			}
		}
	}
	if unit == uuid.Nil {
		return one, nil
	}
	names, err := directory.UnitNames(ctx, a.Visit.Scope, []uuid.UUID{unit})
	if err != nil {
		return one, err
	}
	one.UnitName = names[unit]
	return one, nil
}

// MySeat is the viewer's own place in a family's team, for leaving it; Nil when
// they have none.
func MySeat(ctx context.Context, a *casefile.Access) (uuid.UUID, error) {
	rows, err := a.Visit.Client().Seat.Query().Where(seat.CaseFileID(a.ID), seat.UserID(a.Visit.Viewer.ID),
		seat.State(string(StateAccepted))).Order(seat.ByCreatedAt()).IDs(ctx)
	if err != nil {
		return uuid.Nil, fmt.Errorf("reading the team: %w", err)
	}
	if len(rows) == 0 {
		return uuid.Nil, nil
	}
	return rows[len(rows)-1], nil
}
