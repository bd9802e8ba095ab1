package casefile

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// CoordinatorTx is who coordinates a family, as it stands inside the
// transaction: whom the packages below tenants tell about what was done. It
// checks no policy. It returns ErrNotFound when there is no such family.
func CoordinatorTx(ctx context.Context, tx *tenants.Tx, family uuid.UUID) (uuid.UUID, error) {
	return coordinator(ctx, tx.Client(), family)
}

func coordinator(ctx context.Context, client *tenant.Client, family uuid.UUID) (uuid.UUID, error) {
	file, err := client.CaseFile.Query().Where(casefile.ID(family)).Select(casefile.FieldCoordinatorID).Only(ctx)
	if tenant.IsNotFound(err) {
		return uuid.Nil, fmt.Errorf("family: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return uuid.Nil, fmt.Errorf("reading who coordinates: %w", err)
	}
	return file.CoordinatorID, nil
}
