package share

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// grantsOf are the grants of a family's shares, by the share they are, also
// those that have ended.
func grantsOf(ctx context.Context, client *tenant.Client, family uuid.UUID) (map[uuid.UUID]*tenant.AccessGrant, error) {
	rows, err := client.AccessGrant.Query().
		Where(accessgrant.CaseFileID(family), accessgrant.ShareIDNotNil()).
		Order(accessgrant.ByCreatedAt(), accessgrant.ByID()).All(ctx) // the newest last: it may be narrower than the first
	if err != nil {
		return nil, fmt.Errorf("reading what shares open: %w", err)
	}
	grants := make(map[uuid.UUID]*tenant.AccessGrant, len(rows))
	for _, row := range rows {
		grants[*row.ShareID] = row
	}
	return grants, nil
}

// limitsOf are the members a caregiver's own access is about; nil is the whole
// family, also for who has none.
func limitsOf(ctx context.Context, client *tenant.Client, family, user uuid.UUID) ([]uuid.UUID, error) {
	rows, err := client.AccessGrant.Query().Where(
		accessgrant.CaseFileID(family), accessgrant.UserID(user), accessgrant.EndedAtIsNil(),
		accessgrant.Relation(policy.RelationCaregiver.String())).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading whom a caregiver speaks for: %w", err)
	}
	var all []uuid.UUID
	for _, row := range rows {
		members, err := casefile.ParseIDs(row.Members)
		if err != nil || members == nil {
			return nil, err
		}
		all = append(all, members...)
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
