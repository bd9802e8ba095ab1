package emergency

import (
	"context"
	"time"

	"github.com/google/uuid"

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
	uses, err := casefile.LatestLetIn(ctx, v.Scope, mostUsed)
	if err != nil {
		return nil, err
	}
	var ids []uuid.UUID
	for _, one := range uses {
		ids = append(ids, one.User)
	}
	people, err := directory.Called(ctx, v.Scope, ids)
	if err != nil {
		return nil, err
	}
	list := make([]Used, 0, len(uses))
	for _, one := range uses {
		list = append(list, Used{
			Family: casefile.Code(one.Family), Who: people[one.User].Name, At: one.At, Until: one.Until, Reason: one.Reason,
		})
	}
	return list, nil
}
