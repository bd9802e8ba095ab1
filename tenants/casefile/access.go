// Package casefile holds the follow-up of a family: who they are, how they
// came here, who coordinates, and who has which relation to them. It is the
// door every other package goes through: Enter reads the facts about a viewer
// and a family, and nothing of a family is read without them.
package casefile

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// Access is a viewer inside a family: the facts that decide what they may do.
type Access struct {
	Visit *tenants.Visit
	ID    uuid.UUID // of the case file
	// Facts is what the viewer is to the family first of all. Somebody may be
	// more than one thing to it: what they may do is asked for each standing.
	Facts     policy.Facts
	Standings []Standing
	State     State

	as *policy.Viewer // whose eyes this is seen with, when not the viewer's own
	by *Access        // and who sees with them
}

// Enter reads the facts about the viewer and the family for this very
// request. It returns ErrNotFound when the family does not exist or the
// viewer has nothing to do with it: the two look the same from outside.
func Enter(ctx context.Context, v *tenants.Visit, id uuid.UUID) (*Access, error) {
	return enter(ctx, v, v, id)
}

// EnterTx is Enter inside a transaction, so that a decision to write is made
// on the facts that hold when it is written.
func EnterTx(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, id uuid.UUID) (*Access, error) {
	return enter(ctx, v, tx, id)
}

func enter(ctx context.Context, v *tenants.Visit, q tenants.Querier, id uuid.UUID) (*Access, error) {
	family, err := readFacts(ctx, v.Scope, q, id, v.Viewer.ID)
	if err != nil {
		return nil, err
	}
	access := &Access{
		Visit: v, ID: id, State: family.state, Standings: family.standings,
		Facts: family.facts(),
	}
	if !access.any() {
		return nil, tenants.ErrNotFound
	}
	return access, nil
}

var familySections = slices.DeleteFunc(policy.AllSections(), func(s policy.Section) bool {
	return s.Place() != policy.PlaceFamily
})

// any reports whether the viewer may see anything of the family at all.
func (a *Access) any() bool {
	for _, section := range familySections {
		if a.May(section, policy.ActionSee) {
			return true
		}
	}
	return false
}

// decide asks for each standing of the viewer, and returns the first that
// allows it with the facts it was asked on.
func (a *Access) decide(section policy.Section, action policy.Action) (policy.Decision, policy.Facts) {
	viewer := a.Visit.Viewer
	if a.as != nil {
		viewer = *a.as
	}
	answer, asked := policy.Decision{Rule: policy.RuleDefault}, a.Facts
	for _, one := range a.Standings {
		facts := one.facts(section, a.Facts.Strict)
		decision := a.Visit.Policy().Decide(viewer, facts, section, action)
		if decision.Allow {
			return decision, facts
		}
		answer, asked = decision, facts
	}
	return answer, asked
}

// See asks whether a section may be shown and, if so, notes the look. A
// projection calls it once for each section before reading it.
func (a *Access) See(section policy.Section) bool {
	decision, facts := a.decide(section, policy.ActionSee)
	if !decision.Allow {
		return false
	}
	if a.by != nil {
		return a.by.See(section)
	}
	a.Visit.Looked(a.ID, facts, section, decision)
	return true
}

// SeeByChildsYes asks whether the child's own words may be shown to the viewer
// on the child's yes, and notes the look. Only voice calls it, for what the
// child has said yes to showing to this very viewer.
func (a *Access) SeeByChildsYes() bool {
	for _, one := range a.Standings {
		facts := policy.Facts{Relation: one.Relation, Basis: policy.BasisChildsYes, Strict: a.Facts.Strict}
		if decision := a.Visit.Decide(facts, policy.SectionVoice, policy.ActionSee); decision.Allow && a.as == nil {
			a.Visit.Looked(a.ID, facts, policy.SectionVoice, decision)
			return true
		}
	}
	return false
}

// May asks whether the viewer may do an action, without noting anything. For
// deciding which buttons a page has.
func (a *Access) May(section policy.Section, action policy.Action) bool {
	decision, _ := a.decide(section, action)
	return decision.Allow && (a.by == nil || a.by.May(section, action))
}

// Require returns an error unless the action is allowed: ErrForbidden when
// the viewer may at least see the section, else ErrNotFound.
func (a *Access) Require(section policy.Section, action policy.Action) error {
	if a.May(section, action) {
		return nil
	}
	if a.May(section, policy.ActionSee) {
		return fmt.Errorf("%s %s: %w", action, section, tenants.ErrForbidden)
	}
	return fmt.Errorf("%s %s: %w", action, section, tenants.ErrNotFound)
}

// RequireSee is Require for showing a section; it notes the look.
func (a *Access) RequireSee(section policy.Section) error {
	if a.See(section) {
		return nil
	}
	return fmt.Errorf("see %s: %w", section, tenants.ErrNotFound)
}

// Deed is a log entry for something the viewer did to the family.
func (a *Access) Deed(action string, target uuid.UUID, section policy.Section, done policy.Action) audit.Entry {
	decision, facts := a.decide(section, done)
	entry := a.Visit.Deed(action, a.ID, target, decision, facts)
	entry.Sections = []string{section.String()}
	return entry
}

// Change runs a command on a family: it reads the facts inside the
// transaction, checks that the action is allowed and the family active, runs
// write, and puts the deed on record, all or nothing.
func Change(ctx context.Context, v *tenants.Visit, id uuid.UUID, deed Deed, write func(*tenants.Tx, *Access) error) error {
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		if err := Hold(ctx, tx, id); err != nil {
			return err
		}
		access, err := EnterTx(ctx, v, tx, id)
		if err != nil {
			return err
		}
		if err := access.Require(deed.Section, deed.Action); err != nil {
			return err
		}
		if access.State == StateClosed && !deed.EvenClosed {
			return fmt.Errorf("%s: the follow-up is closed: %w", deed.Name, tenants.ErrConflict)
		}
		if err := write(tx, access); err != nil {
			return fmt.Errorf("%s: %w", deed.Name, err)
		}
		tx.Record(access.Deed(deed.Name, deed.Target, deed.Section, deed.Action))
		return nil
	})
}

// Hold keeps others from changing the family until the transaction ends, so
// that changes follow one after the other. Change does it for those who are
// inside; commands of people who are not inside yet need it: of team, to say
// yes to coming, and of baton, to take the family on. SQLite lets one write at
// a time.
func Hold(ctx context.Context, tx *tenants.Tx, id uuid.UUID) error {
	if tx.LogDialect() != audit.Postgres {
		return nil
	}
	_, err := tx.SQL().ExecContext(ctx, `SELECT 1 FROM case_files WHERE id = $1 FOR NO KEY UPDATE`, id.String())
	if err != nil {
		return fmt.Errorf("holding family: %w", err)
	}
	return nil
}

// Deed names a command: what the log calls it, and what the policy must allow.
type Deed struct {
	Name       string // "plan.goal.add"
	Target     uuid.UUID
	Section    policy.Section
	Action     policy.Action
	EvenClosed bool // may be done to a closed follow-up
}
