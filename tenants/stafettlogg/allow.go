package stafettlogg

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
)

// Why nothing may leave.
const (
	StopStrict    = "strict"     // an address is protected, or it is not known whether it is
	StopClosed    = "closed"     // the follow-up is closed
	StopNoConsent = "no_consent" // no yes to the unit stands for the child
	StopNotTheirs = "no_child"   // the child is not in the family
	StopNoSystem  = "no_system"  // the connection is not in use
)

// Allowed is what may leave to a unit's stafettlogg about one child now.
type Allowed struct {
	Stop    string   // why nothing may; empty when something may
	Classes []string // of manifest.Classes, in their order
}

// Has reports whether a class of data may leave.
func (a Allowed) Has(class string) bool { return a.Stop == "" && slices.Contains(a.Classes, class) }

// All reports whether each of the classes may leave.
func (a Allowed) All(classes ...string) bool {
	return !slices.ContainsFunc(classes, func(class string) bool { return !a.Has(class) })
}

// opens is the section that the family must have said yes to for a class of
// data to leave. The reference, the level, who takes part and who holds the
// baton are what every yes to a unit opens. A document holds goals and what is
// under them, each only when its own class may leave too. Meetings are not among
// them: what a meeting comes to stands in the plan as measures, which are sent
// each with its receipt, and what is written down beside them is many people's
// words about each other.
var opens = map[string]policy.Section{
	manifest.ClassChildReference: policy.SectionOverview,
	manifest.ClassAgeGroup:       policy.SectionIdentity,
	manifest.ClassGoals:          policy.SectionGoals,
	manifest.ClassMeasures:       policy.SectionMeasures,
	manifest.ClassLevel:          policy.SectionOverview,
	manifest.ClassParticipants:   policy.SectionOverview,
	manifest.ClassBaton:          policy.SectionOverview,
	manifest.ClassPlanDocument:   policy.SectionGoals,
}

// intersect is what both the municipality has granted and the family has said
// yes to.
func intersect(granted []string, consented policy.SectionSet) []string {
	var classes []string
	for _, class := range manifest.Classes {
		section, known := opens[class]
		if known && consented.Has(section) && slices.Contains(granted, class) {
			classes = append(classes, class)
		}
	}
	return classes
}

// place is where facts are read: a municipality, or a transaction in it.
type place interface {
	Client() *tenant.Client
	Row(table string, id uuid.UUID) *tenants.Row
	Today() clock.Date
}

// allowed decides what may leave about a child of a family to a unit, by a
// connection that was granted classes of data.
func allowed(ctx context.Context, in place, family, member, unit uuid.UUID, granted []string) (Allowed, error) {
	followed, err := casefile.ReadFollowUp(ctx, in.Client(), family)
	if err != nil {
		return Allowed{}, err
	}
	switch {
	case followed.Grade.Strict():
		return Allowed{Stop: StopStrict}, nil
	case followed.State != casefile.StateActive:
		return Allowed{Stop: StopClosed}, nil
	}
	there, err := casefile.HasMember(ctx, in.Client(), family, member)
	if err != nil {
		return Allowed{}, err
	}
	if !there {
		return Allowed{Stop: StopNotTheirs}, nil
	}
	consented, err := consent.SectionsFor(ctx, in, family, unit, member)
	if err != nil {
		return Allowed{}, err
	}
	if consented == 0 {
		return Allowed{Stop: StopNoConsent}, nil
	}
	return Allowed{Classes: intersect(granted, consented)}, nil
}
