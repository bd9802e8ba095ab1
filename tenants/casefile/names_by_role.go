package casefile

import (
	"context"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// NamesByRole reports whether the viewer is of a family that is told of staff
// by role alone, as TellLooksByRole decides. What it says holds on every page
// of theirs, as in the log of looks: a guest, whom the family chose themselves,
// is named. It shows nothing, and is no look.
func (a *Access) NamesByRole(ctx context.Context) (bool, error) {
	if !a.Is(policy.RelationCaregiver) && !a.Is(policy.RelationChild) {
		return false, nil
	}
	byRole, err := a.Visit.Client().CaseFile.Query().Where(casefile.ID(a.ID), casefile.LooksByRole(true)).Exist(ctx)
	if err != nil {
		return false, notFoundOr(err)
	}
	return byRole, nil
}
