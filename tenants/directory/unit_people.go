package directory

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// LeadersOf returns who leads a unit, by name. It checks no policy, as People:
// a domain package calls it for a unit it has already decided to ask. Inside a
// transaction it is OfUnitTx.
func LeadersOf(ctx context.Context, scope *tenants.Scope, unit uuid.UUID) ([]Person, error) {
	return ofUnit(ctx, scope, scope.Client(), unit, policy.RoleLeader)
}

// OfUnit returns a unit's own people who hold a role and have not left, by
// name. It checks no policy, as People.
func OfUnit(ctx context.Context, scope *tenants.Scope, unit uuid.UUID, role policy.Role) ([]Person, error) {
	return ofUnit(ctx, scope, scope.Client(), unit, role)
}

// OfUnitTx is OfUnit inside a transaction, which asks for no other connection.
func OfUnitTx(ctx context.Context, tx *tenants.Tx, unit uuid.UUID, role policy.Role) ([]Person, error) {
	return ofUnit(ctx, tx.Scope, tx.Client(), unit, role)
}

func ofUnit(ctx context.Context, scope *tenants.Scope, client *tenant.Client, unit uuid.UUID, role policy.Role) ([]Person, error) {
	rows, err := client.User.Query().
		Where(user.UnitID(unit), user.Kind(string(KindStaff)), user.StateNEQ(string(StateLeft))).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading a unit's people: %w", err)
	}
	users, err := openUsers(ctx, scope, client, rows)
	if err != nil {
		return nil, err
	}
	users = slices.DeleteFunc(users, func(u User) bool { return !u.Roles.Has(role) })
	byName(users, func(u User) string { return u.Name })
	list := make([]Person, 0, len(users))
	for _, u := range users {
		list = append(list, Person{
			ID: u.ID, Kind: u.Kind, Name: u.Name, Title: u.Title, UnitID: u.UnitID, Roles: u.Roles,
		})
	}
	return list, nil
}

// UnitOf returns the unit one of the municipality's own people belongs to; Nil
// for none, and for anybody else. It checks no policy, as People.
func UnitOf(ctx context.Context, scope *tenants.Scope, id uuid.UUID) (uuid.UUID, error) {
	row, err := scope.Client().User.Query().
		Where(user.ID(id), user.Kind(string(KindStaff)), user.StateNEQ(string(StateLeft))).
		Select(user.FieldID, user.FieldUnitID).Only(ctx)
	if tenant.IsNotFound(err) {
		return uuid.Nil, nil
	}
	if err != nil {
		return uuid.Nil, fmt.Errorf("reading a user's unit: %w", err)
	}
	return orNil(row.UnitID), nil
}
