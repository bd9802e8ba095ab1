package casefile

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/member"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// logReader is a viewer inside a family who reads its log, with what decides
// which lines they are told of and how.
type logReader struct {
	*Access
	grants     []*tenant.AccessGrant // oldest first, ended ones too
	acceptedOn clock.Date
	byRole     bool
	themself   uuid.UUID   // the member the viewer is, else Nil
	members    []uuid.UUID // those the viewer may see, when limited
	children   int

	responsible []uuid.UUID // those a limited viewer may know to have measures here
}

func (a *Access) readLog(ctx context.Context) (*logReader, error) {
	r := &logReader{Access: a}
	client := a.Visit.Client()
	var err error
	r.grants, err = client.AccessGrant.Query().
		Where(accessgrant.CaseFileID(a.ID)).Order(accessgrant.ByCreatedAt()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading access: %w", err)
	}
	file, err := client.CaseFile.Query().Where(casefile.ID(a.ID)).
		Select(casefile.FieldAcceptedOn, casefile.FieldLooksByRole).Only(ctx)
	if err != nil {
		return nil, notFoundOr(err)
	}
	r.acceptedOn, r.byRole = file.AcceptedOn, file.LooksByRole
	members, err := client.Member.Query().Where(member.CaseFileID(a.ID), member.RemovedAtIsNil()).
		Select(member.FieldKind, member.FieldUserID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading members: %w", err)
	}
	for _, one := range members {
		if one.UserID != nil && *one.UserID == a.Visit.Viewer.ID {
			r.themself = one.ID
		}
		if MemberKind(one.Kind) == Child {
			r.children++
		}
	}
	for _, standing := range a.Standings {
		r.members = append(r.members, standing.Members...)
	}
	return r, nil
}

// ofFamily reports whether the viewer is of the family.
func (r *logReader) ofFamily() bool {
	return r.Is(policy.RelationCaregiver) || r.Is(policy.RelationChild)
}

// hears reports whether the viewer may know that somebody saw the child's own
// words. A line does not say which child's, and that a child has spoken, and
// to whom, is for that child alone to tell: it is told to whoever looked, and
// to the child itself where no other child of the family can be meant.
func (r *logReader) hears(look Look) bool {
	return look.Self || r.Is(policy.RelationChild) && r.children == 1
}

// tells reports whether a viewer who may see some members' things only is told
// of a look. A line says which sections somebody saw and not about whom, so it
// is judged by whom the looker could see at all: told is what was seen by the
// coordinator, who sees everybody, and by those whose access, as it stood when
// they looked, was about the whole family or about somebody the viewer may see.
// All else could only be about a member the viewer must not learn of.
func (r *logReader) tells(look Look) bool {
	if look.Self || !r.Limited() || look.Relation == policy.RelationCoordinator {
		return true
	}
	if look.Relation == policy.RelationResponsible && !slices.Contains(r.responsible, look.actor) {
		return false // such access does not say whose measures they are
	}
	return slices.ContainsFunc(r.grants, func(g *tenant.AccessGrant) bool {
		return g.UserID == look.actor && g.Relation == look.Relation.String() && stood(g, look.At) && r.shares(g.Members)
	})
}

// shares reports whether ids of members, as a grant holds them, are of the
// whole family or have one that the viewer may see.
func (r *logReader) shares(members string) bool {
	ids, err := ParseIDs(members)
	if err != nil {
		return false
	}
	return len(ids) == 0 || slices.ContainsFunc(ids, func(id uuid.UUID) bool { return slices.Contains(r.members, id) })
}

func stood(g *tenant.AccessGrant, at time.Time) bool {
	return !g.CreatedAt.After(at) && (g.EndedAt == nil || !g.EndedAt.Before(at))
}

// name puts names and the days of the family's yes beside the looks.
func (r *logReader) name(ctx context.Context, looks []Look) error {
	ids := make([]uuid.UUID, 0, len(looks))
	for _, look := range looks {
		if look.actor != uuid.Nil {
			ids = append(ids, look.actor)
		}
	}
	people, err := directory.Called(ctx, r.Visit.Scope, ids)
	if err != nil {
		return err
	}
	for i := range looks {
		look := &looks[i]
		look.Who, look.Title = r.called(people[look.actor], look.Relation)
		if look.Basis == policy.BasisConsent {
			r.dateYes(look)
		}
	}
	return nil
}

// called is what a person is called to this viewer: staff by title alone, where
// the family's file says so. A guest is somebody the family chose themselves.
// Where somebody's address is protected a title is not told to who may not know
// where they are: "kontaktlærer ved" says which school.
func (r *logReader) called(person directory.Person, relation policy.Relation) (who, title string) {
	person.Title = r.TitleOf(person.Title, relation)
	if r.byRole && r.ofFamily() && person.Kind == directory.KindStaff && relation != policy.RelationGuest {
		return "", person.Title
	}
	return person.Name, person.Title
}

// dateYes finds the yes that stood when somebody looked.
func (r *logReader) dateYes(look *Look) {
	if look.Relation == policy.RelationCoordinator {
		look.YesOn = r.acceptedOn
		return
	}
	for _, grant := range r.grants {
		if grant.UserID == look.actor && grant.Relation == look.Relation.String() && !grant.CreatedAt.After(look.At) {
			look.YesOn = grant.SaidYesOn
			look.YesMine = grant.SaidYesBy != nil && *grant.SaidYesBy == r.themself && r.themself != uuid.Nil
		}
	}
}
