package consent_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/share"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestStoppingEverythingEndsTheGuestsOwnSession(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		made, err := share.Make(ctx, h.coordinator, h.family.ID, share.Order{
			Channel: share.BySMS, Name: "Gjest Ensdag", Address: "412 34 567", Purpose: "Til en time",
			Sections: []policy.Section{policy.SectionGoals}, YesBy: h.family.Caregiver, YesHow: casefile.HowOral,
		})
		h.Must(err)
		access, err := casefile.Enter(ctx, h.coordinator, h.family.ID)
		h.Must(err)
		one, err := share.Get(ctx, access, made.ID)
		h.Must(err)
		var session string
		h.Must(h.Scope.InTx(ctx, func(tx *tenants.Tx) error {
			session, err = directory.OpenSessionUntil(ctx, tx, one.Guest, one.Until, "")
			return err
		}))
		if _, err := directory.Resolve(ctx, h.Scope, session); err != nil {
			t.Fatal(err)
		}
		_, err = consent.Withdraw(ctx, h.mona, h.family.ID, consent.What{All: true})
		h.Must(err)
		if _, err := directory.Resolve(ctx, h.Scope, session); !errors.Is(err, directory.ErrSignedOut) {
			t.Errorf("the guest is still signed in: %v", err)
		}
		if _, err := share.Find(ctx, h.Scope, made.Token, one.Guest); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("the link still says something: %v", err)
		}
	})
}

func TestACaregiverOfOneChildDoesNotRenewForAnother(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		given := h.yes()
		id := h.give(h.coordinator, given) // about the child, and about her mother
		pid := tenanttest.PID(930)
		h.Must(casefile.GiveAccess(ctx, h.coordinator, h.family.ID, h.father,
			casefile.Login{PID: pid, Members: []uuid.UUID{h.family.Child}}))
		_, user, err := directory.SignIn(ctx, h.Scope, directory.Identity{
			Issuer: tenanttest.Issuer, Subject: pid, Kind: directory.KindFamily, PID: pid,
		})
		h.Must(err)
		father := tenants.NewVisit(h.Scope, policy.Viewer{ID: user.ID, Roles: user.Roles})
		_, err = consent.Renew(ctx, father, h.family.ID, id, consent.Given{Answer: consent.No, How: casefile.HowSelf})
		if !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("he answered for somebody he may not see: %v", err)
		}
		if kept := h.list(h.coordinator); kept[0].State(h.Scope.Today()) != consent.StateActive {
			t.Errorf("and ended what others were asked: %s", kept[0].State(h.Scope.Today()))
		}
	})
}
