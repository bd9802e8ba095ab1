package consent

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Standing is to which units a yes stands today, about whom.
type Standing map[standing]bool

type standing struct{ unit, member uuid.UUID }

// Has reports whether a yes to a unit about a member of a family stands.
func (s Standing) Has(unit, member uuid.UUID) bool { return s[standing{unit, member}] }

// ReadStanding reads, in one question, which yeses of some families stand today.
// It opens nothing that is sealed and checks no policy: stafettlogg asks it every
// minute which links rest on a yes that has run out.
func ReadStanding(ctx context.Context, scope *tenants.Scope, families []uuid.UUID) (Standing, error) {
	rows, err := scope.Client().Consent.Query().
		Where(consent.CaseFileIDIn(families...), consent.EndedAtIsNil(), consent.AnswerIn(string(Yes), string(Partial)),
			consent.FromOnLTE(scope.Today()), consent.UntilOnGTE(scope.Today())).
		Select(consent.FieldPurpose, consent.FieldUnitID, consent.FieldMembers).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading consents that stand: %w", err)
	}
	stands := Standing{}
	for _, row := range rows {
		if row.UnitID == nil || !Purpose(row.Purpose).Opens() {
			continue
		}
		members, err := casefile.ParseIDs(row.Members)
		if err != nil {
			return nil, fmt.Errorf("reading consents that stand: %w", err)
		}
		for _, member := range members {
			stands[standing{*row.UnitID, member}] = true
		}
	}
	return stands, nil
}
