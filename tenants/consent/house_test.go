package consent_test

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
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var ctx = context.Background()

// house is a municipality with a family of one child of ten, a young person of
// sixteen, two caregivers, and a school with a teacher in the team.
type house struct {
	*tenanttest.House
	t                  *testing.T
	family             tenanttest.Family
	young, father      uuid.UUID
	school             uuid.UUID
	coordinator, mona  *tenants.Visit
	teacher, principal *tenants.Visit
}

func both(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	tenanttest.Both(t, func(t *testing.T, built *tenanttest.House) { test(t, moveIn(t, built)) })
}

func moveIn(t *testing.T, built *tenanttest.House) *house {
	t.Helper()
	h := &house{House: built, t: t, coordinator: built.Coordinator()}
	intake := built.Intake("Lia")
	intake.Members = append(intake.Members,
		casefile.Person{Kind: casefile.Child, Name: "Odin Lia", BornOn: "2010-05-04", Grade: casefile.GradeOpen},
		casefile.Person{Kind: casefile.Caregiver, Name: "Geir Lia", Relation: "far", Grade: casefile.GradeOpen},
	)
	h.family = built.FamilyOf(h.coordinator, intake)
	for _, one := range h.Members(h.coordinator, h.family.ID) {
		switch one.Name {
		case "Elva Lia":
			h.family.Child = one.ID
		case "Mona Lia":
			h.family.Caregiver = one.ID
		case "Odin Lia":
			h.young = one.ID
		case "Geir Lia":
			h.father = one.ID
		}
	}
	h.school = h.Unit("Blåbærskogen skole")
	h.teacher = h.WorksAt(h.school, "kontakt", policy.RoleProfessional)
	h.principal = h.WorksAt(h.school, "rektor", policy.RoleLeader)
	h.mona = built.Caregiver(h.family)
	return h
}

// yes is the caregiver's yes for the youngest child and herself to the school.
func (h *house) yes() consent.Given {
	return consent.Given{
		Purpose: consent.Cooperation, Unit: h.school, Members: []uuid.UUID{h.family.Child, h.family.Caregiver},
		Asked: policy.Sections(policy.SectionGoals, policy.SectionMeasures), By: h.family.Caregiver,
		Answer: consent.Yes, How: casefile.HowOral, Told: "Hjemme ved kjøkkenbordet",
	}
}

func (h *house) give(v *tenants.Visit, g consent.Given) uuid.UUID {
	h.t.Helper()
	id, err := consent.Give(ctx, v, h.family.ID, g)
	h.Must(err)
	return id
}

// admit gives somebody a place in the team, as the team package does.
func (h *house) admit(person *tenants.Visit) {
	h.t.Helper()
	h.Must(h.Scope.InTx(ctx, func(tx *tenants.Tx) error {
		return consent.Admit(ctx, h.coordinator, tx, h.family.ID, h.school, person.Viewer.ID)
	}))
}

// sees reports which sections of the family are open to somebody, asked on a
// scope of their own choice.
func (h *house) sees(scope *tenants.Scope, v *tenants.Visit) policy.SectionSet {
	h.t.Helper()
	access, err := casefile.Enter(ctx, tenants.NewVisit(scope, v.Viewer), h.family.ID)
	if errors.Is(err, tenants.ErrNotFound) {
		return 0
	}
	h.Must(err)
	var open policy.SectionSet
	for _, section := range policy.Shareable() {
		if access.May(section, policy.ActionSee) {
			open |= policy.Sections(section)
		}
	}
	return open
}

// looks lets somebody look at the family, on record.
func (h *house) looks(v *tenants.Visit) {
	h.t.Helper()
	visit := h.Again(v)
	h.Must(h.Enter(visit, h.family.ID).RequireSee(policy.SectionOverview))
	h.Must(visit.Commit(ctx))
}

func (h *house) list(v *tenants.Visit) []consent.Consent {
	h.t.Helper()
	list, err := consent.List(ctx, h.Enter(v, h.family.ID))
	h.Must(err)
	return list
}

// faults are the codes of what was wrong, by field.
func faults(t *testing.T, err error) map[string]string {
	t.Helper()
	var invalid *tenants.Invalid
	if !errors.As(err, &invalid) {
		t.Fatalf("want faults, got %v", err)
	}
	found := map[string]string{}
	for _, one := range invalid.Fields {
		found[one.Field] = one.Code
	}
	return found
}
