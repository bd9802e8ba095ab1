package journal

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/meeting"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Ahead is how many days Upcoming covers, today included.
const Ahead = 7

// Due is a planned meeting in one of the viewer's families.
type Due struct {
	Family    uuid.UUID
	ShortName string
	Today     bool
	Meeting
}

// Upcoming returns the planned meetings of the viewer's own families today
// and the six days after, first one first; also one that began earlier today,
// which waits to be written down. It needs the my_day section, and notes the
// looks at the families.
func Upcoming(ctx context.Context, v *tenants.Visit) ([]Due, error) {
	if err := v.Require(policy.SectionMyDay, policy.ActionSee); err != nil {
		return nil, err
	}
	families, err := casefile.Mine(ctx, v, false)
	if err != nil {
		return nil, err
	}
	from, to := v.Today().Time(), v.Today().AddDays(Ahead).Time()
	within, err := calling(ctx, v, families)
	if err != nil {
		return nil, err
	}
	var due []Due
	for _, family := range within {
		access, err := casefile.Enter(ctx, v, family.ID)
		if errors.Is(err, tenants.ErrNotFound) {
			continue // the family went to somebody else a moment ago
		}
		if err != nil {
			return nil, err
		}
		meetings, err := planned(ctx, access, from, to)
		if err != nil {
			return nil, err
		}
		for _, one := range meetings {
			today := one.StartsAt.Before(v.Today().AddDays(1).Time())
			due = append(due, Due{Family: family.ID, ShortName: family.ShortName, Today: today, Meeting: one})
		}
	}
	slices.SortStableFunc(due, func(a, b Due) int { return a.StartsAt.Compare(b.StartsAt) })
	return due, nil
}

// calling keeps the families that have a meeting in the days ahead, so that
// the meetings of the others are not looked at.
func calling(ctx context.Context, v *tenants.Visit, families []casefile.Summary) ([]casefile.Summary, error) {
	ids := make([]uuid.UUID, 0, len(families))
	for _, family := range families {
		ids = append(ids, family.ID)
	}
	from, to := v.Today().Time(), v.Today().AddDays(Ahead).Time()
	rows, err := v.Client().Meeting.Query().
		Where(meeting.CaseFileIDIn(ids...), meeting.State(string(StatePlanned)),
			meeting.StartsAtGTE(from.UTC()), meeting.StartsAtLT(to.UTC())).
		Select(meeting.FieldCaseFileID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("looking for meetings: %w", err)
	}
	has := make(map[uuid.UUID]bool, len(rows))
	for _, row := range rows {
		has[row.CaseFileID] = true
	}
	return slices.DeleteFunc(families, func(f casefile.Summary) bool { return !has[f.ID] }), nil
}
