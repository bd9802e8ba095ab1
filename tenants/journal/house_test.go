package journal_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/kv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// house is one municipality on SQLite files, with a clock that stands at
// Wednesday 4 November 2026, 12.00 in Norway.
type house struct {
	t       *testing.T
	ctx     context.Context
	folder  string
	clock   *clock.Fixed
	scope   *tenants.Scope
	invited int
}

func newHouse(t *testing.T) *house {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	h := &house{t: t, ctx: ctx, folder: t.TempDir(), clock: clock.NewFixed(at("2026-11-04 12:00"))}
	files, err := tenants.SQLiteFiles(h.folder)
	h.must(err)
	t.Cleanup(func() { h.must(files.Close()) })
	_, _, err = tenants.MigrateControl(ctx, files, "control")
	h.must(err)
	control, err := tenants.OpenControl(ctx, files)
	h.must(err)
	t.Cleanup(func() { h.must(control.Close()) })
	store, stop, err := kv.OpenLocal()
	h.must(err)
	t.Cleanup(func() { h.must(stop()) })
	kek, err := seal.NewKEK(make([]byte, seal.KEKBytes))
	h.must(err)
	rules, err := policy.Base()
	h.must(err)
	registry := tenants.NewRegistry(ctx, tenants.Config{
		Control: control, KEK: kek, KV: store, Policy: rules, Clock: h.clock, Log: slog.New(slog.DiscardHandler),
	})
	t.Cleanup(registry.Close)
	provisioner := provision.Provisioner{Registry: registry, Domain: "localhost"}
	made, err := provisioner.Create(ctx, provision.Order{
		Name: "Prøvik", Number: "9901", Slug: "provik", Language: "nb",
		AdminName: "Anne Prøve", AdminEmail: "anne@provik.example",
	})
	h.must(err)
	h.scope, err = registry.ByID(ctx, made.ID)
	h.must(err)
	return h
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

// coordinator invites a coordinator and returns their visit.
func (h *house) coordinator() *tenants.Visit {
	h.t.Helper()
	h.invited++
	user, err := directory.Invite(h.ctx, h.visit(tenants.NewID(), policy.RoleAdministrator), directory.Invitation{
		Name: "Kim Prøve", Email: fmt.Sprintf("kim%d@provik.example", h.invited), Roles: policy.Roles(policy.RoleCoordinator),
	})
	h.must(err)
	return h.visit(user.ID, policy.RoleCoordinator)
}

// family takes in a child and a caregiver of a grade.
func (h *house) family(v *tenants.Visit, grade casefile.Grade) uuid.UUID {
	h.t.Helper()
	id, err := casefile.Open(h.ctx, v, casefile.Intake{
		ShortName: "Familien i blått hus",
		Background: casefile.Background{
			Referrer: "family", ReferredOn: "2026-10-01", Grounds: []casefile.Ground{casefile.GroundWitness},
		},
		AcceptedSaid: true, AcceptedOn: "2026-10-10", AcceptedHow: casefile.HowOral,
		Members: []casefile.Person{
			{Kind: casefile.Child, Name: "Lita Prøve", BornOn: "2018-02-03", Grade: grade},
			{Kind: casefile.Caregiver, Name: "Mo Prøve", Grade: grade},
		},
	})
	h.must(err)
	return id
}

// caregiver gives the family's caregiver a login and returns their visit.
func (h *house) caregiver(v *tenants.Visit, family uuid.UUID) *tenants.Visit {
	h.t.Helper()
	for _, member := range h.members(v, family) {
		if member.Kind == casefile.Caregiver {
			h.must(casefile.GiveAccess(h.ctx, v, family, member.ID, casefile.Login{Email: "mo@familie.example", Language: "nb"}))
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
