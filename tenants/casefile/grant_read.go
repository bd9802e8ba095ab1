package casefile

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// Granted is somebody's access to the family that stands now.
type Granted struct {
	User     uuid.UUID
	Relation policy.Relation
	YesOn    clock.Date // the day of the yes it rests on
}

// Grants lists who has been given access to the family and still has it. It
// needs the identity section. The coordinator is not among them.
func Grants(ctx context.Context, a *Access) ([]Granted, error) {
	if err := a.RequireSee(policy.SectionIdentity); err != nil {
		return nil, err
	}
	rows, err := a.Visit.Client().AccessGrant.Query().
		Where(accessgrant.CaseFileID(a.ID), accessgrant.EndedAtIsNil()).Order(accessgrant.ByCreatedAt()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading access: %w", err)
	}
	list := make([]Granted, 0, len(rows))
	for _, row := range rows {
		relation, err := policy.ParseRelation(row.Relation)
		if err != nil {
			return nil, fmt.Errorf("reading access grant %s: %w", row.ID, err)
		}
		list = append(list, Granted{User: row.UserID, Relation: relation, YesOn: row.SaidYesOn})
	}
	return list, nil
}
