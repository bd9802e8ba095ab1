package consent

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Renew records the answer when a yes was asked for again before, or after, its
// last day. What it is for, to whom, and about whom is that of the old one; how
// much is given, and until when, is answered anew, and so is who may answer: a
// child may have come of age since. The new one replaces the old at once. It
// returns ErrConflict when the old one is not a yes that stands or has run out,
// and ErrNotFound when it is about somebody the viewer may not see: the answer
// would end it for them too.
func Renew(ctx context.Context, v *tenants.Visit, family, old uuid.UUID, g Given) (uuid.UUID, error) {
	id := tenants.NewID()
	if g.Answer == Unanswered {
		return uuid.Nil, tenants.InvalidField("answer", "consent.answer.missing")
	}
	err := casefile.Change(ctx, v, family, deedOf("consent.renew", id, g.How), func(tx *tenants.Tx, a *casefile.Access) error {
		g.Renews = old
		if err := g.asBefore(ctx, tx, a); err != nil {
			return err
		}
		before, err := oneOf(ctx, tx, family, old)
		if err != nil {
			return err
		}
		if before, err = g.ownPart(ctx, v, tx, before); err != nil {
			return err
		}
		if err := g.check(ctx, tx, a); err != nil {
			return err
		}
		if len(before.Members) != len(g.Members) { // it is about others too, whom the viewer may not answer for
			return fmt.Errorf("consent: %w", tenants.ErrNotFound)
		}
		people, _, err := before.end(ctx, v, tx, Replaced)
		if err != nil {
			return err
		}
		return g.write(ctx, v, tx, family, id, before.ID, people)
	})
	if err != nil {
		return uuid.Nil, err
	}
	return id, nil
}

// ownPart makes a consent of its own of what the one who answers answers for,
// also when a coordinator writes it down, where the rest is somebody else's: a
// child who has come of age answers for themself.
func (g *Given) ownPart(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, before Consent) (Consent, error) {
	by := g.By
	if g.How == casefile.HowSelf {
		everybody, err := readPeople(ctx, tx, before.Family)
		if err != nil {
			return before, err
		}
		by = everybody.of(v.Viewer.ID)
	}
	part, err := before.partOf(ctx, tx, by)
	if err != nil || len(part) == 0 || len(part) == len(before.Members) {
		return before, err // what is wrong with it, check says
	}
	g.Members = part
	g.Heard = slices.DeleteFunc(g.Heard, func(id uuid.UUID) bool { return !slices.Contains(part, id) })
	return before.split(ctx, v, tx, part)
}

// end ends a consent and the access that rests on it. It returns who of its
// unit had a place in the team by it, and everybody who lost something.
func (c *Consent) end(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, why Ended) (people, lost []uuid.UUID, err error) {
	err = tx.Client().Consent.Update().Where(consent.ID(c.ID), consent.EndedAtIsNil()).
		SetEndedAt(tx.Clock().Now()).SetEndedBy(v.Viewer.ID).SetEndedWhy(string(why)).Exec(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("ending consent: %w", err)
	}
	if lost, err = casefile.Shut(ctx, v, tx, c.Family, accessgrant.ConsentID(c.ID)); err != nil || len(lost) == 0 {
		return nil, nil, err
	}
	people, err = ofUnit(ctx, tx, c.Unit, lost)
	return people, lost, err
}
