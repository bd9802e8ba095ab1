package directory

import (
	"context"
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// StaffNames returns what all of the municipality's own people are called, with
// title, those who have left too: for the pages of a family that is told of
// staff by role alone, where any of their names may stand in what is shown. It
// checks no policy: its answer is for leaving names out, not for showing them.
func StaffNames(ctx context.Context, scope *tenants.Scope) ([]Person, error) {
	rows, err := scope.Client().User.Query().Where(user.Kind(string(KindStaff))).
		Select(user.FieldName, user.FieldTitle).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading staff's names: %w", err)
	}
	list := make([]Person, 0, len(rows))
	for _, read := range rows {
		row := scope.Row(usersTable, read.ID)
		one := Person{ID: read.ID, Kind: KindStaff, Name: row.Open("name", read.Name), Title: row.Open("title", read.Title)}
		if err := row.Err(); err != nil {
			return nil, fmt.Errorf("reading staff's names: %w", err)
		}
		list = append(list, one)
	}
	return list, nil
}
