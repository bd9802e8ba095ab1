package directory_test

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/kv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

const (
	staffIssuer  = "https://ansatt.example"
	familyIssuer = "https://familie.example"
)

// house is one municipality with an administrator who has signed in.
type house struct {
	*tenants.Scope
	clock      *clock.Fixed
	folder     string
	admin      *tenants.Visit
	adminToken string
}

// databases are files, or the server of the two URLs in the environment.
func databases(t testing.TB, folder string) (tenants.Databases, string) {
	t.Helper()
	serve, owner := os.Getenv("HVERDAG_TEST_SERVE_URL"), os.Getenv("HVERDAG_TEST_OWNER_URL")
	if serve == "" || owner == "" {
		return files(t, folder)
	}
	control := tenants.NewDatabaseName()
	server, err := tenants.PostgresServer(serve, owner, control)
	must(t, err)
	return server, control
}

func files(t testing.TB, folder string) (tenants.Databases, string) {
	t.Helper()
	opened, err := tenants.SQLiteFiles(folder)
	must(t, err)
	return opened, "control"
}

func openHouse(t testing.TB) *house {
	t.Helper()
	return openHouseOn(t, databases)
}

func openHouseOn(t testing.TB, profile func(testing.TB, string) (tenants.Databases, string)) *house {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	h := &house{clock: clock.NewFixed(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)), folder: t.TempDir()}
	dbs, controlName := profile(t, h.folder)
	_, _, err := tenants.MigrateControl(ctx, dbs, controlName)
	must(t, err)
	control, err := tenants.OpenControl(ctx, dbs)
	must(t, err)
	key := make([]byte, seal.KEKBytes)
	rand.Read(key)
	kek, err := seal.NewKEK(key)
	must(t, err)
	store, closeStore, err := kv.OpenLocal()
	must(t, err)
	table, err := policy.Base()
	must(t, err)
	registry := tenants.NewRegistry(ctx, tenants.Config{
		Control: control, KEK: kek, KV: store, Policy: table, Clock: h.clock,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	t.Cleanup(func() {
		cancel()
		registry.Close()
		must(t, errors.Join(control.Close(), closeStore(), dbs.Close()))
	})
	provisioner := &provision.Provisioner{Registry: registry, Domain: "example"}
	made, err := provisioner.Create(ctx, provision.Order{
		Name: "Solvik", Number: "9901", Slug: "solvik", Language: "nb",
		AdminName: "Åse Tangvik", AdminEmail: "ase@solvik.example",
	})
	must(t, err)
	h.Scope, err = registry.ByID(ctx, made.ID)
	must(t, err)
	h.admin, h.adminToken = h.signIn(t, staff("ase@solvik.example"))
	return h
}

// staff is what the municipality's identity provider says of somebody whose
// subject there is their e-mail.
func staff(email string) directory.Identity {
	return directory.Identity{
		Issuer: staffIssuer, Subject: "sub-" + email, Kind: directory.KindStaff, Email: email, EmailVerified: true,
	}
}

// signIn lets somebody in and begins their visit.
func (h *house) signIn(t testing.TB, who directory.Identity) (*tenants.Visit, string) {
	t.Helper()
	token, _, err := directory.SignIn(t.Context(), h.Scope, who)
	must(t, err)
	session, err := directory.Resolve(t.Context(), h.Scope, token)
	must(t, err)
	return tenants.NewVisit(h.Scope, session.Viewer), token
}

// invite makes a colleague with a role.
func (h *house) invite(t testing.TB, name, email string, roles ...policy.Role) directory.User {
	t.Helper()
	u, err := directory.Invite(t.Context(), h.admin, directory.Invitation{
		Name: name, Email: email, Roles: policy.Roles(roles...),
	})
	must(t, err)
	return u
}

// join invites a colleague who signs in at once.
func (h *house) join(t testing.TB, name, email string, roles ...policy.Role) (directory.User, *tenants.Visit, string) {
	t.Helper()
	u := h.invite(t, name, email, roles...)
	visit, token := h.signIn(t, staff(email))
	return u, visit, token
}

// caregiver gives a caregiver a login as casefile does.
func (h *house) caregiver(t testing.TB, name, pid string) uuid.UUID {
	t.Helper()
	var id uuid.UUID
	must(t, h.InTx(t.Context(), func(tx *tenants.Tx) error {
		var err error
		id, err = directory.InviteFamilyMember(t.Context(), tx, directory.FamilyInvitation{Name: name, PID: pid})
		return err
	}))
	return id
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refuses checks that err is want.
func refuses(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

// faults checks that err is exactly these faults, as "field code".
func faults(t testing.TB, err error, want ...string) {
	t.Helper()
	var invalid *tenants.Invalid
	if !errors.As(err, &invalid) {
		t.Fatalf("got %v, want faults %v", err, want)
	}
	var got []string
	for _, field := range invalid.Fields {
		got = append(got, field.Field+" "+field.Code)
	}
	equal(t, got, want)
}
