package casefile

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// Granted is somebody's access to the family that stands now.
type Granted struct {
	User     uuid.UUID
	Relation policy.Relation
	YesOn    clock.Date  // the day of the yes it rests on
	Members  []uuid.UUID // whom it is about; nil: the whole family
}

func grantedOf(row *tenant.AccessGrant) (Granted, error) {
	relation, err := policy.ParseRelation(row.Relation)
	if err != nil {
		return Granted{}, fmt.Errorf("reading access grant %s: %w", row.ID, err)
	}
	members, err := ParseIDs(row.Members)
	if err != nil {
		return Granted{}, fmt.Errorf("reading access grant %s: %w", row.ID, err)
	}
	return Granted{User: row.UserID, Relation: relation, YesOn: row.SaidYesOn, Members: members}, nil
}

// Grants lists who has been given access to the family and still has it. It
// needs the identity section. The coordinator is not among them.
func Grants(ctx context.Context, a *Access) ([]Granted, error) {
	if err := a.RequireSee(policy.SectionIdentity); err != nil {
		return nil, err
	}
	kept, err := KeptGrants(ctx, a.Visit.Client(), accessgrant.CaseFileID(a.ID), accessgrant.EndedAtIsNil())
	if err != nil {
		return nil, err
	}
	list := make([]Granted, 0, len(kept))
	for _, one := range kept {
		if a.Stands(one) {
			list = append(list, Granted{User: one.User, Relation: one.Relation, YesOn: one.Yes.On, Members: one.Members})
		}
	}
	return list, nil
}
