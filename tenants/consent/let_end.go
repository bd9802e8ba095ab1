package consent

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// GoOn lists the yeses that end soon and that the viewer has not said whether
// are to go on, the first to end first: those they gave themself, and those that
// were given for them before they came of age for the purpose, each with the
// members they answer for. It needs the consents section.
func GoOn(ctx context.Context, a *casefile.Access) ([]Consent, error) {
	list, err := List(ctx, a)
	if err != nil {
		return nil, err
	}
	own, err := OwnMember(ctx, a)
	if err != nil || own == uuid.Nil || a.State == casefile.StateClosed {
		return nil, err
	}
	members, err := casefile.Members(ctx, a)
	if err != nil {
		return nil, err
	}
	rules, err := ReadRules(ctx, a.Visit.Scope)
	if err != nil {
		return nil, err
	}
	today := a.Visit.Today()
	asked := slices.DeleteFunc(slices.Clone(list), func(c Consent) bool {
		again := slices.ContainsFunc(list, func(one Consent) bool {
			return one.Replaces == c.ID && one.State(today) != StateWithdrawn
		})
		soon := c.State(today) == StateActive && today.DaysUntil(c.Until) <= askDays[0]
		return again || !soon
	})
	for i := range asked {
		asked[i].Members = asked[i].PartOf(own, members, rules, today)
	}
	asked = slices.DeleteFunc(asked, func(c Consent) bool { return len(c.Members) == 0 })
	slices.SortStableFunc(asked, func(x, y Consent) int { return slices.Compare([]byte(x.Until), []byte(y.Until)) })
	return asked, nil
}

// LetToEnd reports whether the giver of a yes has said, in a family's list of
// consents, that it is not to go on: it holds to its last day and then ends.
func (c *Consent) LetToEnd(list []Consent) bool {
	return c.EndedAt == nil && slices.ContainsFunc(list, func(one Consent) bool {
		return one.Replaces == c.ID && one.Answer == No
	})
}

// SaysEnd reports whether a no says of a yes in the list, which has not ended,
// that it is not to go on. It is told beside the yes.
func (c *Consent) SaysEnd(list []Consent) bool {
	return c.Answer == No && slices.ContainsFunc(list, func(one Consent) bool { return one.ID == c.Replaces && one.EndedAt == nil })
}

// LetEnd is the no, of whoever answers for it now, to whether a yes is to go on:
// it holds to its last day, ends there, and is not asked about again. They may
// still renew it, or take it back at once. For those that somebody else answers
// for it is as before. It returns ErrNotFound for somebody else's yes, and
// ErrConflict for one that does not stand, or that is answered already.
func LetEnd(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	no := tenants.NewID()
	deed := casefile.Deed{Name: "consent.let_end", Target: id, Section: policy.SectionConsents, Action: policy.ActionAgree}
	return casefile.Change(ctx, v, family, deed, func(tx *tenants.Tx, a *casefile.Access) error {
		before, err := oneOf(ctx, tx, family, id)
		if err != nil {
			return err
		}
		everybody, err := readPeople(ctx, tx, family)
		if err != nil {
			return err
		}
		by := everybody.of(v.Viewer.ID)
		part, err := before.partOf(ctx, tx, by)
		if err != nil {
			return err
		}
		if len(part) == 0 {
			return fmt.Errorf("a yes of somebody else: %w", tenants.ErrNotFound)
		}
		left, err := notAskedAgain(ctx, tx, []Consent{before})
		if err != nil {
			return err
		}
		if len(left) == 0 || !before.stands(tx.Today()) {
			return fmt.Errorf("letting end what is answered: %w", tenants.ErrConflict)
		}
		if slices.ContainsFunc(part, func(id uuid.UUID) bool { return !a.Shows(policy.SectionConsents, &id) }) {
			return fmt.Errorf("consent: %w", tenants.ErrNotFound)
		}
		if before, err = before.split(ctx, v, tx, part); err != nil {
			return err
		}
		g := Given{
			Purpose: before.Purpose, Unit: before.Unit, Asked: before.Asked, Members: part,
			By: by, Answer: No, How: casefile.HowSelf, From: tx.Today(),
		}
		return g.write(ctx, v, tx, family, no, before.ID, nil)
	})
}
