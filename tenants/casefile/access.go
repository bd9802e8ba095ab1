// Package casefile holds the follow-up of a family: who they are, how they
// came here, who coordinates, and who has which relation to them. It is the
// door every other package goes through: Enter reads the facts about a viewer
// and a family, and nothing of a family is read without them.
package casefile

import (
	"context"
	"database/sql"
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
	Facts policy.Facts
	State State
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

// factsQuery reads in one go who coordinates the family, what the viewer has
// been granted (a row for each grant), and whether they are barred.
const factsQuery = `SELECT EXISTS (SELECT 1 FROM barred_persons b
		WHERE b.case_file_id = c.id AND b.user_id = $1 AND b.removed_at IS NULL),
	c.coordinator_id, c.state, c.grade, g.relation, g.basis
	FROM case_files c LEFT JOIN access_grants g ON g.case_file_id = c.id AND g.user_id = $2 AND g.ended_at IS NULL
	WHERE c.id = $3`

type factsRow struct {
	barred          bool
	coordinator     uuid.UUID
	state, grade    string
	relation, basis sql.NullString
}

func (r *factsRow) columns() []any {
	return []any{&r.barred, &r.coordinator, &r.state, &r.grade, &r.relation, &r.basis}
}

func enter(ctx context.Context, v *tenants.Visit, q tenants.Querier, id uuid.UUID) (*Access, error) {
	viewer := v.Viewer.ID.String()
	rows, err := tenants.ReadRows(ctx, q, (*factsRow).columns, factsQuery, viewer, viewer, id.String())
	if err != nil {
		return nil, fmt.Errorf("reading family: %w", err)
	}
	if len(rows) == 0 {
		return nil, tenants.ErrNotFound
	}
	family := rows[0]
	facts := policy.Facts{Strict: Grade(family.grade).Strict()}
	if family.coordinator == v.Viewer.ID {
		facts.Relation, facts.Basis = policy.RelationCoordinator, policy.BasisConsent
	} else if err := granted(rows, &facts); err != nil {
		return nil, fmt.Errorf("reading access to %s: %w", id, err)
	}
	if State(family.state) == StateClosed && facts.Relation == policy.RelationResponsible {
		return nil, tenants.ErrNotFound // a professional's part ends with the follow-up
	}
	access := &Access{Visit: v, ID: id, Facts: facts, State: State(family.state)}
	if !access.any() {
		return nil, tenants.ErrNotFound
	}
	return access, nil
}

// granted fills in the relation somebody was given by an explicit decision.
// A person who must never be given access is barred whatever else they hold.
func granted(rows []*factsRow, facts *policy.Facts) error {
	for _, grant := range rows {
		if !grant.relation.Valid {
			continue
		}
		relation, err := policy.ParseRelation(grant.relation.String)
		if err != nil {
			return err
		}
		basis, err := policy.ParseBasis(grant.basis.String)
		if err != nil {
			return err
		}
		if facts.Relation == policy.RelationNone || relation == policy.RelationCaregiver {
			facts.Relation, facts.Basis = relation, basis
		}
	}
	if rows[0].barred {
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
		if err := hold(ctx, tx, id); err != nil {
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

// hold keeps others from changing the family until the transaction ends, so
// that changes follow one after the other. SQLite lets one write at a time.
func hold(ctx context.Context, tx *tenants.Tx, id uuid.UUID) error {
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
