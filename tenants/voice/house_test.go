package voice_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/voice"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// home is a family with a caregiver, two young people with logins, a small
// child, and a teacher in the team.
type home struct {
	t                              *testing.T
	ctx                            context.Context
	house                          *tenanttest.House
	family                         tenanttest.Family
	child, sibling                 uuid.UUID // members
	coordinator, caregiver         *tenants.Visit
	young, other                   *tenants.Visit
	teacher, leader, privacyKeeper *tenants.Visit
}

func both(t *testing.T, test func(t *testing.T, h *home)) {
	t.Helper()
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) { test(t, moveIn(t, house)) })
}

func moveIn(t *testing.T, house *tenanttest.House) *home {
	t.Helper()
	h := &home{t: t, ctx: t.Context(), house: house, family: house.Family("Blått hus")}
	h.coordinator, h.caregiver = house.Coordinator(), house.Caregiver(h.family)
	h.child, h.sibling = house.YoungMember(h.family, "Noor Blåhus"), house.YoungMember(h.family, "Liv Blåhus")
	h.young, h.other = house.YoungPerson(h.family, h.child), house.YoungPerson(h.family, h.sibling)
	h.teacher = house.Professional()
	h.leader = house.Staff(house.Scope, "leder", policy.RoleLeader)
	h.privacyKeeper = house.Staff(house.Scope, "ombud", policy.RolePrivacyOfficer)
	h.letIn(h.teacher.Viewer.ID, policy.RelationTeam)
	return h
}

// letIn gives somebody a relation to the family, about these members or all.
func (h *home) letIn(user uuid.UUID, relation policy.Relation, members ...uuid.UUID) {
	h.t.Helper()
	h.must(h.coordinator.InTx(h.ctx, func(tx *tenants.Tx) error {
		return casefile.Let(h.ctx, h.coordinator, tx, h.family.ID, casefile.Grant{
			User: user, Relation: relation, Basis: policy.BasisConsent, Members: members,
			Yes: casefile.Yes{By: h.family.Caregiver, On: h.coordinator.Today(), How: casefile.HowOral},
		})
	}))
}

func (h *home) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// visit is a new request by the same person.
func again(v *tenants.Visit) *tenants.Visit { return tenants.NewVisit(v.Scope, v.Viewer) }

// hears is what somebody's next request finds of the children's words; somebody
// who is not inside the family finds nothing.
func (h *home) hears(v *tenants.Visit) []string {
	h.t.Helper()
	access, err := casefile.Enter(h.ctx, again(v), h.family.ID)
	if err != nil {
		return nil
	}
	entries, err := voice.SharedWith(h.ctx, access)
	h.must(err)
	var texts []string
	for _, one := range entries {
		texts = append(texts, one.Text)
	}
	return texts
}

func (h *home) enter(v *tenants.Visit) *casefile.Access {
	h.t.Helper()
	access, err := casefile.Enter(h.ctx, again(v), h.family.ID)
	h.must(err)
	return access
}

func (h *home) says(v *tenants.Visit, text string) uuid.UUID {
	h.t.Helper()
	id, err := voice.Write(h.ctx, v, h.family.ID, voice.Words{Kind: voice.Worries, Text: text})
	h.must(err)
	return id
}

func (h *home) saysYes(v *tenants.Visit, id uuid.UUID, people ...*tenants.Visit) {
	h.t.Helper()
	h.must(voice.SayYes(h.ctx, v, h.family.ID, id, ids(people...)))
}

func ids(people ...*tenants.Visit) []uuid.UUID {
	var list []uuid.UUID
	for _, one := range people {
		list = append(list, one.Viewer.ID)
	}
	return list
}
