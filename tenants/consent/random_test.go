package consent_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
)

// Whatever is given, renewed, taken back or runs out, in any order: nobody of a
// unit has a section open, about anybody, that no yes to the unit covers today.
func TestNobodyHasOpenWhatNoYesCovers(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		left := 8 // histories on each kind of database
		rapid.Check(t, func(rt *rapid.T) {
			if left--; left < 0 {
				return
			}
			for range rapid.IntRange(4, 10).Draw(rt, "steps") {
				h.step(rt)
				h.covered(rt)
			}
		})
	})
}

// step does one thing at random; what is refused changes nothing.
func (h *house) step(rt *rapid.T) {
	var ids []uuid.UUID
	for _, one := range h.list(h.coordinator) {
		ids = append(ids, one.ID)
	}
	some := uuid.New()
	if len(ids) > 0 {
		some = rapid.SampledFrom(ids).Draw(rt, "one")
	}
	until := h.Scope.Today().AddDays(rapid.IntRange(0, 40).Draw(rt, "days"))
	given := h.yes()
	given.Until, given.From = until, h.Scope.Today().AddDays(rapid.IntRange(0, 3).Draw(rt, "from"))
	given.Answer = rapid.SampledFrom([]consent.Answer{consent.Yes, consent.No, consent.Partial}).Draw(rt, "answer")
	given.Sections = policy.Sections(policy.SectionGoals)
	given.Members = rapid.SampledFrom([][]uuid.UUID{
		{h.family.Child}, {h.family.Caregiver}, {h.family.Child, h.family.Caregiver},
	}).Draw(rt, "members")
	var err error
	switch rapid.IntRange(0, 7).Draw(rt, "what") {
	case 0, 1:
		_, err = consent.Give(ctx, h.coordinator, h.family.ID, given)
	case 2, 3:
		err = h.Scope.InTx(ctx, func(tx *tenants.Tx) error {
			return consent.Admit(ctx, h.coordinator, tx, h.family.ID, h.school, h.teacher.Viewer.ID)
		})
	case 4:
		_, err = consent.Renew(ctx, h.coordinator, h.family.ID, some, given)
	case 5:
		what := rapid.SampledFrom([]consent.What{
			{Consent: some}, {Unit: h.school}, {All: true}, {Unit: h.school, Members: []uuid.UUID{h.family.Child}}, {Consent: some, Members: []uuid.UUID{h.family.Caregiver}},
		}).Draw(rt, "withdraw")
		_, err = consent.Withdraw(ctx, h.coordinator, h.family.ID, what)
	default:
		h.Clock.Advance(time.Duration(rapid.IntRange(1, 15).Draw(rt, "later")) * 24 * time.Hour)
	}
	for _, expected := range []error{tenants.ErrInvalid, tenants.ErrConflict, tenants.ErrNotFound} {
		if errors.Is(err, expected) {
			return
		}
	}
	if err != nil {
		rt.Fatal(err)
	}
}

// covered compares what the teacher has open with the yeses, read as anybody
// would read them.
func (h *house) covered(rt *rapid.T) {
	today := h.Scope.Today()
	allowed := func(section policy.Section, member *uuid.UUID) bool {
		for _, one := range h.list(h.coordinator) {
			yes := one.Answer == consent.Yes || one.Answer == consent.Partial
			if !yes || one.EndedAt != nil || one.From > today || one.Until < today || !one.Sections.Has(section) {
				continue
			}
			for _, about := range one.Members {
				if member == nil || about == *member {
					return true
				}
			}
		}
		return false
	}
	access, err := casefile.Enter(ctx, h.teacher, h.family.ID)
	if errors.Is(err, tenants.ErrNotFound) {
		return
	}
	if err != nil {
		rt.Fatal(err)
	}
	for _, section := range policy.Shareable() {
		for _, member := range []*uuid.UUID{nil, &h.family.Child, &h.family.Caregiver, &h.young, &h.father} {
			if access.Shows(section, member) && !allowed(section, member) {
				rt.Fatalf("%s about %v is open, and no yes covers it", section, member)
			}
		}
	}
}
