package stafettlogg

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/loglink"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Here the family has one coordinator at every instant, and nothing another
// system says changes who that is: what stands there is shown, and the
// coordinator acts on it here.

// BatonOffered is called by baton in the transaction in which the baton is
// offered to another coordinator: it is offered in the linked logs too, as a role
// and not as a name, where that may leave. Where it may not, nothing is said
// there, and the offer here stands all the same.
func BatonOffered(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family uuid.UUID) error {
	links, err := readLinks(ctx, tx, loglink.CaseFileID(family), loglink.State(string(Active)))
	if err != nil {
		return err
	}
	for _, link := range links {
		if err := offer(ctx, v, tx, &link); err != nil {
			return err
		}
	}
	return nil
}

func offer(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, link *Link) error {
	c, may, err := mayNow(ctx, v.Scope, tx, link)
	if err != nil || !may.Has(manifest.ClassBaton) || !c.Can(system.Baton) {
		return err
	}
	to := system.Holder{Role: coordinatorRole, Since: string(tx.Today())}
	return enqueue(ctx, v, tx, link, WriteBaton, uuid.Nil, []string{manifest.ClassBaton}, letter{Change: &system.Write{OfferBaton: &to}})
}

// OfferBaton offers the baton in the linked log, when somebody else is to hold it
// there too. It returns ErrInvalid when that may not be told.
func OfferBaton(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	return baton(ctx, v, family, id, "stafettlogg.baton.offer", func(tx *tenants.Tx, link *Link) error {
		return offer(ctx, v, tx, link)
	})
}

// AnswerBaton answers the baton that the other system offers. Who follows the
// family here is not changed by it.
func AnswerBaton(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, accepted bool) error {
	return baton(ctx, v, family, id, "stafettlogg.baton.answer", func(tx *tenants.Tx, link *Link) error {
		if link.Log == nil || link.Log.OfferedTo == nil {
			return fmt.Errorf("no baton is offered there: %w", tenants.ErrConflict)
		}
		answer := system.Answer{Accepted: accepted}
		return enqueue(ctx, v, tx, link, WriteAnswer, uuid.Nil, []string{manifest.ClassBaton}, letter{Change: &system.Write{AnswerBaton: &answer}})
	})
}

func baton(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, name string, do func(*tenants.Tx, *Link) error) error {
	return casefile.Change(ctx, v, family, deedOf(name, id), func(tx *tenants.Tx, _ *casefile.Access) error {
		link, err := linkOf(ctx, tx, family, id)
		if err != nil {
			return err
		}
		if link.State != Active {
			return fmt.Errorf("the link no longer stands: %w", tenants.ErrConflict)
		}
		c, may, err := mayNow(ctx, v.Scope, tx, &link)
		if err != nil {
			return err
		}
		if may.Stop != "" {
			return stopped(may.Stop)
		}
		if !may.Has(manifest.ClassBaton) || !c.Can(system.Baton) {
			return tenants.InvalidField("baton", "stafettlogg.class.baton")
		}
		return do(tx, &link)
	})
}

// BatonThere is how the baton stands in the other system.
type BatonThere struct {
	Holder    system.Holder // zero when it is not told
	OfferedTo *system.Holder
	Ours      Sent // the offer we made last; zero when none
	Accepted  bool // our offer is answered there with a yes: somebody holds it since
	MayOffer  bool
	MayAnswer bool
}

// Baton tells how the baton stands in the linked log.
func (v *View) Baton() BatonThere {
	there := BatonThere{}
	if v.Log != nil {
		there.Holder, there.OfferedTo = v.Log.Holder, v.Log.OfferedTo
	}
	moving := false
	for _, one := range v.Sent {
		if one.What == WriteBaton {
			there.Ours = one
		}
		moving = moving || one.State == Waiting && (one.What == WriteBaton || one.What == WriteAnswer)
	}
	may := v.State == Active && v.May.Has(manifest.ClassBaton) && v.System.Can(system.Baton) && !moving
	there.MayOffer = may && there.OfferedTo == nil
	there.MayAnswer = may && there.OfferedTo != nil && there.Ours.State != Confirmed
	offered := there.Ours.State == Confirmed && v.ReadAt.After(there.Ours.ConfirmedAt)
	there.Accepted = offered && there.OfferedTo == nil && there.Holder.Since >= string(dayOf(there.Ours))
	return there
}
