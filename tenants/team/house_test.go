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
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
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
	h.school, h.centre = h.unit("Blåbærskogen skole"), h.unit("Prøvedal helsestasjon")
	h.head = h.worksAt(h.school, "rektor", policy.RoleLeader)
	h.teacher = h.worksAt(h.school, "kontaktlaerer", policy.RoleProfessional)
	h.other = h.worksAt(h.school, "faglaerer", policy.RoleProfessional)
	h.chief = h.worksAt(h.centre, "leder", policy.RoleLeader)
	h.nurse = h.worksAt(h.centre, "helsesykepleier", policy.RoleProfessional)
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) unit(name string) uuid.UUID {
	h.t.Helper()
	unit, err := directory.AddUnit(ctx, h.Administrator(), directory.Unit{Name: name, Kind: directory.UnitSchool})
	h.must(err)
	return unit.ID
}

// worksAt is somebody who works in a unit.
func (h *house) worksAt(unit uuid.UUID, name string, role policy.Role) *tenants.Visit {
	h.t.Helper()
	visit := h.Staff(h.Scope, name, role)
	h.must(h.Scope.InTx(ctx, func(tx *tenants.Tx) error {
		return tx.Client().User.UpdateOneID(visit.Viewer.ID).SetUnitID(unit).Exec(ctx)
	}))
	return visit
}

// again is somebody's next request.
func (h *house) again(v *tenants.Visit) *tenants.Visit { return tenants.NewVisit(h.Scope, v.Viewer) }

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
	h.must(err)
	return id
}

func (h *house) invite(unit uuid.UUID) uuid.UUID {
	h.t.Helper()
	id, err := team.Invite(ctx, h.coordinator, h.family.ID, unit, "Kan dere hjelpe oss?")
	h.must(err)
	return id
}

// seat is a place that somebody of the school has accepted.
func (h *house) seat(person *tenants.Visit) uuid.UUID {
	h.t.Helper()
	id := h.invite(h.school)
	h.must(team.Name(ctx, h.head, id, person.Viewer.ID))
	h.must(team.Accept(ctx, person, id))
	return id
}

// inside reports whether somebody is in the family's team at this moment.
func (h *house) inside(v *tenants.Visit) bool {
	h.t.Helper()
	access, err := casefile.Enter(ctx, h.again(v), h.family.ID)
	if errors.Is(err, tenants.ErrNotFound) {
		return false
	}
	h.must(err)
	return access.Is(policy.RelationTeam)
}

func (h *house) enter(v *tenants.Visit) *casefile.Access {
	h.t.Helper()
	access, err := casefile.Enter(ctx, h.again(v), h.family.ID)
	h.must(err)
	return access
}

func (h *house) places(v *tenants.Visit) []team.Place {
	h.t.Helper()
	places, err := team.List(ctx, h.enter(v))
	h.must(err)
	return places
}

func (h *house) place(v *tenants.Visit, id uuid.UUID) team.Place {
	h.t.Helper()
	place, err := team.Find(ctx, h.enter(v), id)
	h.must(err)
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
