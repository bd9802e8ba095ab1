package consent

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// ActiveFor returns the yeses of a family that open something to a unit, now or
// from a day ahead, oldest first. in is a municipality or a transaction in it.
// It checks no policy: the team package calls it once it has asked.
func ActiveFor(ctx context.Context, in place, family, unit uuid.UUID) ([]Consent, error) {
	list, err := readConsents(ctx, in, consent.CaseFileID(family), consent.UnitID(unit),
		consent.EndedAtIsNil(), consent.AnswerIn(string(Yes), string(Partial)), consent.UntilOnGTE(in.Today()))
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(c Consent) bool { return !c.Purpose.Opens() }), nil
}

// SectionsFor are the sections that the family has said yes to that a unit has
// about a member today. It checks no policy: stafettlogg asks it before something
// leaves.
func SectionsFor(ctx context.Context, in place, family, unit, member uuid.UUID) (policy.SectionSet, error) {
	list, err := ActiveFor(ctx, in, family, unit)
	if err != nil {
		return 0, err
	}
	var sections policy.SectionSet
	for _, one := range list {
		if one.State(in.Today()) == StateActive && slices.Contains(one.Members, member) {
			sections |= one.Sections
		}
	}
	return sections, nil
}

// Admit lets a person of a unit in to a family on every yes that the family has
// given the unit, in the transaction in which the person takes their place in
// the team. The team package calls it, and has asked the policy. It returns
// ErrConflict when no yes to the unit stands, and ErrInvalid (access.barred)
// for a person who must never be let in.
func Admit(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family, unit, person uuid.UUID) error {
	active, err := ActiveFor(ctx, tx, family, unit)
	if err != nil {
		return err
	}
	if len(active) == 0 {
		return fmt.Errorf("letting somebody of a unit in: no yes to it stands: %w", tenants.ErrConflict)
	}
	for _, one := range active {
		if err := one.letIn(ctx, v, tx, person); err != nil {
			return err
		}
	}
	return nil
}

// letIn gives a person what the consent opens.
func (c *Consent) letIn(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, person uuid.UUID) error {
	return casefile.Let(ctx, v, tx, c.Family, casefile.Grant{
		User: person, Relation: policy.RelationTeam, Basis: policy.BasisConsent,
		Sections: c.Sections, Members: c.Members, From: c.opensAt(tx), Until: c.Until.AddDays(1).Time(),
		Unit: c.Unit, Consent: c.ID,
		Yes: casefile.Yes{By: c.GivenBy, On: clock.DateOf(c.RecordedAt), How: c.How},
	})
}

// opensAt is zero when it opens at once.
func (c *Consent) opensAt(tx *tenants.Tx) time.Time {
	if c.From > tx.Today() {
		return c.From.Time()
	}
	return time.Time{}
}

// seated are those of a unit who have a place in the family's team, whether or
// not what they saw has run out. Who has left, or moved to another unit, is not
// among them: the yes was to the unit.
func seated(ctx context.Context, tx *tenants.Tx, family, unit uuid.UUID) ([]uuid.UUID, error) {
	kept, err := casefile.KeptGrants(ctx, tx.Client(), accessgrant.CaseFileID(family), accessgrant.UnitID(unit),
		accessgrant.EndedAtIsNil(), accessgrant.Relation(policy.RelationTeam.String()))
	if err != nil {
		return nil, err
	}
	var people []uuid.UUID
	for _, one := range kept {
		people = add(people, one.User)
	}
	return ofUnit(ctx, tx, unit, people)
}

// ofUnit keeps those who work in the unit now.
func ofUnit(ctx context.Context, tx *tenants.Tx, unit uuid.UUID, people []uuid.UUID) ([]uuid.UUID, error) {
	rows, err := tx.Client().User.Query().Where(
		user.IDIn(people...), user.UnitID(unit), user.StateNEQ(string(directory.StateLeft))).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading who works in a unit: %w", err)
	}
	return rows, nil
}
