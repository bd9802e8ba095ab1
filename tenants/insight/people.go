package insight

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// name puts the names of the municipality's own people beside their lines. Who
// is of a family is told by role: a name there is the family's own. Beside the
// code of a family whose address is protected no title stands: "kontaktlærer
// ved" says which school.
func name(ctx context.Context, scope *tenants.Scope, lines []Line) error {
	var ids []uuid.UUID
	for _, line := range lines {
		if line.Actor != uuid.Nil && !slices.Contains(ids, line.Actor) {
			ids = append(ids, line.Actor)
		}
	}
	people, err := directory.Called(ctx, scope, ids)
	if err != nil {
		return err
	}
	strict, err := casefile.StrictFamilies(ctx, scope)
	if err != nil {
		return err
	}
	for i := range lines {
		line := &lines[i]
		person, known := people[line.Actor]
		if line.OfFamily = known && !isStaff(person, line.Role); !line.OfFamily {
			line.Who, line.Title = person.Name, person.Title
		}
		if strict[line.Family] {
			line.Title = ""
		}
	}
	return nil
}

// isStaff reports whether somebody is one of the municipality's own. A guest
// is let in by a family, and may be one of it.
func isStaff(person directory.Person, role policy.Role) bool {
	return person.Kind == directory.KindStaff && role != policy.RoleGuest
}

// People lists the municipality's own people who have a line in the log since
// a day, by name, to choose among. It returns ErrNotFound for anybody but the
// personvernombud.
func People(ctx context.Context, v *tenants.Visit, f Filter) ([]directory.Person, error) {
	if err := v.Require(policy.SectionPrivacy, policy.ActionSee); err != nil {
		return nil, err
	}
	var after int64
	if f.From != "" {
		var err error
		if after, err = v.Audit().PlaceAt(ctx, f.From.Time()); err != nil {
			return nil, err
		}
	}
	ids, err := v.Audit().Actors(ctx, after)
	if err != nil {
		return nil, err
	}
	called, err := directory.Called(ctx, v.Scope, ids)
	if err != nil {
		return nil, err
	}
	people := make([]directory.Person, 0, len(called))
	for _, person := range called {
		if isStaff(person, policy.RoleNone) {
			people = append(people, person)
		}
	}
	norwegian := collate.New(language.MustParse("nn")) // x/text has no table for nb
	slices.SortFunc(people, func(a, b directory.Person) int { return norwegian.CompareString(a.Name, b.Name) })
	return people, nil
}
