package share

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/share"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// End ends a share at once: what it opened, the guest's session, and messages
// that have not left. The coordinator, a caregiver and a young person may, each
// for shares they may know of. Ending one that is over changes nothing.
func End(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	deed := casefile.Deed{
		Name: "share.end", Target: id, Section: policy.SectionShares, Action: policy.ActionWithdraw, EvenClosed: true,
	}
	return casefile.Change(ctx, v, family, deed, func(tx *tenants.Tx, a *casefile.Access) error {
		row, err := tx.Client().Share.Query().Where(share.ID(id), share.CaseFileID(family)).Only(ctx)
		if tenant.IsNotFound(err) {
			return tenants.ErrNotFound
		}
		if err != nil {
			return fmt.Errorf("reading share: %w", err)
		}
		grants, err := grantsOf(ctx, tx.Client(), family)
		if err != nil {
			return err
		}
		if _, known := told(a, grants[id]); !known {
			return tenants.ErrNotFound
		}
		if _, err := casefile.Shut(ctx, v, tx, family, accessgrant.ShareID(id)); err != nil {
			return err
		}
		return end(ctx, tx, row, v.Viewer.ID)
	})
}

// Settle ends every share of a family whose grant has ended, with the guests'
// sessions. consent calls it in the transaction of a withdrawal; the shares are
// over in any case from the moment their grants are.
func Settle(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family uuid.UUID) error {
	rows, err := tx.Client().Share.Query().Where(share.CaseFileID(family), share.EndedAtIsNil()).All(ctx)
	if err != nil {
		return fmt.Errorf("reading shares: %w", err)
	}
	grants, err := grantsOf(ctx, tx.Client(), family)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if grant := grants[row.ID]; grant != nil && grant.EndedAt == nil {
			continue
		}
		if err := end(ctx, tx, row, v.Viewer.ID); err != nil {
			return err
		}
	}
	return nil
}

func end(ctx context.Context, tx *tenants.Tx, row *tenant.Share, by uuid.UUID) error {
	err := tx.Client().Share.Update().Where(share.ID(row.ID), share.EndedAtIsNil()).
		SetEndedAt(tx.Clock().Now()).SetEndedBy(by).ClearCodeHash().ClearCodeUntil().Exec(ctx)
	if err != nil {
		return fmt.Errorf("ending share: %w", err)
	}
	if err := tx.RecallTo(ctx, row.CaseFileID, row.UserID); err != nil {
		return err
	}
	return directory.EndGuest(ctx, tx, row.UserID, by)
}
