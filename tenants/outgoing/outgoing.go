// Package outgoing shows the municipality's administrator what could not be
// sent, and sends it again. What a message says, to whom, and which family it
// may be about are not part of it: an administrator sees no family.
package outgoing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

// mostShown is how many are listed. More than that is a fault to be mended
// elsewhere, not one by one.
const mostShown = 200

// Letter is a message that could not be delivered, seen from outside.
type Letter struct {
	ID       uuid.UUID
	Kind     string // what sort of message, such as "mail"
	Attempts int
	Why      string // a code, never a text
	MadeAt   time.Time
}

// List returns what could not be sent, the newest first. It returns
// ErrNotFound unless the viewer looks after what goes out.
func List(ctx context.Context, v *tenants.Visit) ([]Letter, error) {
	if err := v.Require(policy.SectionOutgoing, policy.ActionSee); err != nil {
		return nil, err
	}
	dead, err := v.Outbox().Dead(ctx, mostShown)
	if err != nil {
		return nil, err
	}
	letters := make([]Letter, 0, len(dead))
	for _, one := range dead {
		letters = append(letters, Letter{
			ID: one.ID, Kind: one.Kind, Attempts: one.Attempts, Why: one.LastError, MadeAt: one.CreatedAt,
		})
	}
	return letters, nil
}

// Retry sends a message once more, from now. It returns ErrNotFound when it is
// no longer waiting for that: somebody else has sent it again, or it was
// withdrawn.
func Retry(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	if err := v.Require(policy.SectionOutgoing, policy.ActionEdit); err != nil {
		return err
	}
	decision := v.Decide(policy.Facts{}, policy.SectionOutgoing, policy.ActionEdit)
	err := v.Outbox().Retry(ctx, id)
	if errors.Is(err, outbox.ErrNotDead) {
		return fmt.Errorf("sending again: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return err
	}
	if err := v.Audit().Record(ctx, v.Deed("outgoing.retry", uuid.Nil, id, decision, policy.Facts{})); err != nil {
		return fmt.Errorf("putting on record: %w", err)
	}
	return nil
}
