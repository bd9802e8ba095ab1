package consent_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
)

// growing is a yes of the caregiver's for herself and for the young person, who
// by the municipality's rules comes of age for it before it ends.
func (h *house) growing() (id uuid.UUID, odin *tenants.Visit) {
	h.t.Helper()
	rules := consent.OrdinaryRules()
	rules.Ages[consent.Cooperation] = consent.Ages{Heard: 12, Self: 18}
	h.Must(consent.SetRules(ctx, h.Administrator(), rules))
	given := h.yes()
	given.Members, given.Heard = []uuid.UUID{h.young, h.family.Caregiver}, []uuid.UUID{h.young}
	given.Until = h.Scope.Today().AddDays(20)
	id = h.give(h.coordinator, given)
	odin = h.YoungPerson(h.family, h.young)
	h.Must(notice.Choose(ctx, odin, notice.Channel{
		Kind: notice.Text, State: notice.Safe, Address: "412 34 568", From: 8 * 60, To: 21 * 60, Weekdays: notice.EveryDay,
	}))
	h.reachable()
	return id, odin
}

func (h *house) goesOn(v *tenants.Visit) []consent.Consent {
	h.t.Helper()
	access, err := casefile.Enter(ctx, tenants.NewVisit(h.Scope, v.Viewer), h.family.ID)
	h.Must(err)
	list, err := consent.GoOn(ctx, access)
	h.Must(err)
	return list
}

func TestAChildWhoHasComeOfAgeIsAskedInsteadOfTheOneWhoSaidYesForThem(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		id, odin := h.growing()
		h.admit(h.teacher)
		h.on(6)
		if len(h.goesOn(odin)) != 0 || len(h.goesOn(h.mona)) != 1 || len(h.goesOn(h.mona)[0].Members) != 2 {
			t.Fatal("before they have come of age the young person is asked")
		}
		h.Must(consent.SetRules(ctx, h.Administrator(), consent.OrdinaryRules()))
		if n := h.asks(); n != 1 || h.told(odin.Viewer.ID) != 1 || h.told(h.mona.Viewer.ID) != 1 {
			t.Errorf("%d asked about; the young person is told %d times and the caregiver %d",
				n, h.told(odin.Viewer.ID), h.told(h.mona.Viewer.ID))
		}
		own, hers := h.goesOn(odin), h.goesOn(h.mona)
		if len(own) != 1 || len(own[0].Members) != 1 || own[0].Members[0] != h.young {
			t.Fatalf("the young person is asked about %+v", own)
		}
		if len(hers) != 1 || len(hers[0].Members) != 1 || hers[0].Members[0] != h.family.Caregiver {
			t.Fatalf("the caregiver is asked about %+v", hers)
		}
		h.Must(consent.LetEnd(ctx, odin, h.family.ID, id))
		if len(h.goesOn(odin)) != 0 {
			t.Error("the young person is asked again")
		}
		hers = h.goesOn(h.mona)
		if len(hers) != 1 {
			t.Fatalf("the young person answered for the caregiver too: %+v", hers)
		}
		_, err := consent.Renew(ctx, odin, h.family.ID, hers[0].ID, consent.Given{Answer: consent.Yes, How: casefile.HowSelf})
		if !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("the young person renewed for the caregiver: %v", err)
		}
		_, err = consent.Renew(ctx, h.mona, h.family.ID, hers[0].ID, consent.Given{Answer: consent.Yes, How: casefile.HowSelf})
		h.Must(err)
		if got := h.sees(h.Scope, h.teacher); !got.Has(policy.SectionGoals) {
			t.Errorf("the teacher sees %s", got)
		}
		h.on(15)
		for _, one := range h.list(h.coordinator) {
			if state := one.State(h.Scope.Today()); state == consent.StateActive && one.Members[0] != h.family.Caregiver {
				t.Errorf("what was let end goes on: %+v", one)
			}
		}
	})
}

func TestWhoHasComeOfAgeRenewsTheirOwnPart(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		id, odin := h.growing()
		h.on(6)
		h.Must(consent.SetRules(ctx, h.Administrator(), consent.OrdinaryRules()))
		given := consent.Given{Answer: consent.Partial, Sections: policy.Sections(policy.SectionGoals), How: casefile.HowSelf}
		renewed, err := consent.Renew(ctx, odin, h.family.ID, id, given)
		h.Must(err)
		for _, one := range h.list(h.coordinator) {
			if one.ID == renewed && (one.GivenBy != h.young || len(one.Members) != 1 || one.Members[0] != h.young || one.Answer != consent.Partial) {
				t.Errorf("the young person's yes is %+v", one)
			}
		}
		if hers := h.goesOn(h.mona); len(hers) != 1 || len(hers[0].Members) != 1 {
			t.Errorf("the caregiver is asked about %+v", hers)
		}
	})
}

func TestACoordinatorWritesDownTheCaregiversPartWhenAChildHasComeOfAge(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		id, odin := h.growing()
		h.admit(h.teacher)
		h.on(6)
		h.Must(consent.SetRules(ctx, h.Administrator(), consent.OrdinaryRules()))
		_, err := consent.Renew(ctx, h.coordinator, h.family.ID, id, consent.Given{
			Answer: consent.Yes, How: casefile.HowOral, Told: "På telefon til koordinatoren",
			By: h.family.Caregiver, Heard: []uuid.UUID{h.young},
		})
		h.Must(err)
		if own := h.goesOn(odin); len(own) != 1 || len(own[0].Members) != 1 || own[0].Members[0] != h.young {
			t.Errorf("the young person's own answer was given for them: %+v", own)
		}
		if left := h.goesOn(h.mona); len(left) != 0 {
			t.Errorf("the caregiver is asked again: %+v", left)
		}
		h.on(15)
		for _, one := range h.list(h.coordinator) {
			if one.State(h.Scope.Today()) == consent.StateActive && (len(one.Members) != 1 || one.Members[0] != h.family.Caregiver) {
				t.Errorf("goes on for somebody who was not asked: %+v", one.Members)
			}
		}
	})
}
