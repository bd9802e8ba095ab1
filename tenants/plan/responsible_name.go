package plan

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// names are what people and units are called.
type names struct {
	people map[uuid.UUID]directory.Person
	units  map[uuid.UUID]string
}

// look reads the names of those who are responsible for measures, and of their
// units when units is set.
func look(ctx context.Context, scope *tenants.Scope, list []*Measure, units bool) (names, error) {
	var users, places []uuid.UUID
	for _, one := range list {
		if one.Responsible != nil {
			users = append(users, *one.Responsible)
		}
		if units && one.Unit != nil {
			places = append(places, *one.Unit)
		}
	}
	found, err := directory.Called(ctx, scope, users)
	if err != nil {
		return names{}, err
	}
	called, err := directory.UnitNames(ctx, scope, places)
	if err != nil {
		return names{}, err
	}
	return names{people: found, units: called}, nil
}

// nameResponsible fills in who is responsible, by name. Where somebody in the
// family has address protection, a unit locates them: its name then needs the
// location section too. Whether the person can see the measure is filled in
// for those who may change measures.
func nameResponsible(ctx context.Context, a *casefile.Access, list []*Measure) error {
	units := !a.Facts.Strict || a.May(policy.SectionLocation, policy.ActionSee)
	called, err := look(ctx, a.Visit.Scope, list, units)
	if err != nil {
		return err
	}
	reaches, err := reached(ctx, a)
	if err != nil {
		return err
	}
	for _, one := range list {
		if !units {
			one.Unit = nil
		}
		one.call(called)
		if !units {
			one.WhoTitle = "" // a title may name a school: "kontaktlærer ved ..."
		}
		if one.Unit != nil && a.Facts.Strict {
			a.See(policy.SectionLocation)
		}
		one.Reaches = one.Responsible != nil && reaches[*one.Responsible] && !called.people[*one.Responsible].Left
	}
	return nil
}

// call puts the names in.
func (m *Measure) call(called names) {
	if m.Responsible != nil {
		who := called.people[*m.Responsible]
		m.Who, m.WhoTitle = who.Name, who.Title
	}
	if m.Unit != nil {
		m.UnitName = called.units[*m.Unit]
	}
}

// reached is who can see what is theirs in the family: the coordinator, and
// those the family has let in.
func reached(ctx context.Context, a *casefile.Access) (map[uuid.UUID]bool, error) {
	if !a.May(policy.SectionMeasures, policy.ActionEdit) {
		return nil, nil
	}
	grants, err := tenants.ReadRows(ctx, a.Visit, func(r *tenant.AccessGrant) []any { return []any{&r.UserID} },
		`SELECT user_id FROM access_grants WHERE case_file_id = $1 AND ended_at IS NULL`, a.ID.String())
	if err != nil {
		return nil, fmt.Errorf("reading access: %w", err)
	}
	who := make(map[uuid.UUID]bool, len(grants)+1)
	for _, grant := range grants {
		who[grant.UserID] = true
	}
	if a.Facts.Relation == policy.RelationCoordinator {
		who[a.Visit.Viewer.ID] = true
	}
	return who, nil
}
