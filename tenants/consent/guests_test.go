package consent_test

import (
	"errors"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/share"
)

func TestStoppingEverythingEndsTheGuestsOwnSession(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		made, err := share.Make(ctx, h.coordinator, h.family.ID, share.Order{
			Channel: share.BySMS, Name: "Gjest Ensdag", Address: "412 34 567", Purpose: "Til en time",
			Sections: []policy.Section{policy.SectionGoals}, YesBy: h.family.Caregiver, YesHow: casefile.HowOral,
		})
		h.must(err)
		access, err := casefile.Enter(ctx, h.coordinator, h.family.ID)
		h.must(err)
		one, err := share.Get(ctx, access, made.ID)
		h.must(err)
		var session string
		h.must(h.Scope.InTx(ctx, func(tx *tenants.Tx) error {
			session, err = directory.OpenSessionUntil(ctx, tx, one.Guest, one.Until, "")
			return err
		}))
		if _, err := directory.Resolve(ctx, h.Scope, session); err != nil {
			t.Fatal(err)
		}
		_, err = consent.Withdraw(ctx, h.mona, h.family.ID, consent.What{All: true})
		h.must(err)
		if _, err := directory.Resolve(ctx, h.Scope, session); !errors.Is(err, directory.ErrSignedOut) {
			t.Errorf("the guest is still signed in: %v", err)
		}
		if _, err := share.Find(ctx, h.Scope, made.Token, one.Guest); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("the link still says something: %v", err)
		}
	})
}
