package consent

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// justNow is how long after a withdrawal the one who made it is told what it
// did.
const justNow = 10 * time.Minute

// Shut is what a unit sees no longer.
type Shut struct {
	Unit     uuid.UUID // Nil for people who came for no unit
	Sections policy.SectionSet
	Members  []uuid.UUID // whom it is about, when it goes on about others; else none
	Told     bool        // somebody was inside, and has been told
	Asked    bool        // it had received something, and is asked what it does with it
}

// JustShut tells what the viewer stopped a moment ago: which unit no longer
// sees what. It needs the consents section.
func JustShut(ctx context.Context, a *casefile.Access) ([]Shut, error) {
	list, err := List(ctx, a)
	if err != nil {
		return nil, err
	}
	since, today := a.Visit.Clock().Now().Add(-justNow), a.Visit.Today()
	byUnit := map[uuid.UUID]*Shut{}
	var units []uuid.UUID
	at := func(unit uuid.UUID) *Shut {
		if byUnit[unit] == nil {
			byUnit[unit] = &Shut{Unit: unit}
			units = append(units, unit)
		}
		return byUnit[unit]
	}
	for _, one := range list {
		mine := one.EndedAt != nil && !one.EndedAt.Before(since) && one.endedBy == a.Visit.Viewer.ID
		if about := one.leftBehind(list); mine && one.Sections != 0 && len(about) > 0 {
			at(one.Unit).Sections |= one.Sections
			at(one.Unit).Members = add(at(one.Unit).Members, about...)
		}
	}
	if err := shutPeople(ctx, a, since, at); err != nil {
		return nil, err
	}
	for _, shut := range byUnit {
		shut.settle(list, today)
	}
	receipts, err := Receipts(ctx, a)
	if err != nil {
		return nil, err
	}
	for _, one := range receipts {
		if shut := byUnit[one.Unit]; shut != nil && !one.AskedAt.Before(since) {
			shut.Asked = true
		}
	}
	told := make([]Shut, 0, len(units))
	for _, unit := range units {
		told = append(told, *byUnit[unit])
	}
	return told, nil
}

// leftBehind are those a consent was about and that no consent the viewer may
// see, which took its place, is about. A question whether it is to go on took
// no place, nor a no to that.
func (c *Consent) leftBehind(list []Consent) []uuid.UUID {
	return slices.DeleteFunc(slices.Clone(c.Members), func(id uuid.UUID) bool {
		return slices.ContainsFunc(list, func(next Consent) bool {
			return next.Replaces == c.ID && next.Sections != 0 && slices.Contains(next.Members, id)
		})
	})
}

// settle takes away what the unit sees all the same, by what still stands; and
// whom it is about where nothing goes on about others.
func (s *Shut) settle(list []Consent, today clock.Date) {
	others := false
	for _, one := range list {
		if one.Unit != s.Unit || !one.stands(today) || !one.Purpose.Opens() {
			continue
		}
		outside := func(id uuid.UUID) bool { return !slices.Contains(one.Members, id) }
		if slices.ContainsFunc(s.Members, outside) {
			others = true
			continue
		}
		s.Sections &^= one.Sections
	}
	if !others {
		s.Members = nil
	}
}

// shutPeople finds those whom the viewer shut out a moment ago.
func shutPeople(ctx context.Context, a *casefile.Access, since time.Time, at func(uuid.UUID) *Shut) error {
	kept, err := casefile.KeptGrants(ctx, a.Visit.Client(),
		accessgrant.CaseFileID(a.ID), accessgrant.EndedBy(a.Visit.Viewer.ID), accessgrant.EndedAtGTE(since),
		accessgrant.RelationIn(policy.RelationTeam.String(), policy.RelationGuest.String(), policy.RelationResponsible.String()))
	if err != nil {
		return err
	}
	for _, one := range kept {
		unit := one.Unit
		if unit == uuid.Nil {
			if unit, err = unitOf(ctx, a, one.User); err != nil {
				return err
			}
		}
		at(unit).Told = true
	}
	return nil
}

func unitOf(ctx context.Context, a *casefile.Access, person uuid.UUID) (uuid.UUID, error) {
	read, err := a.Visit.Client().User.Query().Where(user.ID(person)).Select(user.FieldUnitID).Only(ctx)
	if err != nil {
		return uuid.Nil, fmt.Errorf("reading where somebody works: %w", err)
	}
	if read.UnitID == nil {
		return uuid.Nil, nil
	}
	return *read.UnitID, nil
}

// MayTakeBack reports whether the viewer may take back what a consent says of
// anybody: one that stands or is asked, about somebody they may take it back
// for, and not what a young person answered for themself, which is theirs.
// members are those of the family that the viewer sees.
func (c *Consent) MayTakeBack(a *casefile.Access, members []casefile.Member) bool {
	state := c.State(a.Visit.Today())
	if state != StateAsked && state != StateComing && state != StateActive {
		return false
	}
	if !slices.ContainsFunc(c.Members, func(id uuid.UUID) bool {
		return a.MayAbout(policy.SectionConsents, policy.ActionWithdraw, &id)
	}) {
		return false
	}
	if a.May(policy.SectionConsents, policy.ActionEdit) {
		return true
	}
	for _, one := range members {
		if one.ID == c.GivenBy && one.Kind == casefile.Child {
			return one.UserID != nil && *one.UserID == a.Visit.Viewer.ID
		}
	}
	return true
}
