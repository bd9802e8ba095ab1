package team_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var ctx = context.Background()

// house is a municipality with a family, a school with a leader and two
// teachers, and a health centre with a leader and a nurse.
type house struct {
	*tenanttest.House
	t                           *testing.T
	family                      tenanttest.Family
	coordinator, caregiver      *tenants.Visit
	school, centre              uuid.UUID
	head, teacher, other, nurse *tenants.Visit
	chief                       *tenants.Visit // of the health centre
}

func both(t *testing.T, test func(*testing.T, *house)) {
	t.Helper()
	tenanttest.Both(t, func(t *testing.T, built *tenanttest.House) { test(t, moveIn(t, built)) })
}

func moveIn(t *testing.T, built *tenanttest.House) *house {
	t.Helper()
	h := &house{House: built, t: t, coordinator: built.Coordinator(), family: built.Family("Lia")}
	h.caregiver = built.Caregiver(h.family)
	h.school, h.centre = h.Unit("Blåbærskogen skole"), h.Unit("Prøvedal helsestasjon")
	h.head = h.WorksAt(h.school, "rektor", policy.RoleLeader)
	h.teacher = h.WorksAt(h.school, "kontaktlaerer", policy.RoleProfessional)
	h.other = h.WorksAt(h.school, "faglaerer", policy.RoleProfessional)
	h.chief = h.WorksAt(h.centre, "leder", policy.RoleLeader)
	h.nurse = h.WorksAt(h.centre, "helsesykepleier", policy.RoleProfessional)
	return h
}

// sayYes is the caregiver's yes to a unit, about some members.
func (h *house) sayYes(unit uuid.UUID, members ...uuid.UUID) uuid.UUID {
	h.t.Helper()
	heard := members
	if len(members) == 0 {
		members = []uuid.UUID{h.family.Child, h.family.Caregiver}
	}
	id, err := consent.Give(ctx, h.coordinator, h.family.ID, consent.Given{
		Purpose: consent.Cooperation, Unit: unit, Members: members, By: h.family.Caregiver,
		Asked: policy.Sections(policy.SectionIdentity, policy.SectionGoals), Answer: consent.Yes,
		How: casefile.HowOral, Told: "Hjemme", Heard: heard, Until: h.Scope.Today().AddDays(30),
	})
	h.Must(err)
	return id
}

func (h *house) invite(unit uuid.UUID) uuid.UUID {
	h.t.Helper()
	id, err := team.Invite(ctx, h.coordinator, h.family.ID, unit, "Kan dere hjelpe oss?")
	h.Must(err)
	return id
}

// seat is a place that somebody of the school has accepted.
func (h *house) seat(person *tenants.Visit) uuid.UUID {
	h.t.Helper()
	id := h.invite(h.school)
	h.Must(team.Name(ctx, h.head, id, person.Viewer.ID))
	h.Must(team.Accept(ctx, person, id))
	return id
}

// inside reports whether somebody is in the family's team at this moment.
func (h *house) inside(v *tenants.Visit) bool {
	h.t.Helper()
	access, err := casefile.Enter(ctx, h.Again(v), h.family.ID)
	if errors.Is(err, tenants.ErrNotFound) {
		return false
	}
	h.Must(err)
	return access.Is(policy.RelationTeam)
}

func (h *house) enter(v *tenants.Visit) *casefile.Access {
	h.t.Helper()
	access, err := casefile.Enter(ctx, h.Again(v), h.family.ID)
	h.Must(err)
	return access
}

func (h *house) places(v *tenants.Visit) []team.Place {
	h.t.Helper()
	places, err := team.List(ctx, h.enter(v))
	h.Must(err)
	return places
}

func (h *house) place(v *tenants.Visit, id uuid.UUID) team.Place {
	h.t.Helper()
	place, err := team.Find(ctx, h.enter(v), id)
	h.Must(err)
	return place
}

// code is the first code of what was wrong with a field.
func code(err error, field string) string {
	var invalid *tenants.Invalid
	if !errors.As(err, &invalid) {
		return ""
	}
	for _, one := range invalid.Fields {
		if one.Field == field {
			return one.Code
		}
	}
	return ""
}
