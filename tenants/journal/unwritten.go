package journal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/meeting"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Unwritten returns the meetings of the viewer's own families that were
// planned before today and are neither written down nor cancelled, oldest
// first. It needs the my_day section, and notes the looks at the families that
// have one. Those of today are in Upcoming.
func Unwritten(ctx context.Context, v *tenants.Visit) ([]Due, error) {
	if err := v.Require(policy.SectionMyDay, policy.ActionSee); err != nil {
		return nil, err
	}
	names, err := casefile.NamesOfMine(ctx, v)
	if err != nil {
		return nil, err
	}
	families := slices.Collect(maps.Keys(names))
	before := v.Today().Time().UTC()
	rows, err := v.Client().Meeting.Query().
		Where(meeting.CaseFileIDIn(families...), meeting.State(string(StatePlanned)), meeting.StartsAtLT(before)).
		Select(meeting.FieldCaseFileID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("looking for meetings to write down: %w", err)
	}
	var due []Due
	read := map[uuid.UUID]bool{}
	for _, row := range rows {
		if read[row.CaseFileID] {
			continue
		}
		read[row.CaseFileID] = true
		access, err := casefile.Enter(ctx, v, row.CaseFileID)
		if errors.Is(err, tenants.ErrNotFound) {
			continue // the family went to somebody else a moment ago
		}
		if err != nil {
			return nil, err
		}
		meetings, err := planned(ctx, access, time.Time{}, before)
		if err != nil {
			return nil, err
		}
		for _, one := range meetings {
			due = append(due, Due{Family: access.ID, ShortName: names[access.ID], Meeting: one})
		}
	}
	slices.SortStableFunc(due, func(a, b Due) int { return a.StartsAt.Compare(b.StartsAt) })
	return due, nil
}
