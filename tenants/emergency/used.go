package emergency

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// mostUsed is how many uses are listed.
const mostUsed = 200

// Used is a time somebody let themself in.
type Used struct {
	Family string // its code
	Who    string
	At     time.Time
	Until  time.Time // when it ended, or will
	Reason string
}

// Uses lists for the personvernombud who has let themself in to families, with
// the reason they gave, the latest first. The family is a code. It returns
// ErrNotFound for anybody else.
func Uses(ctx context.Context, v *tenants.Visit) ([]Used, error) {
	if err := v.Require(policy.SectionPrivacy, policy.ActionSee); err != nil {
		return nil, err
	}
	rows, err := v.Client().AccessGrant.Query().Where(accessgrant.Relation(policy.RelationEmergency.String())).
		Order(accessgrant.ByCreatedAt(sql.OrderDesc()), accessgrant.ByID(sql.OrderDesc())).Limit(mostUsed).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading emergency access: %w", err)
	}
	var ids []uuid.UUID
	for _, row := range rows {
		ids = append(ids, row.UserID)
	}
	people, err := directory.Called(ctx, v.Scope, ids)
	if err != nil {
		return nil, err
	}
	list := make([]Used, 0, len(rows))
	for _, row := range rows {
		reason, err := v.Open(accessgrant.Table, "reason", row.ID, row.Reason)
		if err != nil {
			return nil, err
		}
		list = append(list, Used{
			Family: casefile.Code(row.CaseFileID), Who: people[row.UserID].Name, At: row.CreatedAt.UTC(),
			Until: ended(row), Reason: reason,
		})
	}
	return list, nil
}

// ended is when a grant was or will be over.
func ended(row *tenant.AccessGrant) time.Time {
	var until time.Time
	if row.UntilAt != nil {
		until = row.UntilAt.UTC()
	}
	if row.EndedAt != nil && row.EndedAt.Before(until) {
		until = row.EndedAt.UTC()
	}
	return until
}
