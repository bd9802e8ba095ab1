package tenants

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// Visit is one request by one signed-in person. It asks the policy for them
// and remembers what they were shown, so that it is on record before the page
// leaves. A Visit belongs to one goroutine.
type Visit struct {
	*Scope
	Viewer policy.Viewer
	looks  []look
}

type look struct {
	caseFile uuid.UUID
	facts    policy.Facts
	role     policy.Role
	sections []policy.Section
	rules    []string
}

// NewVisit begins a visit. Only web's session middleware, the demo's scenario
// and tests call it.
func NewVisit(scope *Scope, viewer policy.Viewer) *Visit {
	return &Visit{Scope: scope, Viewer: viewer}
}

// Decide asks the municipality's policy.
func (v *Visit) Decide(facts policy.Facts, section policy.Section, action policy.Action) policy.Decision {
	return v.policy.Decide(v.Viewer, facts, section, action)
}

// Require returns an error unless the viewer may do the action in a section
// of the municipality itself, such as its units. The error is ErrNotFound:
// rooms somebody may not enter do not exist for them.
func (v *Visit) Require(section policy.Section, action policy.Action) error {
	if v.Decide(policy.Facts{}, section, action).Allow {
		return nil
	}
	return fmt.Errorf("%s %s: %w", action, section, ErrNotFound)
}

// Looked notes that a section of a family is about to be shown.
func (v *Visit) Looked(caseFile uuid.UUID, facts policy.Facts, section policy.Section, d policy.Decision) {
	for i := range v.looks {
		if seen := &v.looks[i]; seen.caseFile == caseFile && seen.role == d.Role && seen.facts == facts {
			if !slices.Contains(seen.sections, section) {
				seen.sections = append(seen.sections, section)
				seen.rules = append(seen.rules, d.Rule)
			}
			return
		}
	}
	v.looks = append(v.looks, look{
		caseFile: caseFile, facts: facts, role: d.Role,
		sections: []policy.Section{section}, rules: []string{d.Rule},
	})
}

// Commit puts the looks of this visit on record, durably. web calls it before
// a page leaves; if it fails, the page must not.
func (v *Visit) Commit(ctx context.Context) error {
	if len(v.looks) == 0 {
		return nil
	}
	entries := make([]audit.Entry, 0, len(v.looks))
	for _, seen := range v.looks {
		sections := make([]string, 0, len(seen.sections))
		for _, section := range seen.sections {
			sections = append(sections, section.String())
		}
		entries = append(entries, audit.Entry{
			At: v.clock.Now(), Actor: v.Viewer.ID, CaseFile: seen.caseFile, Kind: audit.KindLook, Action: "look",
			Role: seen.role.String(), Relation: seen.facts.Relation.String(), Basis: seen.facts.Basis.String(),
			Rule: strings.Join(seen.rules, " "), Sections: sections,
		})
	}
	v.looks = v.looks[:0]
	if err := v.audit.Record(ctx, entries...); err != nil {
		return databaseError(fmt.Errorf("putting looks on record: %w", err))
	}
	return nil
}

// Deed is a log entry for something the viewer did. caseFile and target may
// be uuid.Nil.
func (v *Visit) Deed(action string, caseFile, target uuid.UUID, d policy.Decision, facts policy.Facts) audit.Entry {
	return audit.Entry{
		At: v.clock.Now(), Actor: v.Viewer.ID, CaseFile: caseFile, Kind: audit.KindDeed, Action: action,
		Role: d.Role.String(), Relation: facts.Relation.String(), Basis: facts.Basis.String(), Rule: d.Rule, Target: target,
	}
}
