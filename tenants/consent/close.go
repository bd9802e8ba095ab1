package consent

import (
	"context"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/share"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg/stop"
)

// Close closes a family's follow-up, as casefile.Close does, and ends in the
// same transaction what the family had said yes to for it: consents that stand,
// questions without an answer, what rests on them, and one-day shares with
// their links. They end because the follow-up did, and not because the family
// took them back: no unit is asked what it does with what it received, and
// nobody is told. A follow-up that is taken up again begins with no yes. The
// coordinator may, and it returns what casefile.Close returns.
func Close(ctx context.Context, v *tenants.Visit, family uuid.UUID, outcome casefile.Outcome, reason string, on clock.Date) error {
	return casefile.Close(ctx, v, family, outcome, reason, on, func(tx *tenants.Tx) error {
		return endAll(ctx, v, tx, family)
	})
}

func endAll(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family uuid.UUID) error {
	list, err := readConsents(ctx, tx, consent.CaseFileID(family), consent.EndedAtIsNil(), consent.AnswerNEQ(string(No)))
	if err != nil {
		return err
	}
	for _, one := range list {
		if one.State(tx.Today()) == StateRunOut {
			continue // it ended on its last day
		}
		if _, _, err := one.end(ctx, v, tx, Closed); err != nil {
			return err
		}
	}
	if err := stop.All(ctx, tx, family, v.Viewer.ID, stop.FollowUp); err != nil {
		return err
	}
	return share.Settle(ctx, v, tx, family)
}
