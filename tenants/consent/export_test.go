package consent

import (
	"context"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// WithdrawIn is what Withdraw does inside its transaction, so that a test can
// break it off.
func WithdrawIn(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family uuid.UUID, what What) error {
	a, err := casefile.EnterTx(ctx, v, tx, family)
	if err != nil {
		return err
	}
	return (&withdrawal{What: what, v: v, tx: tx, a: a}).run(ctx)
}
