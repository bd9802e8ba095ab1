package consent

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/receipt"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// UnledUnit is a unit that owes answers and has no leader here to give them.
type UnledUnit struct {
	Unit    uuid.UUID
	Waiting int       // answers it owes
	Since   time.Time // when the first of them was asked for
}

// UnledUnits lists the units that owe answers and have no leader here, the one
// that has waited longest first. It tells of no family and of no receipt. It is
// for the administrator, who invites a leader or gives somebody the role, and
// returns ErrNotFound for others.
func UnledUnits(ctx context.Context, v *tenants.Visit) ([]UnledUnit, error) {
	if err := v.Require(policy.SectionUnits, policy.ActionEdit); err != nil {
		return nil, err
	}
	rows, err := v.Client().Receipt.Query().Where(receipt.State(string(ReceiptAsked))).
		Order(receipt.ByCreatedAt()).Select(receipt.FieldUnitID, receipt.FieldCreatedAt).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading receipts: %w", err)
	}
	owed := make([]Receipt, 0, len(rows))
	for _, row := range rows {
		owed = append(owed, Receipt{Unit: row.UnitID, State: ReceiptAsked, AskedAt: row.CreatedAt})
	}
	if err := markUnled(ctx, v.Scope, owed); err != nil {
		return nil, err
	}
	var units []UnledUnit
	for _, one := range owed {
		if !one.Unled {
			continue
		}
		at := slices.IndexFunc(units, func(u UnledUnit) bool { return u.Unit == one.Unit })
		if at < 0 {
			at, units = len(units), append(units, UnledUnit{Unit: one.Unit, Since: one.AskedAt})
		}
		units[at].Waiting++
	}
	return units, nil
}
