package consent

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
)

// Ask puts a question to a caregiver or a young person, who answers it signed
// in. The coordinator asks. Nothing is opened until it is answered. It returns
// ErrInvalid as Give does, for somebody who has no login to answer with, and in
// a family where somebody's address is hidden: the name of a unit locates
// people, so there it is asked by word of mouth.
func Ask(ctx context.Context, v *tenants.Visit, family uuid.UUID, g Given) (uuid.UUID, error) {
	id := tenants.NewID()
	g.Answer = Unanswered
	deed := casefile.Deed{Name: "consent.ask", Target: id, Section: policy.SectionConsents, Action: policy.ActionEdit}
	err := casefile.Change(ctx, v, family, deed, func(tx *tenants.Tx, a *casefile.Access) error {
		if err := g.asBefore(ctx, tx, a); err != nil {
			return err
		}
		if a.Facts.Strict && g.Purpose.Opens() {
			return tenants.InvalidField("answer", "consent.answer.strict")
		}
		everybody, err := readPeople(ctx, tx, family)
		if err != nil {
			return err
		}
		g.Heard = everybody.ids() // the one who answers says whether they were
		if err := g.check(ctx, tx, a); err != nil {
			return err
		}
		g.Heard = nil
		user := everybody[g.By].UserID
		if user == nil {
			return tenants.InvalidField("given_by", "consent.given_by.no_login")
		}
		if err := g.mayAnswer(ctx, tx, family, *user); err != nil {
			return err
		}
		if err := g.write(ctx, v, tx, family, id, g.Renews, nil); err != nil {
			return err
		}
		return notice.Tell(ctx, tx, notice.Notice{To: *user, CaseFile: family, Reason: notice.ConsentEnds})
	})
	if err != nil {
		return uuid.Nil, err
	}
	return id, nil
}

// asBefore fills in what a renewal is about, of the consent it renews.
func (g *Given) asBefore(ctx context.Context, tx *tenants.Tx, a *casefile.Access) error {
	if g.Renews == uuid.Nil {
		return nil
	}
	before, err := oneOf(ctx, tx, a.ID, g.Renews)
	if err != nil {
		return err
	}
	if !before.keepTo(a) {
		return fmt.Errorf("consent: %w", tenants.ErrNotFound)
	}
	if !slices.Contains([]State{StateActive, StateComing, StateRunOut}, before.State(tx.Today())) {
		return fmt.Errorf("renewing what does not stand: %w", tenants.ErrConflict)
	}
	g.Purpose, g.Unit, g.Asked, g.Members = before.Purpose, before.Unit, before.Asked, before.Members
	return nil
}

// mayAnswer checks that a login sees each of those it is about.
func (g *Given) mayAnswer(ctx context.Context, tx *tenants.Tx, family, user uuid.UUID) error {
	own, err := casefile.OwnTx(ctx, tx, family)
	if err != nil {
		return err
	}
	if about := (Consent{Members: g.Members}); about.answeredBy(user, own) {
		return nil
	}
	return tenants.InvalidField("given_by", "consent.given_by.no_login")
}

func (p people) ids() []uuid.UUID {
	ids := make([]uuid.UUID, 0, len(p))
	for id := range p {
		ids = append(ids, id)
	}
	return ids
}

// Reply is the answer to what was asked.
type Reply struct {
	Answer   Answer
	Sections policy.SectionSet // those given, of a Partial answer
	Heard    []uuid.UUID
	Until    clock.Date // as asked when empty; never later
}

// Give answers what was asked of the viewer, for themself and for those it is
// about. It returns ErrNotFound for a question to somebody else, ErrConflict
// for one that is answered or taken back, and ErrInvalid as Give does.
func (r Reply) Give(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	deed := deedOf("consent.answer", id, casefile.HowSelf)
	return casefile.Change(ctx, v, family, deed, func(tx *tenants.Tx, a *casefile.Access) error {
		asked, err := oneOf(ctx, tx, family, id)
		if err != nil {
			return err
		}
		everybody, err := readPeople(ctx, tx, family)
		if err != nil {
			return err
		}
		if everybody.of(v.Viewer.ID) != asked.GivenBy {
			return fmt.Errorf("question: %w", tenants.ErrNotFound)
		}
		if asked.State(tx.Today()) != StateAsked {
			return fmt.Errorf("answering what is not asked: %w", tenants.ErrConflict)
		}
		return r.write(ctx, v, tx, a, asked)
	})
}

func (r Reply) write(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, a *casefile.Access, asked Consent) error {
	if r.Answer == Unanswered {
		return tenants.InvalidField("answer", "consent.answer.missing")
	}
	g := Given{
		Purpose: asked.Purpose, Unit: asked.Unit, Asked: asked.Asked, Sections: r.Sections, Members: asked.Members,
		Answer: r.Answer, How: casefile.HowSelf, Heard: r.Heard, From: max(asked.From, tx.Today()), Until: r.Until,
	}
	if g.Until.IsZero() || g.Until > asked.Until {
		g.Until = asked.Until
	}
	if err := g.check(ctx, tx, a); err != nil {
		return err
	}
	if _, _, err := asked.end(ctx, v, tx, Replaced); err != nil {
		return err
	}
	people, err := asked.endRenewed(ctx, v, tx, g.Answer)
	if err != nil {
		return err
	}
	return g.write(ctx, v, tx, asked.Family, tenants.NewID(), asked.ID, people)
}

// endRenewed ends the consent that a question was to renew, when the answer is
// a yes; after a no it runs to its last day. It returns who of the unit had a
// place in the team by it.
func (c *Consent) endRenewed(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, answer Answer) ([]uuid.UUID, error) {
	if c.Replaces == uuid.Nil || answer == No {
		return nil, nil
	}
	before, err := oneOf(ctx, tx, c.Family, c.Replaces)
	if err != nil || before.EndedAt != nil {
		return nil, err
	}
	people, _, err := before.end(ctx, v, tx, Replaced)
	return people, err
}

// Questions are the questions the viewer has not answered yet, oldest first.
// It needs the consents section.
func Questions(ctx context.Context, a *casefile.Access) ([]Consent, error) {
	list, err := List(ctx, a)
	if err != nil {
		return nil, err
	}
	own, err := OwnMember(ctx, a)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(c Consent) bool {
		return c.State(a.Visit.Today()) != StateAsked || c.GivenBy != own
	}), nil
}

// OwnMember is the member of the family the viewer signs in as; Nil for
// somebody who is none.
func OwnMember(ctx context.Context, a *casefile.Access) (uuid.UUID, error) {
	members, err := casefile.Members(ctx, a)
	if err != nil {
		return uuid.Nil, err
	}
	for _, one := range members {
		if one.UserID != nil && *one.UserID == a.Visit.Viewer.ID {
			return one.ID, nil
		}
	}
	return uuid.Nil, nil
}
