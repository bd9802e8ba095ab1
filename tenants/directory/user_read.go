package directory

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/nameindex"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/userrole"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// indexUser is the blind index's kind for users' names.
const indexUser = "user"

// UserFilter narrows the list of users. Zero fields do not narrow.
type UserFilter struct {
	Search string      // whole words of a name, in any order
	State  State       // empty: invited and active
	Role   policy.Role // RoleNone: any
	UnitID uuid.UUID
	Page   int // from 1
}

// List returns the municipality's own people by name. Caregivers are not among
// them: that somebody has such a login tells on their family. It returns
// ErrNotFound unless the viewer runs users.
func List(ctx context.Context, v *tenants.Visit, filter UserFilter) (Page[User], error) {
	if err := v.Require(policy.SectionUsers, policy.ActionSee); err != nil {
		return Page[User]{}, err
	}
	query := v.Client().User.Query().Where(user.Kind(string(KindStaff)))
	if filter.State == "" {
		query.Where(user.StateNEQ(string(StateLeft)))
	} else {
		query.Where(user.State(string(filter.State)))
	}
	if filter.UnitID != uuid.Nil {
		query.Where(user.UnitID(filter.UnitID))
	}
	rows, err := query.All(ctx)
	if err != nil {
		return Page[User]{}, fmt.Errorf("listing users: %w", err)
	}
	users, err := openUsers(ctx, v.Scope, v.Client(), rows)
	if err != nil {
		return Page[User]{}, err
	}
	if filter.Role != policy.RoleNone {
		users = slices.DeleteFunc(users, func(u User) bool { return !u.Roles.Has(filter.Role) })
	}
	if users, err = named(ctx, v.Scope, users, filter.Search); err != nil {
		return Page[User]{}, err
	}
	byName(users, func(u User) string { return u.Name })
	return cut(users, filter.Page), nil
}

// named keeps the users whose names have every word searched for.
func named(ctx context.Context, scope *tenants.Scope, users []User, search string) ([]User, error) {
	for _, token := range scope.Keys().BlindWords(indexUser, search) {
		var owners []uuid.UUID
		err := scope.Client().NameIndex.Query().
			Where(nameindex.Token(token), nameindex.Kind(indexUser)).
			Select(nameindex.FieldOwnerID).Scan(ctx, &owners)
		if err != nil {
			return nil, fmt.Errorf("searching users: %w", err)
		}
		users = slices.DeleteFunc(users, func(u User) bool { return !slices.Contains(owners, u.ID) })
	}
	return users, nil
}

// Get returns one of the municipality's own people, also one who has left. It
// returns ErrNotFound for a caregiver, and unless the viewer runs users.
func Get(ctx context.Context, v *tenants.Visit, id uuid.UUID) (User, error) {
	if err := v.Require(policy.SectionUsers, policy.ActionSee); err != nil {
		return User{}, err
	}
	return staff(ctx, v.Scope, v.Client(), id)
}

// staff reads one of the municipality's own people.
func staff(ctx context.Context, scope *tenants.Scope, client *tenant.Client, id uuid.UUID) (User, error) {
	row, err := client.User.Query().Where(user.ID(id), user.Kind(string(KindStaff))).Only(ctx)
	if tenant.IsNotFound(err) {
		return User{}, fmt.Errorf("user: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return User{}, fmt.Errorf("reading user: %w", err)
	}
	users, err := openUsers(ctx, scope, client, []*tenant.User{row})
	if err != nil {
		return User{}, err
	}
	return users[0], nil
}

// openUsers unseals rows and adds the roles they hold now.
func openUsers(ctx context.Context, scope *tenants.Scope, client *tenant.Client, rows []*tenant.User) ([]User, error) {
	users := make([]User, 0, len(rows))
	place := make(map[uuid.UUID]int, len(rows))
	for i, row := range rows {
		u, err := openUser(scope, row)
		if err != nil {
			return nil, err
		}
		users = append(users, u)
		place[row.ID] = i
	}
	query := client.UserRole.Query().Where(userrole.EndedAtIsNil())
	if len(rows) == 1 {
		query.Where(userrole.UserID(rows[0].ID))
	}
	held, err := query.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading roles: %w", err)
	}
	for _, one := range held {
		i, ok := place[one.UserID]
		if !ok {
			continue
		}
		role, err := policy.ParseRole(one.Role)
		if err != nil {
			return nil, fmt.Errorf("reading roles of %s: %w", one.UserID, err)
		}
		users[i].Roles = users[i].Roles.With(role)
	}
	return users, nil
}

// alphabet has the order of Norwegian letters, the same in both written
// languages. It is taken from nn because x/text reads nb as "no", for which it
// has no table, and then sorts å as a.
var alphabet = language.MustParse("nn")

// byName sorts as names stand in a Norwegian list: å last, aa with it.
func byName[T any](list []T, name func(T) string) {
	norwegian := collate.New(alphabet)
	var buffer collate.Buffer
	keys := make(map[string][]byte, len(list))
	for _, item := range list {
		keys[name(item)] = norwegian.KeyFromString(&buffer, name(item))
	}
	slices.SortStableFunc(list, func(a, b T) int { return slices.Compare(keys[name(a)], keys[name(b)]) })
}
