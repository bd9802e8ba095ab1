package message

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// door enters a family as somebody: casefile.Enter, or EnterTx in a
// transaction.
type door func(v *tenants.Visit) (*casefile.Access, error)

func open(ctx context.Context, family uuid.UUID) door {
	return func(v *tenants.Visit) (*casefile.Access, error) { return casefile.Enter(ctx, v, family) }
}

func openIn(ctx context.Context, tx *tenants.Tx, family uuid.UUID) door {
	return func(v *tenants.Visit) (*casefile.Access, error) { return casefile.EnterTx(ctx, v, tx, family) }
}

// enter is the family as a person has it now, or nil when they are not inside.
// It is for asking only: nothing is read through it and no look is noted.
func (d door) enter(scope *tenants.Scope, person directory.Person) (*casefile.Access, error) {
	if person.Left {
		return nil, nil
	}
	access, err := d(tenants.NewVisit(scope, policy.Viewer{ID: person.ID, Roles: person.Roles}))
	if errors.Is(err, tenants.ErrNotFound) {
		return nil, nil
	}
	return access, err
}

// reads reports whether a person may read messages about a member now.
func (d door) reads(scope *tenants.Scope, person directory.Person, about *uuid.UUID) (bool, error) {
	access, err := d.enter(scope, person)
	if err != nil || access == nil {
		return false, err
	}
	return access.Shows(policy.SectionMessages, about), nil
}

// granted are those who may be inside the family: its coordinator, and whoever
// has been let in. The door decides whether they are.
func granted(ctx context.Context, a *casefile.Access) ([]uuid.UUID, error) {
	followed, err := casefile.ReadFollowUp(ctx, a.Visit.Client(), a.ID)
	if err != nil {
		return nil, err
	}
	inside, err := casefile.Inside(ctx, a.Visit, a.ID, a.Visit.Clock().Now())
	if err != nil {
		return nil, err
	}
	ids := []uuid.UUID{followed.Coordinator}
	for _, one := range inside {
		if !slices.Contains(ids, one.User) {
			ids = append(ids, one.User)
		}
	}
	return ids, nil
}

// Partners are the people the viewer may begin a conversation with about a
// member (nil: the whole family): those inside who may read messages about
// them now, and whom the viewer may know of. It needs the messages section,
// and returns ErrNotFound when the viewer may not write about the member.
//
// Whom one may know of: the coordinator, always; the family's own people as
// far as the viewer may see who belongs to the family; people of the team for
// those who may see the team and share a member with them.
func Partners(ctx context.Context, a *casefile.Access, about *uuid.UUID) ([]Partner, error) {
	if err := a.RequireSee(policy.SectionMessages); err != nil {
		return nil, err
	}
	if !a.MayAbout(policy.SectionMessages, policy.ActionEdit, about) {
		return nil, fmt.Errorf("writing about a member: %w", tenants.ErrNotFound)
	}
	ids, err := granted(ctx, a)
	if err != nil {
		return nil, err
	}
	people, err := directory.People(ctx, a.Visit.Scope, ids)
	if err != nil {
		return nil, err
	}
	known, err := knownMembers(ctx, a)
	if err != nil {
		return nil, err
	}
	var partners []Partner
	for _, id := range ids {
		person, there := people[id]
		if !there || id == a.Visit.Viewer.ID {
			continue
		}
		access, err := open(ctx, a.ID).enter(a.Visit.Scope, person)
		if err != nil {
			return nil, err
		}
		if access == nil || !access.Shows(policy.SectionMessages, about) || !knows(a, access, known, id) {
			continue
		}
		partners = append(partners, Partner{
			ID: id, Name: person.Name, Title: a.TitleOf(person.Title, access.Facts.Relation), Kind: person.Kind,
			Relation: access.Facts.Relation,
		})
	}
	return partners, nil
}

// knownMembers are the logins of the family's people that the viewer may see.
func knownMembers(ctx context.Context, a *casefile.Access) (map[uuid.UUID]bool, error) {
	known := map[uuid.UUID]bool{}
	if !a.May(policy.SectionIdentity, policy.ActionSee) {
		return known, nil
	}
	members, err := casefile.Members(ctx, a)
	if err != nil {
		return nil, err
	}
	for _, member := range members {
		if member.UserID != nil {
			known[*member.UserID] = true
		}
	}
	return known, nil
}

func knows(a, other *casefile.Access, known map[uuid.UUID]bool, id uuid.UUID) bool {
	switch {
	case other.Is(policy.RelationCoordinator):
		return true
	case other.Is(policy.RelationCaregiver), other.Is(policy.RelationChild):
		return known[id]
	}
	return a.May(policy.SectionTeam, policy.ActionSee) && shareMember(a, other)
}

// shareMember reports whether two people are inside about one and the same
// member; who is inside about nobody in particular is inside about everybody.
func shareMember(a, other *casefile.Access) bool {
	for _, mine := range a.Standings {
		for _, theirs := range other.Standings {
			if mine.Members == nil || theirs.Members == nil {
				return true
			}
			for _, member := range mine.Members {
				if slices.Contains(theirs.Members, member) {
					return true
				}
			}
		}
	}
	return false
}
