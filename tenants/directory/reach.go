package directory

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Reach is how somebody who works for the municipality is reached at work.
type Reach struct {
	Name  string
	Title string
	Phone string // empty when none is written down
}

// ReachOf returns how one of the municipality's own people is reached. It
// checks no policy, as People: web calls it for the coordinator of a family
// the viewer has been let into. It returns ErrNotFound for anybody else than
// the municipality's own, and for who has left.
func ReachOf(ctx context.Context, scope *tenants.Scope, id uuid.UUID) (Reach, error) {
	row, err := scope.Client().User.Query().
		Where(user.ID(id), user.Kind(string(KindStaff)), user.StateNEQ(string(StateLeft))).
		Select(user.FieldID, user.FieldName, user.FieldTitle, user.FieldPhone).Only(ctx)
	if tenant.IsNotFound(err) {
		return Reach{}, fmt.Errorf("user: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return Reach{}, fmt.Errorf("reading how to reach a user: %w", err)
	}
	read := scope.Row(usersTable, row.ID)
	reach := Reach{
		Name: read.Open("name", row.Name), Title: read.Open("title", row.Title), Phone: read.Open("phone", row.Phone),
	}
	return reach, read.Err()
}
