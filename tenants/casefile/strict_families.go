package casefile

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// StrictFamilies tells which of the municipality's families have somebody whose
// address is protected, for leaving out what would locate them. It checks no
// policy and shows nothing of anybody.
func StrictFamilies(ctx context.Context, scope *tenants.Scope) (map[uuid.UUID]bool, error) {
	rows, err := scope.Client().CaseFile.Query().Select(casefile.FieldGrade).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading grades: %w", err)
	}
	strict := map[uuid.UUID]bool{}
	for _, row := range rows {
		if Grade(row.Grade).Strict() {
			strict[row.ID] = true
		}
	}
	return strict, nil
}
