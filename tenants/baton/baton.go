// Package baton hands a family over from one coordinator to another. A family
// has exactly one coordinator at every instant: that is a required column of
// the family (docs/decisions/0001), and a handover is one update of it. What
// was offered, answered and moved is kept beside it.
//
// The one who holds the baton offers it, and holds it until somebody has said
// yes. A leader moves it when somebody is away, with a reason. Whoever has
// given it away sees nothing of the family from the next request on: what the
// successor must know is in the family's own pages.
package baton

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/batonoffer"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	families "github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
)

// State is where an offer stands.
type State string

// The states of an offer. StateMoved is a leader's move, which nobody had to
// answer.
const (
	StateOffered   State = "offered"
	StateAccepted  State = "accepted"
	StateDeclined  State = "declined"
	StateWithdrawn State = "withdrawn"
	StateMoved     State = "moved"
)

// MaxText is how long a note, a reason or a wish may be, in characters.
const MaxText = 1000

const offersTable = "baton_offers"

// ErrSettled says that an offer no longer stands: it was taken back, answered,
// or the baton has gone another way. It is an ErrConflict.
var ErrSettled = fmt.Errorf("the offer no longer stands: %w", tenants.ErrConflict)

// Offer is a handover as those who may see the family's baton see it.
type Offer struct {
	ID        uuid.UUID
	From, To  uuid.UUID
	FromName  string
	ToName    string
	State     State
	Note      string // from the one who offers or moves
	Answer    string // why not
	MadeBy    uuid.UUID
	At        time.Time
	SettledAt time.Time // zero while it is open
}

// pass gives the family its next coordinator, if it is active and from still
// is its coordinator; else it returns ErrSettled.
func pass(ctx context.Context, tx *tenants.Tx, family, from, to uuid.UUID) error {
	err := families.Pass(ctx, tx, family, from, to)
	if errors.Is(err, tenants.ErrConflict) {
		return ErrSettled
	}
	if err != nil {
		return err
	}
	return fulfil(ctx, tx, family, to)
}

// withdrawOpen takes back the open offers of a family: they no longer fit.
func withdrawOpen(ctx context.Context, tx *tenants.Tx, family, by uuid.UUID) error {
	open, err := tx.Client().BatonOffer.Query().
		Where(batonoffer.CaseFileID(family), batonoffer.State(string(StateOffered))).All(ctx)
	if err != nil {
		return fmt.Errorf("reading open offers: %w", err)
	}
	for _, one := range open {
		if err := settle(ctx, tx, one, StateWithdrawn, nil, by); err != nil {
			return err
		}
		if err := tx.RecallTo(ctx, family, one.ToID); err != nil {
			return err
		}
	}
	return nil
}

// settle ends an open offer; ErrSettled when it is not open.
func settle(ctx context.Context, tx *tenants.Tx, offer *tenant.BatonOffer, state State, answer *string, by uuid.UUID) error {
	update := tx.Client().BatonOffer.Update().Where(batonoffer.ID(offer.ID), batonoffer.State(string(StateOffered))).
		SetState(string(state)).SetSettledAt(tx.Clock().Now()).SetSettledBy(by)
	if answer != nil {
		sealed, err := tx.Seal(offersTable, "answer", offer.ID, *answer)
		if err != nil {
			return err
		}
		update.SetAnswer(sealed)
	}
	changed, err := update.Save(ctx)
	if err != nil {
		return fmt.Errorf("settling an offer: %w", err)
	}
	if changed == 0 {
		return ErrSettled
	}
	return nil
}

// insert writes an offer, or a leader's move.
func insert(ctx context.Context, tx *tenants.Tx, family uuid.UUID, o Offer) (uuid.UUID, error) {
	id, now := tenants.NewID(), tx.Clock().Now()
	note, err := tx.Seal(offersTable, "note", id, o.Note)
	if err != nil {
		return id, err
	}
	create := tx.Client().BatonOffer.Create().SetID(id).SetCreatedAt(now).SetCaseFileID(family).
		SetFromID(o.From).SetToID(o.To).SetState(string(o.State)).SetNote(note).SetMadeBy(o.MadeBy)
	if o.State != StateOffered {
		create.SetSettledAt(now).SetSettledBy(o.MadeBy)
	}
	if err := create.Exec(ctx); err != nil {
		return id, fmt.Errorf("writing an offer: %w", err)
	}
	return id, nil
}

// fits returns ErrInvalid unless somebody can follow the family: an active
// coordinator who is at work and whom the family has not barred by name. The
// three are told alike, because who is barred is the family's own matter.
func fits(ctx context.Context, tx *tenants.Tx, family, to uuid.UUID) error {
	cannot := tenants.InvalidField("to", "baton.to.cannot")
	who, err := directory.AvailabilityTx(ctx, tx, to)
	if tenantNotFound(err) || err == nil && !who.At(tx.Today()) {
		return cannot
	}
	if err != nil {
		return err
	}
	barred, err := families.BarredUser(ctx, tx, family, to)
	if err != nil {
		return err
	}
	if barred {
		return cannot
	}
	return nil
}

// tellAll tells the two coordinators and the family's own people that the
// family has another coordinator, without saying so in the message.
func tellAll(ctx context.Context, tx *tenants.Tx, family, from, to uuid.UUID) error {
	if err := tx.RecallTo(ctx, family, from); err != nil {
		return err
	}
	own, err := families.OwnTx(ctx, tx, family)
	if err != nil {
		return err
	}
	var people []uuid.UUID
	for _, one := range own {
		if !slices.Contains(people, one.User) {
			people = append(people, one.User)
		}
	}
	for _, one := range append(people, from, to) {
		if err := notice.Tell(ctx, tx, notice.Notice{To: one, CaseFile: family, Reason: notice.BatonMoved}); err != nil {
			return err
		}
	}
	return nil
}
