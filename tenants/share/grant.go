package share

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// grantsOf are the grants of a family's shares, by the share they are, also
// those that have ended.
func grantsOf(ctx context.Context, client *tenant.Client, family uuid.UUID) (map[uuid.UUID]*casefile.KeptGrant, error) {
	kept, err := casefile.KeptGrants(ctx, client, accessgrant.CaseFileID(family), accessgrant.ShareIDNotNil())
	grants := make(map[uuid.UUID]*casefile.KeptGrant, len(kept))
	for i, one := range kept { // the newest last: it may be narrower than the first
		grants[one.Share] = &kept[i]
	}
	return grants, err
}

// limitsOf are the members a caregiver's own access is about; nil is the whole
// family, also for who has none.
func limitsOf(ctx context.Context, a *casefile.Access, user uuid.UUID) ([]uuid.UUID, error) {
	inside, err := casefile.Inside(ctx, a.Visit, a.ID, a.Visit.Clock().Now())
	if err != nil {
		return nil, err
	}
	var all []uuid.UUID
	for _, one := range inside {
		if one.User != user || one.Relation != policy.RelationCaregiver {
			continue
		}
		if one.Members == nil {
			return nil, nil
		}
		all = append(all, one.Members...)
	}
	return all, nil
}

// stands asks the family's own door whether the guest is let in by this share
// now: what ended for whatever reason has ended here too.
func stands(ctx context.Context, tx *tenants.Tx, row *tenant.Share) (bool, error) {
	guest := tenants.NewVisit(tx.Scope, policy.Viewer{ID: row.UserID, Roles: policy.Roles(policy.RoleGuest, policy.RoleProfessional)})
	access, err := casefile.EnterTx(ctx, guest, tx, row.CaseFileID)
	if errors.Is(err, tenants.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for _, one := range access.Standings {
		if one.Share == row.ID {
			return true, nil
		}
	}
	return false, nil
}
