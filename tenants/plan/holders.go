package plan

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/measure"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Holders are those who are or were responsible for a measure that the viewer
// may see. A professional's access to their own measures does not say whom they
// are about: for somebody who may see one child alone, whoever is responsible
// for another child's measures must not be known to be there. team and the page
// of looks ask it. It notes no look, and checks nothing but whose the measures
// are.
func Holders(ctx context.Context, a *casefile.Access) ([]uuid.UUID, error) {
	rows, err := a.Visit.Client().Measure.Query().
		Where(measure.CaseFileID(a.ID), measure.ResponsibleIDNotNil()).WithGoal().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading who is responsible: %w", err)
	}
	var holders []uuid.UUID
	for _, row := range rows {
		if goal := row.Edges.Goal; goal == nil || !a.Shows(policy.SectionMeasures, goal.MemberID) {
			continue
		}
		if !slices.Contains(holders, *row.ResponsibleID) {
			holders = append(holders, *row.ResponsibleID)
		}
	}
	return holders, nil
}
