package team

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// SeenBy is the family as somebody who is inside sees it now, and everything
// they are inside for, the nearest first. It returns ErrNotFound for whoever
// Within does not tell the viewer of.
func SeenBy(ctx context.Context, a *casefile.Access, person uuid.UUID) (*casefile.Access, []Insider, error) {
	within, err := Within(ctx, a)
	if err != nil {
		return nil, nil, err
	}
	reasons := slices.DeleteFunc(within, func(one Insider) bool { return one.User != person })
	people, err := directory.People(ctx, a.Visit.Scope, []uuid.UUID{person})
	if err != nil {
		return nil, nil, err
	}
	who, known := people[person]
	if len(reasons) == 0 || !known || who.Left {
		return nil, nil, fmt.Errorf("nobody is inside: %w", tenants.ErrNotFound)
	}
	seen, err := casefile.SeenAs(ctx, a, policy.Viewer{ID: who.ID, Roles: who.Roles})
	return seen, reasons, err
}
