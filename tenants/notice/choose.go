package notice

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

// Channels returns the viewer's own choices, one for each way. It returns
// ErrNotFound for who has no account of their own, such as a guest.
func Channels(ctx context.Context, v *tenants.Visit) ([]Channel, error) {
	if err := v.Require(policy.SectionOwnAccount, policy.ActionSee); err != nil {
		return nil, err
	}
	return channelsOf(ctx, v.Scope, v.Client(), v.Viewer.ID)
}

// HasChosen reports whether the viewer has said anything about how to be
// reached. It returns ErrNotFound for who has no account of their own.
func HasChosen(ctx context.Context, v *tenants.Visit) (bool, error) {
	if err := v.Require(policy.SectionOwnAccount, policy.ActionSee); err != nil {
		return false, err
	}
	return hasChosen(ctx, v.Client(), v.Viewer.ID)
}

// Choose keeps the viewer's own choices. What waits to be sent in a way that is
// chosen anew is taken back: it may hold the old address. It returns ErrInvalid
// for what was typed wrongly.
func Choose(ctx context.Context, v *tenants.Visit, chosen ...Channel) error {
	decision := v.Decide(policy.Facts{}, policy.SectionOwnAccount, policy.ActionEdit)
	if err := v.Require(policy.SectionOwnAccount, policy.ActionEdit); err != nil {
		return err
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		who, _, err := directory.WrittenTo(ctx, tx, v.Viewer.ID)
		if err != nil {
			return err
		}
		var faults tenants.Invalid
		for i := range chosen {
			if err := chosen[i].validate(who.Kind == directory.KindStaff); err != nil {
				faults.Fields = append(faults.Fields, err.(*tenants.Invalid).Fields...)
			}
		}
		if err := faults.Err(); err != nil {
			return err
		}
		for _, one := range chosen {
			if err := keep(ctx, tx, v.Viewer.ID, one); err != nil {
				return err
			}
		}
		tx.Record(v.Deed("user.reach", uuid.Nil, v.Viewer.ID, decision, policy.Facts{}))
		return nil
	})
}

// OfMember returns what a member of the family who signs in has chosen. It
// needs the contact section; ErrNotFound for who has no login, or may not be
// seen.
func OfMember(ctx context.Context, a *casefile.Access, member uuid.UUID) ([]Channel, error) {
	user, err := loginOf(ctx, a, member)
	if err != nil {
		return nil, err
	}
	if err := a.RequireSee(policy.SectionContact); err != nil {
		return nil, err
	}
	return channelsOf(ctx, a.Visit.Scope, a.Visit.Client(), user)
}

// Mark says on a member's own word that a way of reaching them is unsafe, or no
// longer is. It holds from the same moment for what waits to be sent. A way
// that is safe again and was never chosen is still not used.
func Mark(ctx context.Context, v *tenants.Visit, family, member uuid.UUID, kind Kind, safe bool) error {
	access, err := casefile.Enter(ctx, v, family)
	if err != nil {
		return err
	}
	user, err := loginOf(ctx, access, member)
	if err != nil {
		return err
	}
	name := "notice.unsafe"
	if safe {
		name = "notice.safe"
	}
	deed := casefile.Deed{Name: name, Target: user, Section: policy.SectionContact, Action: policy.ActionEdit, EvenClosed: true}
	return casefile.Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *casefile.Access) error {
		now, err := channelsOf(ctx, tx.Scope, tx.Client(), user)
		if err != nil {
			return err
		}
		for _, one := range now {
			if one.Kind != kind || (one.State == Unsafe) == !safe {
				continue
			}
			one.State = Unsafe
			if safe && one.Address != "" {
				one.State = Safe
			} else if safe {
				one.State = Off
			}
			return keep(ctx, tx, user, one)
		}
		return nil
	})
}

// loginOf is the login of a member the viewer may see.
func loginOf(ctx context.Context, a *casefile.Access, member uuid.UUID) (uuid.UUID, error) {
	members, err := casefile.Members(ctx, a)
	if err != nil {
		return uuid.Nil, err
	}
	for _, one := range members {
		if one.ID == member && one.UserID != nil {
			return *one.UserID, nil
		}
	}
	return uuid.Nil, fmt.Errorf("member's login: %w", tenants.ErrNotFound)
}

func recall(ctx context.Context, tx *tenants.Tx, user uuid.UUID, kind Kind) error {
	return outbox.RecallKindTx(ctx, tx.SQL(), tx.Clock(), user, string(kind))
}
