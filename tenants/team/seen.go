package team

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// SeenFrom is the family as the person of a place sees it now. It returns
// ErrNotFound when nobody is inside by the place.
func SeenFrom(ctx context.Context, a *casefile.Access, place Place) (*casefile.Access, error) {
	if place.Now != Inside {
		return nil, fmt.Errorf("nobody is inside: %w", tenants.ErrNotFound)
	}
	people, err := directory.People(ctx, a.Visit.Scope, []uuid.UUID{place.User})
	if err != nil {
		return nil, err
	}
	who, known := people[place.User]
	if !known || who.Left {
		return nil, fmt.Errorf("nobody is inside: %w", tenants.ErrNotFound)
	}
	return casefile.SeenAs(ctx, a, policy.Viewer{ID: who.ID, Roles: who.Roles})
}
