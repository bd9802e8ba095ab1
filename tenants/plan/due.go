package plan

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Ahead is how many days "this week" reaches from today.
const Ahead = 7

// DueKind is why something needs the coordinator.
type DueKind string

// Why something needs the coordinator.
const (
	DueMeasure         DueKind = "measure"          // is due, or overdue
	DueEvaluateMeasure DueKind = "evaluate_measure" // is to be evaluated
	DueEvaluatePlan    DueKind = "evaluate_plan"    // the whole plan is to be evaluated
	DueAgreement       DueKind = "agreement"        // a party has not said yes
	DueNoPlan          DueKind = "no_plan"          // the family has no goals yet
	DueProposal        DueKind = "proposal"         // a caregiver waits for an answer
	DueNote            DueKind = "note"             // a professional waits for an answer
)

var dueKeys = map[DueKind]string{
	DueMeasure: "due.measure", DueEvaluateMeasure: "due.evaluate_measure", DueEvaluatePlan: "due.evaluate_plan",
	DueAgreement: "due.agreement", DueNoPlan: "due.no_plan", DueProposal: "due.proposal", DueNote: "due.note",
}

// Key is the locale key of the kind's name.
func (k DueKind) Key() string { return dueKeys[k] }

// Waiting is one thing that needs the coordinator.
type Waiting struct {
	Kind      DueKind
	Family    uuid.UUID
	ShortName string
	Target    uuid.UUID // the measure, the member who has not answered, or the remark; else the family
	What      string    // the measure, or what was written
	Who       string    // first name of the party; name of who wrote
	Number    int       // of the version that waits
	Answer    Answer    // of the party: asked, or missing
	Date      clock.Date
	Days      int // until Date; negative when it is past
}

// Due lists what needs the viewer today and in the coming days across the
// families they coordinate and follow up, by date. Everything is derived from
// dates and states at this moment: one query for each kind, however many
// families there are, and only the texts shown are opened. It returns
// ErrNotFound for a viewer who is no coordinator.
func Due(ctx context.Context, v *tenants.Visit) ([]Waiting, error) {
	if err := v.Require(policy.SectionMyDay, policy.ActionSee); err != nil {
		return nil, err
	}
	families, err := casefile.Mine(ctx, v, false)
	if err != nil {
		return nil, err
	}
	d := day{visit: v, today: v.Today(), families: map[uuid.UUID]casefile.Summary{}}
	for _, family := range families {
		d.families[family.ID] = family
	}
	if len(families) == 0 {
		return nil, nil
	}
	for _, part := range []func(context.Context) error{
		d.measures, d.plans, d.withoutGoals, d.agreements, d.remarks,
	} {
		if err := part(ctx); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(d.waiting, func(x, y Waiting) int {
		return cmp.Or(
			cmp.Compare(x.Date, y.Date), cmp.Compare(x.ShortName, y.ShortName),
			cmp.Compare(x.Kind, y.Kind), bytes.Compare(x.Target[:], y.Target[:]))
	})
	return d.waiting, nil
}

// day gathers what needs a coordinator.
type day struct {
	visit    *tenants.Visit
	today    clock.Date
	families map[uuid.UUID]casefile.Summary
	waiting  []Waiting
}

// add notes a thing that needs the coordinator.
func (d *day) add(one Waiting) {
	one.ShortName = d.families[one.Family].ShortName
	one.Days = d.today.DaysUntil(one.Date)
	d.waiting = append(d.waiting, one)
}

func (d *day) last() clock.Date { return d.today.AddDays(Ahead) }

// facts are true of the viewer and a family they coordinate.
func (d *day) facts(family uuid.UUID) policy.Facts {
	return policy.Facts{
		Relation: policy.RelationCoordinator, Basis: policy.BasisConsent, Strict: d.families[family].Strict,
	}
}

// may lists the families in which the viewer may see a section.
func (d *day) may(section policy.Section) []uuid.UUID {
	var ids []uuid.UUID
	for id := range d.families {
		if d.visit.Decide(d.facts(id), section, policy.ActionSee).Allow {
			ids = append(ids, id)
		}
	}
	return ids
}

// looked notes that a section of a family is shown.
func (d *day) looked(family uuid.UUID, section policy.Section) {
	facts := d.facts(family)
	d.visit.Looked(family, facts, section, d.visit.Decide(facts, section, policy.ActionSee))
}
