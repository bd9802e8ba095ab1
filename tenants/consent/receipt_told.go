package consent

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/receipt"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	families "github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// RecordReceipt writes down what a unit without a leader here has told the
// family's coordinator that it did, and how it told it. It returns ErrNotFound
// for a receipt of another family, ErrConflict where the unit has a leader, who
// confirms it, or when it is answered already, and ErrInvalid as Confirm does.
func RecordReceipt(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, how ReceiptState, did Did, note string) error {
	note = strings.TrimSpace(note)
	faults := checkReceipt(did, note)
	if !slices.Contains(ToldWays(), how) {
		faults.Add("how", "consent.receipt.how.missing")
	}
	deed := families.Deed{
		Name: "consent.receipt.record", Target: id, EvenClosed: true,
		Section: policy.SectionConsents, Action: policy.ActionEdit,
	}
	return families.Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *families.Access) error {
		read, err := tx.Client().Receipt.Query().Where(receipt.ID(id), receipt.CaseFileID(family)).Only(ctx)
		if tenant.IsNotFound(err) {
			return fmt.Errorf("receipt: %w", tenants.ErrNotFound)
		}
		if err != nil {
			return fmt.Errorf("reading receipt: %w", err)
		}
		unled, err := isUnled(ctx, tx, read.UnitID)
		if err != nil {
			return err
		}
		if !unled {
			return fmt.Errorf("the unit's leader confirms: %w", tenants.ErrConflict)
		}
		if err := faults.Err(); err != nil {
			return err
		}
		return settleReceipt(ctx, v, tx, read, how, did, note)
	})
}
