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

// Person is what others see of a user: who it is and where they work.
type Person struct {
	ID     uuid.UUID
	Kind   Kind
	Name   string
	Title  string
	UnitID uuid.UUID
	Roles  policy.RoleSet
	Left   bool
}

// People returns the users with these ids, also those who have left; ids
// nobody has are missing from the map. It checks no policy: the domain
// packages call it for people they have already decided to show.
func People(ctx context.Context, scope *tenants.Scope, ids []uuid.UUID) (map[uuid.UUID]Person, error) {
	if len(ids) == 0 {
		return map[uuid.UUID]Person{}, nil
	}
	rows, err := scope.Client().User.Query().Where(user.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading people: %w", err)
	}
	list, err := people(ctx, scope, rows)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]Person, len(list))
	for _, person := range list {
		byID[person.ID] = person
	}
	return byID, nil
}

// Colleagues returns the municipality's own people who hold a role and have
// not left, by name: those a measure or a family can be given to. It checks no
// policy: the domain packages call it once they have let the viewer in.
func Colleagues(ctx context.Context, scope *tenants.Scope, role policy.Role) ([]Person, error) {
	rows, err := scope.Client().User.Query().
		Where(user.Kind(string(KindStaff)), user.StateNEQ(string(StateLeft))).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading colleagues: %w", err)
	}
	list, err := people(ctx, scope, rows)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(p Person) bool { return !p.Roles.Has(role) })
	byName(list, func(p Person) string { return p.Name })
	return list, nil
}

func people(ctx context.Context, scope *tenants.Scope, rows []*tenant.User) ([]Person, error) {
	users, err := openUsers(ctx, scope, scope.Client(), rows)
	if err != nil {
		return nil, err
	}
	list := make([]Person, 0, len(users))
	for _, u := range users {
		list = append(list, Person{
			ID: u.ID, Kind: u.Kind, Name: u.Name, Title: u.Title, UnitID: u.UnitID,
			Roles: u.Roles, Left: u.State == StateLeft,
		})
	}
	return list, nil
}

// UserName returns a user's name, also of one who has left; empty for Nil. It
// checks no policy, as People. It returns ErrNotFound for an id nobody has.
// Inside a transaction it is UserNameTx.
func UserName(ctx context.Context, scope *tenants.Scope, id uuid.UUID) (string, error) {
	return userName(ctx, scope, scope.Client(), id)
}

// UserNameTx is UserName inside a transaction. It asks for no other connection:
// transactions that waited for one each would wait for each other.
func UserNameTx(ctx context.Context, tx *tenants.Tx, id uuid.UUID) (string, error) {
	return userName(ctx, tx.Scope, tx.Client(), id)
}

func userName(ctx context.Context, scope *tenants.Scope, client *tenant.Client, id uuid.UUID) (string, error) {
	if id == uuid.Nil {
		return "", nil
	}
	row, err := client.User.Query().Where(user.ID(id)).Select(user.FieldID, user.FieldName).Only(ctx)
	if tenant.IsNotFound(err) {
		return "", fmt.Errorf("user: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return "", fmt.Errorf("reading user: %w", err)
	}
	return scope.Open(usersTable, "name", row.ID, row.Name)
}
