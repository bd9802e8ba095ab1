package journal_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// house is a municipality in which it is Wednesday 4 November 2026, 12.00.
type house struct {
	t       *testing.T
	ctx     context.Context
	clock   *clock.Fixed
	scope   *tenants.Scope
	built   *tenanttest.House
	invited int
}

// both runs a test on both kinds of database.
func both(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	tenanttest.Both(t, func(t *testing.T, built *tenanttest.House) { test(t, moveIn(t, built)) })
}

// onSQLite runs a test of what no database has a say in on one kind only.
func onSQLite(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	test(t, moveIn(t, tenanttest.SQLite(t)))
}

func moveIn(t *testing.T, built *tenanttest.House) *house {
	t.Helper()
	built.Clock.Set(at("2026-11-04 12:00"))
	return &house{t: t, ctx: t.Context(), clock: built.Clock, scope: built.Scope, built: built}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) visit(id uuid.UUID, role policy.Role) *tenants.Visit {
	return tenants.NewVisit(h.scope, policy.Viewer{ID: id, Roles: policy.Roles(role)})
}

// coordinator is one more coordinator each time.
func (h *house) coordinator() *tenants.Visit {
	h.t.Helper()
	h.invited++
	return h.built.Staff(h.scope, fmt.Sprintf("kim%d", h.invited), policy.RoleCoordinator)
}

// family takes in a child and a caregiver of a grade.
func (h *house) family(v *tenants.Visit, grade casefile.Grade) uuid.UUID {
	h.t.Helper()
	intake := h.built.Intake("Blått hus")
	for n := range intake.Members {
		intake.Members[n].Grade = grade
	}
	return h.built.FamilyOf(v, intake).ID
}

// caregiver gives the family's caregiver a login and returns their visit.
func (h *house) caregiver(v *tenants.Visit, family uuid.UUID) *tenants.Visit {
	h.t.Helper()
	for _, member := range h.members(v, family) {
		if member.Kind == casefile.Caregiver {
			h.must(casefile.GiveAccess(h.ctx, v, family, member.ID, casefile.Login{Email: "mona@familie.example", Language: "nb"}))
		}
	}
	for _, member := range h.members(v, family) {
		if member.UserID != nil {
			return h.visit(*member.UserID, policy.RoleCaregiver)
		}
	}
	h.t.Fatal("nobody in the family was given a login")
	return nil
}

func (h *house) members(v *tenants.Visit, family uuid.UUID) []casefile.Member {
	h.t.Helper()
	members, err := casefile.Members(h.ctx, h.enter(v, family))
	h.must(err)
	return members
}

func (h *house) enter(v *tenants.Visit, family uuid.UUID) *casefile.Access {
	h.t.Helper()
	access, err := casefile.Enter(h.ctx, v, family)
	h.must(err)
	return access
}

// at reads a time as the clocks in Norway show it.
func at(text string) time.Time {
	when, err := time.ParseInLocation("2006-01-02 15:04", text, clock.Oslo)
	if err != nil {
		panic(err)
	}
	return when.UTC()
}
