package tenanttest

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Must ends the test at an error.
func (h *House) Must(err error) {
	h.T.Helper()
	must(h.T, err)
}

// VisitAs visits Fjordby as somebody who holds a role.
func (h *House) VisitAs(id uuid.UUID, role policy.Role) *tenants.Visit {
	return tenants.NewVisit(h.Scope, policy.Viewer{ID: id, Roles: policy.Roles(role)})
}

// Again is somebody's next request.
func (h *House) Again(v *tenants.Visit) *tenants.Visit { return tenants.NewVisit(v.Scope, v.Viewer) }

// Enter goes in to a family, which must be open to the visitor.
func (h *House) Enter(v *tenants.Visit, family uuid.UUID) *casefile.Access {
	h.T.Helper()
	access, err := casefile.Enter(context.Background(), v, family)
	must(h.T, err)
	return access
}

// Members are those of a family, as the visitor sees them.
func (h *House) Members(v *tenants.Visit, family uuid.UUID) []casefile.Member {
	h.T.Helper()
	members, err := casefile.Members(context.Background(), h.Enter(v, family))
	must(h.T, err)
	return members
}

// AnotherCoordinator is one more coordinator of Fjordby each time.
func (h *House) AnotherCoordinator() *tenants.Visit {
	h.T.Helper()
	return h.Staff(h.Scope, fmt.Sprintf("kim%d", len(h.people)), policy.RoleCoordinator)
}

// FamilyOfGrade takes in a child and a caregiver of a grade as somebody.
func (h *House) FamilyOfGrade(v *tenants.Visit, grade casefile.Grade) uuid.UUID {
	h.T.Helper()
	intake := h.Intake("Blått hus")
	for n := range intake.Members {
		intake.Members[n].Grade = grade
	}
	return h.FamilyOf(v, intake).ID
}

// CaregiverOf visits Fjordby as the caregiver of a family that somebody else
// than Coordinator follows, who lets them in.
func (h *House) CaregiverOf(v *tenants.Visit, family uuid.UUID) *tenants.Visit {
	h.T.Helper()
	for _, member := range h.Members(v, family) {
		if member.Kind == casefile.Caregiver {
			login := casefile.Login{Email: "mona@familie.example", Language: "nb"}
			must(h.T, casefile.GiveAccess(context.Background(), v, family, member.ID, login))
		}
	}
	for _, member := range h.Members(v, family) {
		if member.UserID != nil {
			return h.VisitAs(*member.UserID, policy.RoleCaregiver)
		}
	}
	h.T.Fatal("nobody in the family was given a login")
	return nil
}

// Unit is a new school in Fjordby.
func (h *House) Unit(name string) uuid.UUID {
	h.T.Helper()
	unit, err := directory.AddUnit(context.Background(), h.Administrator(), directory.Unit{Name: name, Kind: directory.UnitSchool})
	must(h.T, err)
	return unit.ID
}

// WorksAt visits Fjordby as somebody who works in a unit.
func (h *House) WorksAt(unit uuid.UUID, name string, role policy.Role) *tenants.Visit {
	h.T.Helper()
	visit := h.Staff(h.Scope, name, role)
	must(h.T, h.Scope.InTx(context.Background(), func(tx *tenants.Tx) error {
		return tx.Client().User.UpdateOneID(visit.Viewer.ID).SetUnitID(unit).Exec(context.Background())
	}))
	return visit
}

// At reads a time as the clocks in Norway show it: "2006-01-02 15:04".
func At(text string) time.Time {
	when, err := time.ParseInLocation("2006-01-02 15:04", text, clock.Oslo)
	if err != nil {
		panic(err)
	}
	return when.UTC()
}
