package consent

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// PartOf are those a yes is about for whom somebody answers whether it is to go
// on: a child who has come of age for the purpose since it was given answers
// for themself, and the one who gave it for the others. members are those of
// the family that the viewer sees.
func (c *Consent) PartOf(by uuid.UUID, members []casefile.Member, rules Rules, today clock.Date) []uuid.UUID {
	var part []uuid.UUID
	for _, id := range c.Members {
		if by != uuid.Nil && c.answers(id, members, rules, today) == by {
			part = append(part, id)
		}
	}
	return part
}

// answers is who says whether a yes goes on for one of those it is about.
func (c *Consent) answers(id uuid.UUID, members []casefile.Member, rules Rules, today clock.Date) uuid.UUID {
	of := slices.IndexFunc(members, func(one casefile.Member) bool { return one.ID == id })
	if of >= 0 && members[of].Kind == casefile.Child && rules.Who(c.Purpose, members[of].Age(today)) == WhoSelf {
		return id
	}
	return c.GivenBy
}

// partOf is PartOf inside a transaction.
func (c *Consent) partOf(ctx context.Context, tx *tenants.Tx, by uuid.UUID) ([]uuid.UUID, error) {
	rules, err := readRules(ctx, tx.Client())
	if err != nil {
		return nil, err
	}
	members, err := casefile.MembersTx(ctx, tx, c.Family)
	if err != nil {
		return nil, err
	}
	return c.PartOf(by, members, rules, tx.Today()), nil
}

// forThem is the same answer, for some of those it is about.
func (c *Consent) forThem(members []uuid.UUID) Given {
	return Given{
		Purpose: c.Purpose, Unit: c.Unit, Asked: c.Asked, Sections: c.Sections, Members: members, By: c.GivenBy,
		Answer: c.Answer, How: c.How, Told: c.Told, From: c.From, Until: c.Until,
		Heard: slices.DeleteFunc(slices.Clone(c.Heard), func(id uuid.UUID) bool { return !slices.Contains(members, id) }),
	}
}

// split makes two of a yes, with nothing else changed: one for the part, which
// it returns, and one for the others. A yes that is all of it stays as it is.
func (c *Consent) split(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, part []uuid.UUID) (Consent, error) {
	others := slices.DeleteFunc(slices.Clone(c.Members), func(id uuid.UUID) bool { return slices.Contains(part, id) })
	if len(others) == 0 {
		return *c, nil
	}
	people, _, err := c.end(ctx, v, tx, Replaced)
	if err != nil {
		return *c, err
	}
	rest, own, id := c.forThem(others), c.forThem(part), tenants.NewID()
	if err := rest.write(ctx, v, tx, c.Family, tenants.NewID(), c.ID, people); err != nil {
		return *c, err
	}
	if err := own.write(ctx, v, tx, c.Family, id, c.ID, people); err != nil {
		return *c, err
	}
	return oneOf(ctx, tx, c.Family, id)
}
