package tenanttest

import (
	"context"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// YoungMember adds a child of fifteen to a family, called by a name, and
// returns the member.
func (h *House) YoungMember(family Family, name string) uuid.UUID {
	h.T.Helper()
	id, err := casefile.AddMember(context.Background(), h.Coordinator(), family.ID, casefile.Person{
		Kind: casefile.Child, Name: name, BornOn: "2011-02-08", Grade: casefile.GradeOpen,
	})
	must(h.T, err)
	return id
}

// YoungPerson visits Fjordby as a child of a family, old enough for a login,
// given one by the coordinator and signed in with an invented number.
func (h *House) YoungPerson(family Family, member uuid.UUID) *tenants.Visit {
	h.T.Helper()
	ctx := context.Background()
	key := member.String()
	user, known := h.people[key]
	if !known {
		pid := PID(len(h.people))
		must(h.T, casefile.GiveAccess(ctx, h.Coordinator(), family.ID, member, casefile.Login{PID: pid, Language: "nb"}))
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
