package consent

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	families "github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
)

// endGrant ends what somebody was let in by, and gives it again for the members
// it is not taken back for.
func (w *withdrawal) endGrant(ctx context.Context, one families.KeptGrant, units []uuid.UUID) error {
	g := one.Grant
	about := g.Members
	if about == nil {
		about = w.everybody.ids()
	}
	others := slices.DeleteFunc(slices.Clone(about), w.takes)
	if len(others) == len(about) {
		return nil
	}
	w.found = true
	lost, err := families.Shut(ctx, w.v, w.tx, w.a.ID, accessgrant.ID(one.ID))
	if err != nil {
		return err
	}
	w.done.People, w.done.Units = add(w.done.People, lost...), add(w.done.Units, units...)
	if len(others) == 0 {
		return nil
	}
	g.Members = others
	return families.Let(ctx, w.v, w.tx, w.a.ID, g)
}

// unitsOf is the unit somebody was let in for, and the one they work in.
func (w *withdrawal) unitsOf(ctx context.Context, g families.Grant) ([]uuid.UUID, error) {
	read, err := w.tx.Client().User.Query().Where(user.ID(g.User)).Select(user.FieldUnitID).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading where somebody works: %w", err)
	}
	units := add(nil, g.Unit)
	if read.UnitID != nil {
		units = add(units, *read.UnitID)
	}
	return units, nil
}

// tell tells those who lost something that it ended, and the coordinator, and
// nobody what. Who still has another way in learns it from what they see.
func (w *withdrawal) tell(ctx context.Context) error {
	to := slices.Clone(w.done.People)
	coordinator, err := families.CoordinatorTx(ctx, w.tx, w.a.ID)
	if err != nil {
		return err
	}
	if coordinator != w.v.Viewer.ID {
		to = add(to, coordinator)
	}
	for _, one := range to {
		err := notice.Tell(ctx, w.tx, notice.Notice{To: one, CaseFile: w.a.ID, Reason: notice.AccessEnded})
		if err != nil {
			return err
		}
	}
	return nil
}
