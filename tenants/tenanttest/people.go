package tenanttest

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Issuer is the identity provider that vouches for everybody here.
const Issuer = "https://issuer.example"

// Administrator visits Fjordby as its first administrator.
func (h *House) Administrator() *tenants.Visit { return h.administratorOf(h.Scope) }

func (h *House) administratorOf(scope *tenants.Scope) *tenants.Visit {
	h.T.Helper()
	return h.signIn(scope, "administrator@"+scope.Slug+".example")
}

// NeighbourAdministrator visits Skogvik as its first administrator.
func (h *House) NeighbourAdministrator() *tenants.Visit { return h.administratorOf(h.Neighbour) }

// Coordinator visits Fjordby as its hverdagskoordinator.
func (h *House) Coordinator() *tenants.Visit {
	return h.Staff(h.Scope, "koordinator", policy.RoleCoordinator)
}

// Colleague visits Fjordby as another hverdagskoordinator.
func (h *House) Colleague() *tenants.Visit {
	return h.Staff(h.Scope, "kollega", policy.RoleCoordinator)
}

// Professional visits Fjordby as a teacher.
func (h *House) Professional() *tenants.Visit {
	return h.Staff(h.Scope, "laerer", policy.RoleProfessional)
}

// NeighbourCoordinator visits Skogvik as its hverdagskoordinator.
func (h *House) NeighbourCoordinator() *tenants.Visit {
	return h.Staff(h.Neighbour, "koordinator", policy.RoleCoordinator)
}

// Staff visits a municipality as a person of its own with the given roles,
// invited by its administrator and signed in the first time they are asked for.
func (h *House) Staff(scope *tenants.Scope, name string, roles ...policy.Role) *tenants.Visit {
	h.T.Helper()
	email := name + "@" + scope.Slug + ".example"
	if _, known := h.people[email]; !known {
		_, err := directory.Invite(context.Background(), h.administratorOf(scope), directory.Invitation{
			Name: "Prøve " + name, Title: name, Email: email, Roles: policy.Roles(roles...),
		})
		must(h.T, err)
	}
	return h.signIn(scope, email)
}

func (h *House) signIn(scope *tenants.Scope, email string) *tenants.Visit {
	h.T.Helper()
	user, known := h.people[email]
	if !known {
		var err error
		var token string
		token, user, err = directory.SignIn(context.Background(), scope, directory.Identity{
			Issuer: Issuer, Subject: email, Kind: directory.KindStaff, Email: email, EmailVerified: true,
		})
		must(h.T, err)
		h.people[email], h.tokens[user.ID] = user, token
	}
	return tenants.NewVisit(scope, policy.Viewer{ID: user.ID, Roles: user.Roles})
}

// Intake is a family of one child and one caregiver, as typed at the table.
func (h *House) Intake(name string) casefile.Intake {
	today := clock.Today(h.Clock)
	return casefile.Intake{
		ShortName: name,
		Background: casefile.Background{
			Referrer: "barnehus", ReferredOn: today.AddDays(-20), CrisisOn: today.AddDays(-60),
			Grounds: []casefile.Ground{casefile.GroundWitness},
		},
		AcceptedSaid: true, AcceptedOn: today.AddDays(-2), AcceptedHow: casefile.HowOral,
		Members: []casefile.Person{
			{Kind: casefile.Child, Name: "Elva " + name, BornOn: "2016-05-04", Grade: casefile.GradeOpen},
			{Kind: casefile.Caregiver, Name: "Mona " + name, Relation: "mor", Phone: "000 00 012", Grade: casefile.GradeOpen},
		},
	}
}

// Family is a family in Fjordby with the ids a test needs.
type Family struct {
	ID        uuid.UUID
	Child     uuid.UUID
	Caregiver uuid.UUID // the member
}

// Family opens a follow-up in Fjordby with the coordinator as coordinator.
func (h *House) Family(name string) Family {
	h.T.Helper()
	return h.FamilyOf(h.Coordinator(), h.Intake(name))
}

// FamilyOf opens a follow-up as somebody.
func (h *House) FamilyOf(v *tenants.Visit, intake casefile.Intake) Family {
	h.T.Helper()
	ctx := context.Background()
	id, err := casefile.Open(ctx, v, intake)
	must(h.T, err)
	access, err := casefile.Enter(ctx, v, id)
	must(h.T, err)
	members, err := casefile.Members(ctx, access)
	must(h.T, err)
	family := Family{ID: id}
	for _, member := range members {
		switch member.Kind {
		case casefile.Child:
			family.Child = member.ID
		case casefile.Caregiver:
			family.Caregiver = member.ID
		}
	}
	return family
}

// Caregiver visits Fjordby as the caregiver of a family, given access by the
// coordinator and signed in with an invented number.
func (h *House) Caregiver(family Family) *tenants.Visit {
	h.T.Helper()
	ctx := context.Background()
	key := family.ID.String()
	user, known := h.people[key]
	if !known {
		pid := PID(len(h.people))
		must(h.T, casefile.GiveAccess(ctx, h.Coordinator(), family.ID, family.Caregiver, casefile.Login{PID: pid, Language: "nb"}))
		var token string
		var err error
		token, user, err = directory.SignIn(ctx, h.Scope, directory.Identity{
			Issuer: Issuer, Subject: key, Kind: directory.KindFamily, PID: pid,
		})
		must(h.T, err)
		h.people[key], h.tokens[user.ID] = user, token
	}
	return tenants.NewVisit(h.Scope, policy.Viewer{ID: user.ID, Roles: user.Roles})
}

// PID is the n-th national identity number that can belong to nobody: months
// run from 81 in numbers made for tests. The control digits fit.
func PID(n int) string {
	for {
		for control := range 100 {
			pid := fmt.Sprintf("018180%03d%02d", n%1000, control)
			if directory.LooksLikePID(pid) {
				return pid
			}
		}
		n++ // no control digits fit this one
	}
}

// Token is the session token of somebody who visits, for tests of pages.
func (h *House) Token(v *tenants.Visit) string { return h.tokens[v.Viewer.ID] }
