package directory

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/userrole"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Absence is when a colleague is away from work. Until is empty when nobody
// knows for how long; From is empty for somebody who is not away.
type Absence struct{ From, Until clock.Date }

// On reports whether the absence covers a day.
func (a Absence) On(day clock.Date) bool {
	return !a.From.IsZero() && a.From <= day && (a.Until.IsZero() || day <= a.Until)
}

// Availability is one of the municipality's own people, and whether they are
// there to follow families.
type Availability struct {
	Person
	State   State
	Absence Absence
	Unled   bool // they work in a unit that has no leader here
}

// Coordinates reports whether they can be a family's coordinator: they have
// signed in, have not left, and hold the role.
func (a *Availability) Coordinates() bool {
	return a.Kind == KindStaff && a.State == StateActive && a.Roles.Has(policy.RoleCoordinator)
}

// At reports whether they can be reached as a family's coordinator on a day.
func (a *Availability) At(day clock.Date) bool { return a.Coordinates() && !a.Absence.On(day) }

// AvailabilityOf returns how the users with these ids stand; ids nobody has
// are missing. It checks no policy: the domain packages call it.
func AvailabilityOf(ctx context.Context, scope *tenants.Scope, ids ...uuid.UUID) (map[uuid.UUID]Availability, error) {
	return availabilityOf(ctx, scope, scope.Client(), ids)
}

// AvailabilityTx is AvailabilityOf one user inside a transaction. It returns
// ErrNotFound for an id nobody has.
func AvailabilityTx(ctx context.Context, tx *tenants.Tx, id uuid.UUID) (Availability, error) {
	found, err := availabilityOf(ctx, tx.Scope, tx.Client(), []uuid.UUID{id})
	if err != nil {
		return Availability{}, err
	}
	one, there := found[id]
	if !there {
		return Availability{}, fmt.Errorf("user: %w", tenants.ErrNotFound)
	}
	return one, nil
}

func availabilityOf(ctx context.Context, scope *tenants.Scope, client *tenant.Client, ids []uuid.UUID) (map[uuid.UUID]Availability, error) {
	byID := make(map[uuid.UUID]Availability, len(ids))
	if len(ids) == 0 {
		return byID, nil
	}
	rows, err := client.User.Query().Where(user.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading who is there: %w", err)
	}
	users, err := openUsers(ctx, scope, client, rows)
	if err != nil {
		return nil, err
	}
	led, err := ledUnits(ctx, client)
	if err != nil {
		return nil, err
	}
	for i, u := range users {
		byID[u.ID] = Availability{
			Person: Person{
				ID: u.ID, Kind: u.Kind, Name: u.Name, Title: u.Title, UnitID: u.UnitID, Roles: u.Roles,
				Left: u.State == StateLeft,
			},
			State:   u.State,
			Absence: Absence{From: rows[i].AwayFrom, Until: rows[i].AwayUntil},
			Unled:   u.UnitID != uuid.Nil && !slices.Contains(led, u.UnitID),
		}
	}
	return byID, nil
}

// ledUnits are the units that have a leader here.
func ledUnits(ctx context.Context, client *tenant.Client) ([]uuid.UUID, error) {
	var leaders, units []uuid.UUID
	err := client.UserRole.Query().Where(userrole.Role(policy.RoleLeader.String()), userrole.EndedAtIsNil()).
		Select(userrole.FieldUserID).Scan(ctx, &leaders)
	if err != nil {
		return nil, fmt.Errorf("reading who leads: %w", err)
	}
	err = client.User.Query().Where(user.IDIn(leaders...), user.StateNEQ(string(StateLeft)), user.UnitIDNotNil()).
		Select(user.FieldUnitID).Scan(ctx, &units)
	if err != nil {
		return nil, fmt.Errorf("reading which units are led: %w", err)
	}
	return units, nil
}

// HoldersTx returns the active users who hold a role, in a unit or, for Nil,
// anywhere: those who are told of something. It checks no policy.
func HoldersTx(ctx context.Context, tx *tenants.Tx, role policy.Role, unit uuid.UUID) ([]uuid.UUID, error) {
	var held []uuid.UUID
	err := tx.Client().UserRole.Query().Where(userrole.Role(role.String()), userrole.EndedAtIsNil()).
		Select(userrole.FieldUserID).Scan(ctx, &held)
	if err != nil {
		return nil, fmt.Errorf("reading who holds a role: %w", err)
	}
	query := tx.Client().User.Query().Where(user.IDIn(held...), user.State(string(StateActive)))
	if unit != uuid.Nil {
		query.Where(user.UnitID(unit))
	}
	ids, err := query.Order(user.ByID()).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading who holds a role: %w", err)
	}
	return ids, nil
}

// Leads reports whether somebody's families are in a leader's care: they work
// in the leader's unit, have left, or belong to no unit or to one that nobody
// leads. No family is without a leader who sees that it waits.
func Leads(leader, somebody *Availability) bool {
	return somebody.State == StateLeft || somebody.UnitID == uuid.Nil || somebody.UnitID == leader.UnitID || somebody.Unled
}

// SetAbsence writes down when a colleague is away, so that a leader sees whose
// families wait; an empty absence says that they are back. Everybody may for
// themselves, and a leader for those they lead: others are ErrNotFound. It
// returns ErrInvalid for days in the wrong order.
func SetAbsence(ctx context.Context, v *tenants.Visit, id uuid.UUID, away Absence) error {
	section, action := policy.SectionLoad, policy.ActionManage
	if id == v.Viewer.ID {
		section, action = policy.SectionOwnAccount, policy.ActionEdit
	}
	decision := v.Decide(policy.Facts{}, section, action)
	if err := v.Require(section, action); err != nil {
		return err
	}
	if away.From.IsZero() && !away.Until.IsZero() {
		return tenants.InvalidField("from", "absence.from.missing")
	}
	if !away.Until.IsZero() && away.Until < away.From {
		return tenants.InvalidField("until", "absence.until.before")
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		who, err := AvailabilityTx(ctx, tx, id)
		if err != nil {
			return err
		}
		leader, err := AvailabilityTx(ctx, tx, v.Viewer.ID)
		if err != nil {
			return err
		}
		if who.Kind != KindStaff || who.State == StateLeft || id != v.Viewer.ID && !Leads(&leader, &who) {
			return fmt.Errorf("absence of another's colleague: %w", tenants.ErrNotFound)
		}
		err = tx.Client().User.UpdateOneID(id).SetAwayFrom(away.From).SetAwayUntil(away.Until).Exec(ctx)
		if err != nil {
			return fmt.Errorf("writing absence: %w", err)
		}
		tx.Record(v.Deed("user.absence", uuid.Nil, id, decision, policy.Facts{}))
		return nil
	})
}
