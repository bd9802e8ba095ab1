package consent

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Ages say who answers for a child. Below Heard the caregivers do; from Heard
// they do when the child has been heard; from Self the young person does.
type Ages struct{ Heard, Self int }

// Rules are a municipality's own rules for consents. The ages differ by
// purpose, and between municipalities that have written theirs down: 15 years
// in some, 16 in others (DOMAIN.md 1.5), so each municipality sets its own.
type Rules struct {
	Ages    map[Purpose]Ages
	Longest int // months a yes can hold at most
}

// OrdinaryMonths is how long a yes holds when nobody says otherwise.
const OrdinaryMonths = 12

// Majority is the age at which everybody answers for themself
// (vergemålsloven § 8).
const Majority = 18

// MaxLongest is as far as a municipality may stretch a yes, in months.
const MaxLongest = 36

// OrdinaryRules hold until a municipality writes its own. A child is heard with
// weight from 12 (barnelova § 31); consent to health care is the young person's
// own from 16 (pasient- og brukerrettighetsloven § 4-3); a young person chooses
// education from 15 (barnelova § 32); and personal data of the sensitive kind
// are left to the caregivers longer than the 15 years that are Datatilsynet's
// main rule.
func OrdinaryRules() Rules {
	return Rules{
		Longest: 24,
		Ages: map[Purpose]Ages{
			Cooperation: {Heard: 12, Self: 16}, Assessment: {Heard: 12, Self: 16}, FollowUp: {Heard: 12, Self: 16},
			Transition: {Heard: 12, Self: 15}, Evaluation: {Heard: 12, Self: 16},
		},
	}
}

const (
	rulePrefix = "consent."
	longestKey = "longest"
	agesKey    = "ages." // consent.ages.transition: "12,15"
)

// ReadRules returns the rules in force. It checks no policy: they decide what
// everybody who answers is asked.
func ReadRules(ctx context.Context, scope *tenants.Scope) (Rules, error) {
	return readRules(ctx, scope.Client())
}

func readRules(ctx context.Context, client *tenant.Client) (Rules, error) {
	rules := OrdinaryRules()
	values, err := directory.SettingsUnder(ctx, client, rulePrefix)
	if err != nil {
		return rules, err
	}
	for _, purpose := range Purposes() {
		text, own := values[agesKey+string(purpose)]
		if !own {
			continue
		}
		if rules.Ages[purpose], err = parseAges(text); err != nil {
			return rules, err
		}
	}
	if text, own := values[longestKey]; own {
		if rules.Longest, err = strconv.Atoi(text); err != nil {
			return rules, fmt.Errorf("reading the longest a yes can hold: %w", err)
		}
	}
	return rules, nil
}

func parseAges(text string) (a Ages, err error) {
	heard, self, _ := strings.Cut(text, ",")
	if a.Heard, err = strconv.Atoi(heard); err != nil {
		return a, fmt.Errorf("reading ages: %w", err)
	}
	if a.Self, err = strconv.Atoi(self); err != nil {
		return a, fmt.Errorf("reading ages: %w", err)
	}
	return a, nil
}

// Validate checks the rules. Field names are "heard_<purpose>",
// "self_<purpose>" and "longest".
func (r Rules) Validate() error {
	var faults tenants.Invalid
	for _, purpose := range Purposes() {
		ages := r.Ages[purpose]
		if ages.Self < 1 || ages.Self > Majority {
			faults.Add("self_"+string(purpose), "consent.rules.self.range")
		}
		if ages.Heard < 0 || ages.Heard > ages.Self {
			faults.Add("heard_"+string(purpose), "consent.rules.heard.range")
		}
	}
	if r.Longest < 1 || r.Longest > MaxLongest {
		faults.Add("longest", "consent.rules.longest.range")
	}
	return faults.Err()
}

// SetRules changes the municipality's rules, for what is answered from now on.
// It returns ErrNotFound unless the viewer may edit them, and ErrInvalid for
// ages that do not fit together.
func SetRules(ctx context.Context, v *tenants.Visit, rules Rules) error {
	if err := v.Require(policy.SectionConsentRules, policy.ActionEdit); err != nil {
		return err
	}
	if err := rules.Validate(); err != nil {
		return err
	}
	decision := v.Decide(policy.Facts{}, policy.SectionConsentRules, policy.ActionEdit)
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		values := map[string]string{longestKey: strconv.Itoa(rules.Longest)}
		for _, purpose := range Purposes() {
			ages := rules.Ages[purpose]
			values[agesKey+string(purpose)] = strconv.Itoa(ages.Heard) + "," + strconv.Itoa(ages.Self)
		}
		for key, value := range values {
			if err := directory.KeepSetting(ctx, tx, rulePrefix+key, value, v.Viewer.ID); err != nil {
				return err
			}
		}
		tx.Record(v.Deed("consent.rules.change", uuid.Nil, uuid.Nil, decision, policy.Facts{}))
		return nil
	})
}

// Who tells who answers for somebody.
type Who string

// Who answers.
const (
	WhoSelf       Who = "self"
	WhoCaregivers Who = "caregivers"
	WhoHeard      Who = "heard" // the caregivers, when the child has been heard
)

// Who tells who answers for a child of an age, for a purpose.
func (r Rules) Who(purpose Purpose, age int) Who {
	switch ages := r.Ages[purpose]; {
	case age >= ages.Self:
		return WhoSelf
	case age >= ages.Heard:
		return WhoHeard
	}
	return WhoCaregivers
}

// LastDay is the last day that a yes from a day may hold.
func (r Rules) LastDay(from clock.Date) clock.Date {
	return clock.DateOf(from.Time().AddDate(0, r.Longest, 0))
}

// OrdinaryUntil is the last day of a yes from a day when nobody says otherwise.
func (r Rules) OrdinaryUntil(from clock.Date) clock.Date {
	return clock.DateOf(from.Time().AddDate(0, min(OrdinaryMonths, r.Longest), 0))
}
