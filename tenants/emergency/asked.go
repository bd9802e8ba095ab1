package emergency

import (
	"context"
	"fmt"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

const deedAsk = "emergency.ask"

// askedSince counts the viewer's attempts since a moment.
func askedSince(ctx context.Context, v *tenants.Visit, since time.Time) (int, error) {
	const batch = 500
	count, before := 0, int64(0)
	for {
		lines, err := v.Audit().Read(ctx, audit.Filter{Actor: v.Viewer.ID, From: since, Before: before, Limit: batch})
		if err != nil {
			return 0, fmt.Errorf("counting attempts: %w", err)
		}
		for _, line := range lines {
			before = line.Place
			if line.Action == deedAsk {
				count++
			}
		}
		if len(lines) < batch || count >= MaxAsked {
			return count, nil
		}
	}
}
