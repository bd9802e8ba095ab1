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

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/barredperson"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// Access is a viewer inside a family: the facts that decide what they may do.
type Access struct {
	Visit *tenants.Visit
	ID    uuid.UUID // of the case file
	Facts policy.Facts
	State State
}

// Enter reads the facts about the viewer and the family for this very
// request. It returns ErrNotFound when the family does not exist or the
// viewer has nothing to do with it: the two look the same from outside.
func Enter(ctx context.Context, v *tenants.Visit, id uuid.UUID) (*Access, error) {
	return enter(ctx, v, v.Client(), id)
}

// EnterTx is Enter inside a transaction, so that a decision to write is made
// on the facts that hold when it is written.
func EnterTx(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, id uuid.UUID) (*Access, error) {
	return enter(ctx, v, tx.Client(), id)
}

func enter(ctx context.Context, v *tenants.Visit, client *tenant.Client, id uuid.UUID) (*Access, error) {
	row, err := client.CaseFile.Query().Where(casefile.ID(id)).
		Select(casefile.FieldCoordinatorID, casefile.FieldState, casefile.FieldGrade, casefile.FieldAcceptedOn).Only(ctx)
	if tenant.IsNotFound(err) {
		return nil, tenants.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("reading family: %w", err)
	}
	facts := policy.Facts{Strict: Grade(row.Grade).Strict()}
	if row.CoordinatorID == v.Viewer.ID {
		facts.Relation, facts.Basis = policy.RelationCoordinator, policy.BasisConsent
	} else if err := granted(ctx, v, client, id, &facts); err != nil {
		return nil, err
	}
	if State(row.State) == StateClosed && facts.Relation == policy.RelationResponsible {
		return nil, tenants.ErrNotFound // a professional's part ends with the follow-up
	}
	access := &Access{Visit: v, ID: id, Facts: facts, State: State(row.State)}
	if !access.any() {
		return nil, tenants.ErrNotFound
	}
	return access, nil
}

// granted fills in the relation somebody was given by an explicit decision.
// A person who must never be given access is barred whatever else they hold.
func granted(ctx context.Context, v *tenants.Visit, client *tenant.Client, id uuid.UUID, facts *policy.Facts) error {
	grants, err := client.AccessGrant.Query().
		Where(accessgrant.UserID(v.Viewer.ID), accessgrant.CaseFileID(id), accessgrant.EndedAtIsNil()).All(ctx)
	if err != nil {
		return fmt.Errorf("reading access: %w", err)
	}
	for _, grant := range grants {
		relation, err := policy.ParseRelation(grant.Relation)
		if err != nil {
			return fmt.Errorf("reading access grant %s: %w", grant.ID, err)
		}
		basis, err := policy.ParseBasis(grant.Basis)
		if err != nil {
			return fmt.Errorf("reading access grant %s: %w", grant.ID, err)
		}
		if facts.Relation == policy.RelationNone || relation == policy.RelationCaregiver {
			facts.Relation, facts.Basis = relation, basis
		}
	}
	barred, err := client.BarredPerson.Query().
		Where(barredperson.CaseFileID(id), barredperson.UserID(v.Viewer.ID), barredperson.RemovedAtIsNil()).Exist(ctx)
	if err != nil {
		return fmt.Errorf("reading who is barred: %w", err)
	}
	if barred {
		facts.Relation, facts.Basis = policy.RelationBarred, policy.BasisNone
	}
	return nil
}

var familySections = slices.DeleteFunc(policy.AllSections(), func(s policy.Section) bool {
	return s.Place() != policy.PlaceFamily
})

// any reports whether the viewer may see anything of the family at all.
func (a *Access) any() bool {
	for _, section := range familySections {
		if a.Visit.Decide(a.Facts, section, policy.ActionSee).Allow {
			return true
		}
	}
	return false
}

// See asks whether a section may be shown and, if so, notes the look. A
// projection calls it once for each section before reading it.
func (a *Access) See(section policy.Section) bool {
	decision := a.Visit.Decide(a.Facts, section, policy.ActionSee)
	if decision.Allow {
		a.Visit.Looked(a.ID, a.Facts, section, decision)
	}
	return decision.Allow
}

// May asks whether the viewer may do an action, without noting anything. For
// deciding which buttons a page has.
func (a *Access) May(section policy.Section, action policy.Action) bool {
	return a.Visit.Decide(a.Facts, section, action).Allow
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
	entry := a.Visit.Deed(action, a.ID, target, a.Visit.Decide(a.Facts, section, done), a.Facts)
	entry.Sections = []string{section.String()}
	return entry
}

// Change runs a command on a family: it reads the facts inside the
// transaction, checks that the action is allowed and the family active, runs
// write, and puts the deed on record, all or nothing.
func Change(ctx context.Context, v *tenants.Visit, id uuid.UUID, deed Deed, write func(*tenants.Tx, *Access) error) error {
	return v.InTx(ctx, func(tx *tenants.Tx) error {
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

// Deed names a command: what the log calls it, and what the policy must allow.
type Deed struct {
	Name       string // "plan.goal.add"
	Target     uuid.UUID
	Section    policy.Section
	Action     policy.Action
	EvenClosed bool // may be done to a closed follow-up
}
