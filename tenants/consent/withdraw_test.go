package consent_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

// let lets somebody in by something else than a consent.
func (h *house) let(g casefile.Grant) {
	h.t.Helper()
	h.Must(h.Scope.InTx(ctx, func(tx *tenants.Tx) error {
		return casefile.Let(ctx, h.coordinator, tx, h.family.ID, g)
	}))
}

func (h *house) waiting(recipient uuid.UUID) (waiting int) {
	h.t.Helper()
	err := h.Scope.ReadDB().QueryRowContext(ctx,
		`SELECT COUNT(*) FROM outbox_messages WHERE state = 'waiting' AND recipient_id = $1 AND kind = 'probe'`, recipient.String()).Scan(&waiting)
	h.Must(err)
	return waiting
}

func TestStoppingEverythingEndsWhateverOthersWereLetInBy(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.give(h.coordinator, h.yes())
		h.admit(h.teacher)
		guest := h.Staff(h.Scope, "gjest", policy.RoleProfessional)
		nurse := h.Staff(h.Scope, "helse", policy.RoleProfessional)
		h.let(casefile.Grant{
			User: guest.Viewer.ID, Relation: policy.RelationGuest, Basis: policy.BasisConsent,
			Sections: policy.Sections(policy.SectionGoals), Until: h.Clock.Now().Add(24 * time.Hour), Share: tenants.NewID(),
		})
		h.let(casefile.Grant{User: nurse.Viewer.ID, Relation: policy.RelationResponsible, Basis: policy.BasisConsent})
		h.Must(h.Scope.InTx(ctx, func(tx *tenants.Tx) error {
			for _, to := range []uuid.UUID{h.teacher.Viewer.ID, guest.Viewer.ID, h.school, h.mona.Viewer.ID} {
				if err := tx.Enqueue(ctx, outbox.Message{Kind: "probe", CaseFile: h.family.ID, Recipient: to, Payload: "x"}); err != nil {
					return err
				}
			}
			return nil
		}))
		done, err := consent.Withdraw(ctx, h.mona, h.family.ID, consent.What{All: true})
		h.Must(err)
		if len(done.People) != 3 {
			t.Errorf("%d people lost something, want 3", len(done.People))
		}
		for name, who := range map[string]*tenants.Visit{"the teacher": h.teacher, "the guest": guest, "the nurse": nurse} {
			if _, err := casefile.Enter(ctx, who, h.family.ID); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("%s came in: %v", name, err)
			}
		}
		for _, to := range []uuid.UUID{h.teacher.Viewer.ID, guest.Viewer.ID, h.school} {
			if n := h.waiting(to); n != 0 {
				t.Errorf("%d messages still wait to leave", n)
			}
		}
		if h.waiting(h.mona.Viewer.ID) != 1 {
			t.Error("the family's own message was taken back")
		}
		if _, err := consent.Withdraw(ctx, h.mona, h.family.ID, consent.What{All: true}); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("stopping twice: %v", err)
		}
	})
}

func TestAFaultHalfWayLeavesEverythingAsItWas(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		id := h.give(h.coordinator, h.yes())
		h.admit(h.teacher)
		before := h.sees(h.Scope, h.teacher)
		half := errors.New("half way")
		err := h.Scope.InTx(ctx, func(tx *tenants.Tx) error {
			if err := consent.WithdrawIn(ctx, h.mona, tx, h.family.ID, consent.What{Consent: id}); err != nil {
				return err
			}
			return half
		})
		if !errors.Is(err, half) {
			t.Fatal(err)
		}
		if got := h.sees(h.Scope, h.teacher); got != before {
			t.Errorf("the teacher sees %s, want %s", got, before)
		}
		if kept := h.list(h.coordinator); kept[0].State(h.Scope.Today()) != consent.StateActive {
			t.Errorf("the consent is %s", kept[0].State(h.Scope.Today()))
		}
	})
}

func TestAYoungPersonTakesThemselfOutAndTheOthersStay(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		rules := consent.OrdinaryRules()
		rules.Ages[consent.Cooperation] = consent.Ages{Heard: 18, Self: 18}
		h.Must(consent.SetRules(ctx, h.Administrator(), rules))
		odin := h.YoungPerson(h.family, h.young)
		given := h.yes()
		given.Members = []uuid.UUID{h.family.Child, h.young}
		id := h.give(h.coordinator, given)
		h.admit(h.teacher)
		_, err := consent.Withdraw(ctx, odin, h.family.ID, consent.What{Consent: id})
		h.Must(err)
		access, err := casefile.Enter(ctx, h.teacher, h.family.ID)
		h.Must(err)
		if access.Shows(policy.SectionGoals, &h.young) || !access.Shows(policy.SectionGoals, &h.family.Child) {
			t.Error("the young person did not get out alone")
		}
		if got := h.list(odin); len(got) != 1 || got[0].EndedAt == nil {
			t.Errorf("the young person sees %+v", got)
		}
		if _, err := consent.Withdraw(ctx, odin, h.family.ID, consent.What{All: true}); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("taking back what is about others: %v", err)
		}
		access, err = casefile.Enter(ctx, h.teacher, h.family.ID)
		h.Must(err)
		if !access.Shows(policy.SectionGoals, &h.family.Child) {
			t.Error("the young person stopped what is about a sibling")
		}
	})
}

func TestWhatAYoungPersonAnsweredThemselfIsTheirs(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		own := h.yes()
		own.By, own.Members = h.young, []uuid.UUID{h.young}
		id := h.give(h.coordinator, own)
		if _, err := consent.Withdraw(ctx, h.mona, h.family.ID, consent.What{Consent: id}); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a caregiver taking back a young person's yes: %v", err)
		}
		_, err := consent.Withdraw(ctx, h.YoungPerson(h.family, h.young), h.family.ID, consent.What{Consent: id})
		h.Must(err)
	})
}

func TestAUnitThatHadReceivedSomethingMustSayWhatItDidAndReadsNoName(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		id := h.give(h.coordinator, h.yes())
		h.admit(h.teacher)
		done, err := consent.Withdraw(ctx, h.mona, h.family.ID, consent.What{Consent: id})
		h.Must(err)
		if len(done.Asked) != 0 {
			t.Error("a unit that had seen nothing was asked")
		}
		id = h.give(h.coordinator, h.yes())
		h.admit(h.teacher)
		h.looks(h.teacher)
		_, err = consent.Withdraw(ctx, h.coordinator, h.family.ID, consent.What{Consent: id})
		h.Must(err)
		owed, err := consent.Owed(ctx, h.principal)
		h.Must(err)
		if len(owed) != 1 || owed[0].Consent != uuid.Nil {
			t.Fatalf("the unit owes %+v", owed)
		}
		if _, err := consent.Owed(ctx, h.teacher); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("somebody who does not lead: %v", err)
		}
		elsewhere := h.WorksAt(h.Unit("Elvebakken helsestasjon"), "leder2", policy.RoleLeader)
		if err := consent.Confirm(ctx, elsewhere, owed[0].ID, consent.Deleted, ""); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("another unit's leader: %v", err)
		}
		if err := consent.Confirm(ctx, h.principal, owed[0].ID, consent.KeptByLaw, ""); faults(t, err)["note"] == "" {
			t.Errorf("kept without saying why: %v", err)
		}
		h.Must(consent.Confirm(ctx, h.principal, owed[0].ID, consent.Deleted, "Slettet samme dag"))
		if err := consent.Confirm(ctx, h.principal, owed[0].ID, consent.Deleted, ""); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("confirming twice: %v", err)
		}
		for _, who := range []*tenants.Visit{h.mona, h.coordinator} {
			access, err := casefile.Enter(ctx, who, h.family.ID)
			h.Must(err)
			receipts, err := consent.Receipts(ctx, access)
			h.Must(err)
			if len(receipts) != 1 || receipts[0].Did != consent.Deleted || receipts[0].Note != "Slettet samme dag" {
				t.Errorf("the family reads %+v", receipts)
			}
		}
	})
}

func TestWithdrawalNeedsNoSecondConnection(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.give(h.coordinator, h.yes())
		h.admit(h.teacher)
		h.looks(h.teacher)
		within, cancel := context.WithTimeout(ctx, 3*time.Second)
		defer cancel()
		taken := make(chan struct{})
		err := h.Scope.InTx(within, func(tx *tenants.Tx) error {
			defer close(taken)
			var held []func()
			defer func() {
				for _, free := range held {
					free()
				}
			}()
			for range 64 {
				short, stop := context.WithTimeout(within, 50*time.Millisecond)
				connection, err := h.Scope.ReadDB().Conn(short)
				stop()
				if err != nil {
					break
				}
				held = append(held, func() { _ = connection.Close() })
			}
			return consent.WithdrawIn(within, h.mona, tx, h.family.ID, consent.What{All: true})
		})
		<-taken
		h.Must(err)
	})
}

func TestARenewalTakesThePlaceOfTheOldOneForThoseInTheTeam(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		given := h.yes()
		given.Until = h.Scope.Today().AddDays(10)
		id := h.give(h.coordinator, given)
		h.admit(h.teacher)
		soon, err := consent.Ending(ctx, h.coordinator)
		h.Must(err)
		if len(soon) != 1 || soon[0].ID != id || soon[0].ShortName != "Lia" {
			t.Errorf("ending soon: %+v", soon)
		}
		h.Clock.Advance(11 * 24 * time.Hour)
		if got := h.sees(h.Scope, h.teacher); got != 0 {
			t.Errorf("after its last day the teacher sees %s", got)
		}
		again, err := consent.Renew(ctx, h.coordinator, h.family.ID, id, consent.Given{
			Answer: consent.Yes, How: casefile.HowWritten, By: h.family.Caregiver,
		})
		h.Must(err)
		if got := h.sees(h.Scope, h.teacher); !got.Has(policy.SectionGoals) {
			t.Errorf("after the renewal the teacher sees %s", got)
		}
		list := h.list(h.coordinator)
		at := slices.IndexFunc(list, func(c consent.Consent) bool { return c.ID == again })
		if at < 0 || list[at].Replaces != id || list[0].State(h.Scope.Today()) != consent.StateReplaced {
			t.Errorf("kept %+v", list)
		}
		if _, err := consent.Renew(ctx, h.coordinator, h.family.ID, id, consent.Given{Answer: consent.Yes, How: casefile.HowWritten, By: h.family.Caregiver}); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("renewing what is replaced: %v", err)
		}
	})
}

func TestWhatStatuteMadeKnownIsTheCoordinatorsAlone(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		told := consent.Disclosure{
			Provision: string(consent.ChildWelfare), ToWhom: "Barneverntjenesten", What: "Det barnet fortalte",
			Why: "Fare for barnet", On: h.Scope.Today(),
		}
		_, err := consent.Disclose(ctx, h.coordinator, h.family.ID, told)
		h.Must(err)
		if _, err := consent.Disclose(ctx, h.mona, h.family.ID, told); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a caregiver writing: %v", err)
		}
		told.Provision = ""
		if _, err := consent.Disclose(ctx, h.coordinator, h.family.ID, told); faults(t, err)["provision"] == "" {
			t.Errorf("without a provision: %v", err)
		}
		access, err := casefile.Enter(ctx, h.coordinator, h.family.ID)
		h.Must(err)
		list, err := consent.Disclosures(ctx, access)
		h.Must(err)
		if len(list) != 1 || list[0].What != "Det barnet fortalte" || list[0].Provision != string(consent.ChildWelfare) {
			t.Errorf("kept %+v", list)
		}
		if access, err = casefile.Enter(ctx, h.mona, h.family.ID); err == nil {
			if _, err = consent.Disclosures(ctx, access); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("a caregiver reading: %v", err)
			}
		}
	})
}

// What a yes that has run out once opened is a place in the team, for when it
// is given again. Taking everything back ends the place too.
func TestAYesAfterEverythingWasTakenBackLetsNobodyBackIn(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		short := h.yes()
		short.Until = h.Scope.Today().AddDays(1)
		h.give(h.coordinator, short)
		h.admit(h.teacher)
		h.Clock.Advance(72 * time.Hour)
		h.give(h.coordinator, h.yes())
		if _, err := casefile.Enter(ctx, h.teacher, h.family.ID); err != nil {
			t.Fatalf("a new yes for those in the team: %v", err)
		}
		_, err := consent.Withdraw(ctx, h.mona, h.family.ID, consent.What{All: true})
		h.Must(err)
		h.give(h.coordinator, h.yes())
		if _, err := casefile.Enter(ctx, h.teacher, h.family.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("the teacher is let in again without being asked: %v", err)
		}
	})
}
