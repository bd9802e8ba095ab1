package team

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
)

// yesTo reports whether a family's yes to a unit is in force, or will be.
func yesTo(ctx context.Context, tx *tenants.Tx, family, unit uuid.UUID) (bool, error) {
	active, err := consent.ActiveFor(ctx, tx, family, unit)
	return len(active) > 0, err
}

// admit lets the person of a place in on the family's yes.
func admit(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, one row) error {
	return consent.Admit(ctx, v, tx, one.CaseFileID, one.UnitID, one.person())
}

// activeYeses are the yeses in force to the units of some places, all of them,
// whether the viewer may know of them or not.
func activeYeses(ctx context.Context, a *casefile.Access, seats []row) (map[uuid.UUID][]consent.Consent, error) {
	yeses := map[uuid.UUID][]consent.Consent{}
	for _, one := range seats {
		if _, read := yeses[one.UnitID]; read {
			continue
		}
		active, err := consent.ActiveFor(ctx, a.Visit.Scope, a.ID, one.UnitID)
		if err != nil {
			return nil, err
		}
		yeses[one.UnitID] = active
	}
	return yeses, nil
}

// knownYeses are the family's yeses that the viewer may know of, also those
// that are over.
func knownYeses(ctx context.Context, a *casefile.Access) ([]consent.Consent, error) {
	if !a.May(policy.SectionConsents, policy.ActionSee) {
		return nil, nil
	}
	list, err := consent.List(ctx, a)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(c consent.Consent) bool { return c.Answer != consent.Yes && c.Answer != consent.Partial }), nil
}

// stood reports whether a yes to a unit was given and not over at a moment.
func stood(c consent.Consent, unit uuid.UUID, at time.Time) bool {
	return c.Unit == unit && !c.RecordedAt.After(at) && (c.EndedAt == nil || c.EndedAt.After(at)) &&
		at.Before(c.Until.AddDays(1).Time())
}

// PartOf is what a yes opens to whoever the unit's leader names, as the viewer
// may know of it.
func PartOf(a *casefile.Access, c consent.Consent) Part {
	until := c.Until.AddDays(1).Time()
	return Part{
		Sections: sharedOf(c.Sections), Members: visible(a, c.Members), YesOn: c.From, Until: &until,
	}
}

// sharedOf lists the sections of a set that can be shared with others.
func sharedOf(set policy.SectionSet) []policy.Section {
	return slices.DeleteFunc(policy.Shareable(), func(s policy.Section) bool { return !set.Has(s) })
}
