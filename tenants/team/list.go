package team

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/seat"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Place is a unit's place in the team, as the viewer may know of it.
type Place struct {
	ID       uuid.UUID
	Now      Standing
	Unit     uuid.UUID // Nil where it would locate somebody
	UnitName string
	User     uuid.UUID // Nil while nobody is named
	Who      string
	Title    string
	Since    time.Time // when it came to stand like this
	Parts    []Part    // what is open to them; to the unit, while they are not inside
	Looked   time.Time // zero: never, or not to be told
	Note     string    // to the unit; for those who may change the team
	Answer   string    // why not; for those who may change the team
	NoLeader bool      // the unit has no leader here; for those who may change the team
}

// List tells who is in the team, or asked to come: the places whose grants or
// yes are about somebody the viewer may see. Who is inside comes first. It
// needs the team section.
func List(ctx context.Context, a *casefile.Access) ([]Place, error) {
	if err := a.RequireSee(policy.SectionTeam); err != nil {
		return nil, err
	}
	return list(ctx, a, seat.CaseFileID(a.ID))
}

// Find returns one place of the team. It returns ErrNotFound for a place of
// another family, and for one that is about nobody the viewer may see.
func Find(ctx context.Context, a *casefile.Access, id uuid.UUID) (Place, error) {
	places, err := List(ctx, a)
	if err != nil {
		return Place{}, err
	}
	for _, one := range places {
		if one.ID == id {
			return one, nil
		}
	}
	return Place{}, fmt.Errorf("place in team: %w", tenants.ErrNotFound)
}

// order is how a list of places is sorted.
var order = []Standing{Inside, Ahead, WaitsForPerson, WaitsForUnit, Declined, Stopped, Ended}

func listed(places []Place) {
	slices.SortStableFunc(places, func(x, y Place) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, x.Now), slices.Index(order, y.Now)), y.Since.Compare(x.Since))
	})
}
