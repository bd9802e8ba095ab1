package team

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// lastLooks tells when each of some people last looked at the family, from the
// log of looks; whoever has never looked is missing. It is empty for a viewer
// who may not see who has looked.
func lastLooks(ctx context.Context, a *casefile.Access, people []uuid.UUID) (map[uuid.UUID]time.Time, error) {
	looks := map[uuid.UUID]time.Time{}
	if len(people) == 0 || !a.See(policy.SectionAccessLog) {
		return looks, nil
	}
	for _, one := range people {
		at, looked, err := lastLook(ctx, a, one)
		if err != nil {
			return nil, err
		}
		if looked {
			looks[one] = at
		}
	}
	return looks, nil
}

// lastLook reads backwards past what somebody did until there is a look.
func lastLook(ctx context.Context, a *casefile.Access, who uuid.UUID) (time.Time, bool, error) {
	const batch = 20
	filter := audit.Filter{CaseFile: a.ID, Actor: who, Limit: batch}
	for {
		lines, err := a.Visit.Audit().Read(ctx, filter)
		if err != nil {
			return time.Time{}, false, fmt.Errorf("reading who has looked: %w", err)
		}
		for _, line := range lines {
			if line.Kind == audit.KindLook {
				return line.At, true, nil
			}
			filter.Before = line.Place
		}
		if len(lines) < batch {
			return time.Time{}, false, nil
		}
	}
}
