package stafettlogg

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/loglink"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg/stop"
)

// ConnectionRemoved ends every link by a connection that the municipality
// removes, and takes back what is on its way: nobody delivers it. The plans, and
// what was in step, stay as they are. by is who removes it. It is for
// connection.Remove, which has asked who may.
func ConnectionRemoved(by uuid.UUID) connection.Ending {
	return func(ctx context.Context, tx *tenants.Tx, plugin uuid.UUID) error {
		links, err := tx.Client().LogLink.Query().
			Where(loglink.PluginID(plugin), loglink.StateIn(string(Starting), string(Active))).
			Order(loglink.ByCaseFileID(), loglink.ByID()).All(ctx)
		if err != nil {
			return fmt.Errorf("reading links by a connection: %w", err)
		}
		for _, link := range links {
			if err := casefile.Hold(ctx, tx, link.CaseFileID); err != nil {
				return err
			}
			if err := stop.End(ctx, tx, link.ID, EndedRemoved, by); err != nil {
				return err
			}
		}
		return nil
	}
}
