package consent

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	families "github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Soon is a yes of one of the viewer's own families that ends soon.
type Soon struct {
	Family    uuid.UUID
	ShortName string
	Consent
}

// EndingDays is how long before its last day a yes is asked for again.
const EndingDays = 30

// Ending lists the yeses of the viewer's own families that end within
// EndingDays and have not been asked for again, the first to end first. It needs the my_day section, and notes
// the looks at the families that have one.
func Ending(ctx context.Context, v *tenants.Visit) ([]Soon, error) {
	if err := v.Require(policy.SectionMyDay, policy.ActionSee); err != nil {
		return nil, err
	}
	mine, err := families.Mine(ctx, v, false)
	if err != nil {
		return nil, err
	}
	names := make(map[uuid.UUID]string, len(mine))
	ids := make([]uuid.UUID, 0, len(mine))
	for _, family := range mine {
		names[family.ID] = family.ShortName
		ids = append(ids, family.ID)
	}
	list, err := readConsents(ctx, v.Scope, consent.CaseFileIDIn(ids...), consent.EndedAtIsNil(),
		consent.AnswerIn(string(Yes), string(Partial)), consent.UntilOnGTE(v.Today()),
		consent.UntilOnLTE(v.Today().AddDays(EndingDays)))
	if err != nil {
		return nil, err
	}
	if list, err = notAskedAgain(ctx, v.Scope, list); err != nil {
		return nil, err
	}
	return lookAt(ctx, v, list, names)
}

// notAskedAgain leaves out what has been asked for again, answered or not.
func notAskedAgain(ctx context.Context, in place, list []Consent) ([]Consent, error) {
	return notAnswered(ctx, in, list, func(Consent) bool { return false })
}

// notAnswered leaves out what has been asked for again and answered, and where
// it is not answered, what does not press.
func notAnswered(ctx context.Context, in place, list []Consent, presses func(Consent) bool) ([]Consent, error) {
	ids := make([]uuid.UUID, 0, len(list))
	for _, one := range list {
		ids = append(ids, one.ID)
	}
	again, err := readConsents(ctx, in, consent.ReplacesIDIn(ids...))
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(c Consent) bool {
		return slices.ContainsFunc(again, func(one Consent) bool {
			state := one.State(in.Today())
			return one.Replaces == c.ID && state != StateWithdrawn && !(state == StateAsked && presses(c))
		})
	}), nil
}

// lookAt enters each family that has something to show, so that the look is on
// record.
func lookAt(ctx context.Context, v *tenants.Visit, list []Consent, names map[uuid.UUID]string) ([]Soon, error) {
	ending := make([]Soon, 0, len(list))
	for _, one := range list {
		access, err := families.Enter(ctx, v, one.Family)
		if errors.Is(err, tenants.ErrNotFound) {
			continue // the family went to somebody else a moment ago
		}
		if err != nil {
			return nil, err
		}
		if access.See(policy.SectionConsents) {
			ending = append(ending, Soon{Family: one.Family, ShortName: names[one.Family], Consent: one})
		}
	}
	slices.SortStableFunc(ending, func(x, y Soon) int { return strings.Compare(string(x.Until), string(y.Until)) })
	return ending, nil
}
