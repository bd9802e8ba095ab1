package team

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/seat"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// Insider is somebody who can see something of the family now, and why.
type Insider struct {
	User     uuid.UUID
	Who      string
	Title    string
	Self     bool // it is the viewer
	Relation policy.Relation
	Unit     uuid.UUID // the unit they stand for in the team; Nil for none
	UnitName string    // empty where it would locate somebody
	Seat     uuid.UUID // their place in the team, else Nil
	Share    uuid.UUID // the one-day share it is, else Nil
	Since    time.Time
	Parts    []Part
	Looked   time.Time // zero: never, or not to be told
}

// Within tells everybody who can see something of the family at this moment:
// the coordinator first, then the family's own, the team, those who have
// measures, and guests. Who is inside for somebody the viewer may not see
// alone is not among them. It needs the team section.
func Within(ctx context.Context, a *casefile.Access) ([]Insider, error) {
	if err := a.RequireSee(policy.SectionTeam); err != nil {
		return nil, err
	}
	grants, err := grantsOf(ctx, a)
	if err != nil {
		return nil, err
	}
	insiders, users, units, err := coordinating(ctx, a)
	if err != nil {
		return nil, err
	}
	for _, one := range grants {
		if one.holds {
			users, units = append(users, one.User), append(units, one.Unit)
		}
	}
	people, err := directory.People(ctx, a.Visit.Scope, users)
	if err != nil {
		return nil, err
	}
	holders, err := plan.Holders(ctx, a)
	if err != nil {
		return nil, err
	}
	for _, one := range grants {
		hidden := one.Relation == policy.RelationResponsible && a.Limited() && !slices.Contains(holders, one.User)
		if one.holds && !people[one.User].Left && !hidden && concerns(a, one.Members) {
			insiders = joined(insiders, one, one.part(a, people[one.User]))
		}
	}
	return insiders, describe(ctx, a, insiders, people, units)
}

// coordinating begins the list with the family's coordinator.
func coordinating(ctx context.Context, a *casefile.Access) ([]Insider, []uuid.UUID, []uuid.UUID, error) {
	followed, err := casefile.ReadFollowUp(ctx, a.Visit.Client(), a.ID)
	if err != nil {
		return nil, nil, nil, err
	}
	first := Insider{
		User: followed.Coordinator, Relation: policy.RelationCoordinator,
		Parts: []Part{{All: true, YesOn: followed.AcceptedOn}},
	}
	if !followed.Since.IsZero() {
		first.Since = followed.Since.Time()
	}
	return []Insider{first}, []uuid.UUID{followed.Coordinator}, nil, nil
}

// joined puts a grant beside the others of the same person for the same
// reason, or at the end.
func joined(insiders []Insider, one grant, part Part) []Insider {
	for i := range insiders {
		if at := &insiders[i]; at.User == one.User && at.Relation == one.Relation && at.Unit == one.Unit && at.Share == one.Share {
			at.Parts = append(at.Parts, part)
			return insiders
		}
	}
	return append(insiders, Insider{
		User: one.User, Relation: one.Relation, Unit: one.Unit, Share: one.Share, Since: one.At, Parts: []Part{part},
	})
}

// describe adds names, places in the team and latest looks.
func describe(ctx context.Context, a *casefile.Access, insiders []Insider, people map[uuid.UUID]directory.Person, units []uuid.UUID) error {
	seats, err := a.Visit.Client().Seat.Query().
		Where(seat.CaseFileID(a.ID), seat.State(string(StateAccepted))).Order(seat.ByCreatedAt()).All(ctx)
	if err != nil {
		return fmt.Errorf("reading the team: %w", err)
	}
	var names map[uuid.UUID]string
	located := seesUnits(a)
	if located {
		if names, err = directory.UnitNames(ctx, a.Visit.Scope, units); err != nil {
			return err
		}
	}
	users := make([]uuid.UUID, 0, len(insiders))
	for i := range insiders {
		one := &insiders[i]
		users = append(users, one.User)
		for _, place := range seats {
			if one.Relation == policy.RelationTeam && place.UnitID == one.Unit && (row{place}).person() == one.User {
				one.Seat = place.ID
			}
		}
		who := people[one.User]
		one.Who, one.Self, one.UnitName = who.Name, one.User == a.Visit.Viewer.ID, names[one.Unit]
		if located || one.Relation == policy.RelationCoordinator {
			one.Title = who.Title
		}
	}
	looks, err := lastLooks(ctx, a, users)
	if err != nil {
		return err
	}
	for i := range insiders {
		insiders[i].Looked = looks[insiders[i].User]
	}
	slices.SortStableFunc(insiders, func(x, y Insider) int {
		return cmp.Compare(slices.Index(nearest, x.Relation), slices.Index(nearest, y.Relation))
	})
	return nil
}

// nearest is the order in which those who are inside are told.
var nearest = []policy.Relation{
	policy.RelationCoordinator, policy.RelationCaregiver, policy.RelationChild, policy.RelationTeam,
	policy.RelationResponsible, policy.RelationGuest, policy.RelationEmergency,
}

// LastDay is the last day on which a part is open; empty where it is open until
// it is ended.
func (p Part) LastDay() clock.Date {
	if p.Until == nil {
		return ""
	}
	return clock.DateOf(p.Until.Add(-time.Second))
}
