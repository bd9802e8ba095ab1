package consent

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/share"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg/stop"
)

// What says what is taken back: one consent, everything a unit was given, or
// everything.
type What struct {
	Consent uuid.UUID
	Unit    uuid.UUID
	All     bool
	// Members narrow it to what is about some; none: about everybody the viewer
	// may take it back for.
	Members []uuid.UUID
}

func (w What) name() string {
	switch {
	case w.All:
		return "consent.withdraw.all"
	case w.Unit != uuid.Nil:
		return "consent.withdraw.unit"
	}
	return "consent.withdraw"
}

func (w What) target() uuid.UUID {
	if w.Consent != uuid.Nil {
		return w.Consent
	}
	return w.Unit
}

// Stopped is what a withdrawal did.
type Stopped struct {
	Units    []uuid.UUID // that see less than before
	People   []uuid.UUID // users who lost something
	Asked    []uuid.UUID // units that had received something, and must say what they did with it
	Consents int         // that ended or were narrowed
}

// Withdraw takes back what somebody said yes to, at once and in one
// transaction: the consents end, and with them the access that rests on them;
// for a unit also what its people were responsible for; for everything also
// one-day shares and whatever else others were let in by. What is queued to
// those who lost it is taken back, and they are told that it ended and no more.
//
// A caregiver and a young person take back what is about somebody they may see,
// except what a young person answered for themself, which is theirs. The
// coordinator records it on their word. A consent that is about others too is
// replaced by one for the others. It returns ErrNotFound when there is nothing
// the viewer can take back by that.
func Withdraw(ctx context.Context, v *tenants.Visit, family uuid.UUID, what What) (Stopped, error) {
	var done Stopped
	deed := casefile.Deed{
		Name: what.name(), Target: what.target(), EvenClosed: true,
		Section: policy.SectionConsents, Action: policy.ActionWithdraw,
	}
	err := casefile.Change(ctx, v, family, deed, func(tx *tenants.Tx, a *casefile.Access) error {
		w := withdrawal{What: what, v: v, tx: tx, a: a}
		if err := w.run(ctx); err != nil {
			return err
		}
		done = w.done
		return nil
	})
	if err != nil {
		return Stopped{}, err
	}
	return done, nil
}

// withdrawal is one under way.
type withdrawal struct {
	What
	v         *tenants.Visit
	tx        *tenants.Tx
	a         *casefile.Access
	everybody people
	done      Stopped
	ended     []Consent
	found     bool
}

func (w *withdrawal) run(ctx context.Context) error {
	var err error
	if w.everybody, err = readPeople(ctx, w.tx, w.a.ID); err != nil {
		return err
	}
	if err := w.endConsents(ctx); err != nil {
		return err
	}
	if err := w.endGrants(ctx); err != nil {
		return err
	}
	if !w.found {
		return fmt.Errorf("nothing to take back: %w", tenants.ErrNotFound)
	}
	if err := share.Settle(ctx, w.v, w.tx, w.a.ID); err != nil { // guests' sessions, and links not opened yet
		return err
	}
	for _, unit := range w.done.Units {
		if err := w.tx.RecallTo(ctx, w.a.ID, unit); err != nil {
			return err
		}
	}
	if err := stop.Settle(ctx, w.tx, w.a.ID, w.v.Viewer.ID, w.done.Units, w.stands(ctx)); err != nil {
		return err
	}
	if err := w.askUnits(ctx); err != nil {
		return err
	}
	return w.tell(ctx)
}

// stands reports whether a unit still has something about a member.
func (w *withdrawal) stands(ctx context.Context) func(unit, member uuid.UUID) (bool, error) {
	return func(unit, member uuid.UUID) (bool, error) {
		left, err := SectionsFor(ctx, w.tx, w.a.ID, unit, member)
		return left != 0, err
	}
}

// takes reports whether what is about a member is taken back.
func (w *withdrawal) takes(member uuid.UUID) bool {
	return (len(w.Members) == 0 || slices.Contains(w.Members, member)) &&
		w.a.MayAbout(policy.SectionConsents, policy.ActionWithdraw, &member)
}

// owns reports whether the viewer may take the consent back: what a young
// person answered for themself is theirs, and the coordinator records it on
// their word.
func (w *withdrawal) owns(c *Consent) bool {
	by := w.everybody[c.GivenBy]
	if by.Kind != casefile.Child || w.a.May(policy.SectionConsents, policy.ActionEdit) {
		return true
	}
	return by.UserID != nil && *by.UserID == w.v.Viewer.ID
}

func (w *withdrawal) endConsents(ctx context.Context) error {
	list, err := readConsents(ctx, w.tx, consent.CaseFileID(w.a.ID), consent.EndedAtIsNil(), consent.AnswerNEQ(string(No)))
	if err != nil {
		return err
	}
	for _, one := range list {
		if !w.All && one.ID != w.Consent && (w.Unit == uuid.Nil || one.Unit != w.Unit) {
			continue
		}
		if w.All && !one.Purpose.Opens() {
			continue // evaluation is taken back on its own
		}
		if !w.owns(&one) {
			continue
		}
		if one.State(w.tx.Today()) == StateRunOut {
			if err := w.endRunOut(ctx, one); err != nil {
				return err
			}
			continue
		}
		if err := w.endConsent(ctx, one); err != nil {
			return err
		}
	}
	return nil
}

// endRunOut ends what a yes that has run out once gave, so that nobody keeps a
// place in the team by it: a later yes to the unit would let them in again.
func (w *withdrawal) endRunOut(ctx context.Context, one Consent) error {
	if w.Consent != uuid.Nil || slices.ContainsFunc(one.Members, func(id uuid.UUID) bool { return !w.takes(id) }) {
		return nil
	}
	_, err := casefile.Shut(ctx, w.v, w.tx, w.a.ID, accessgrant.ConsentID(one.ID))
	return err
}

// endConsent ends a consent, and replaces it by one for the others when it is
// about others too.
func (w *withdrawal) endConsent(ctx context.Context, one Consent) error {
	others := slices.DeleteFunc(slices.Clone(one.Members), w.takes)
	if len(others) == len(one.Members) {
		return nil
	}
	w.found = true
	w.done.Consents++
	why := Withdrawn
	if len(others) > 0 {
		why = Replaced
	}
	people, lost, err := one.end(ctx, w.v, w.tx, why)
	if err != nil {
		return err
	}
	if one.Answer != Unanswered && one.Purpose.Opens() {
		w.ended = append(w.ended, one)
		w.done.Units = add(w.done.Units, one.Unit)
	}
	w.done.People = add(w.done.People, lost...)
	if len(others) == 0 {
		return nil
	}
	rest := one.forThem(others)
	return rest.write(ctx, w.v, w.tx, w.a.ID, tenants.NewID(), one.ID, people)
}

// endGrants ends what else others were let in by: for a unit those of its
// people who are responsible for something, for everything all of them.
func (w *withdrawal) endGrants(ctx context.Context) error {
	if !w.All && w.Unit == uuid.Nil {
		return nil
	}
	kept, err := casefile.KeptGrants(ctx, w.tx.Client(),
		accessgrant.CaseFileID(w.a.ID), accessgrant.EndedAtIsNil(), accessgrant.ConsentIDIsNil(),
		accessgrant.RelationIn(policy.RelationResponsible.String(), policy.RelationGuest.String(), policy.RelationTeam.String()))
	if err != nil {
		return err
	}
	for _, one := range kept {
		units, err := w.unitsOf(ctx, one.Grant)
		if err != nil {
			return err
		}
		if !w.All && !slices.Contains(units, w.Unit) {
			continue
		}
		if err := w.endGrant(ctx, one, units); err != nil {
			return err
		}
	}
	return nil
}

func add(list []uuid.UUID, ids ...uuid.UUID) []uuid.UUID {
	for _, id := range ids {
		if id != uuid.Nil && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}
