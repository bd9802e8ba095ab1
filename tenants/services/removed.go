package services

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/upstream"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// ConnectionRemoved ends what hangs on a register that the municipality
// removes: what it asked about its entries is not asked any more. Units and
// services from it stay, and so does where they came from, for pages to say that
// the source is removed. It is a connection.Ending, for connection.Remove, which
// has asked who may.
func ConnectionRemoved(ctx context.Context, tx *tenants.Tx, plugin uuid.UUID) error {
	_, err := tx.Client().Upstream.Delete().Where(upstream.PluginID(plugin), upstream.TargetID(uuid.Nil)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("ending questions of a register: %w", err)
	}
	return nil
}
