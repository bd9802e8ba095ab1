package provision_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

const leadEmail = "leder@stiftelsen.example"

// lead is one of the foundation's people, invited and not signed in yet.
func lead(t *testing.T, house *tenanttest.House) provision.ConsoleUser {
	t.Helper()
	user, err := house.Provisioner.InviteConsoleUser(t.Context(), provision.ConsoleInvitation{Name: "Prøve Leder", Email: leadEmail})
	if err != nil {
		t.Fatal(err)
	}
	return user
}

func identity(subject, email string) provision.ConsoleIdentity {
	return provision.ConsoleIdentity{Issuer: tenanttest.Issuer, Subject: subject, Email: email}
}

func signIn(t *testing.T, house *tenanttest.House, who provision.ConsoleIdentity) string {
	t.Helper()
	token, _, err := house.Provisioner.ConsoleSignIn(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func isOut(t *testing.T, house *tenanttest.House, token string) {
	t.Helper()
	_, err := house.Provisioner.ConsoleResolve(t.Context(), token)
	if !errors.Is(err, provision.ErrConsoleSignedOut) {
		t.Errorf("the session is still good: %v", err)
	}
}

func isIn(t *testing.T, house *tenanttest.House, token string) provision.ConsoleSession {
	t.Helper()
	session, err := house.Provisioner.ConsoleResolve(t.Context(), token)
	if err != nil {
		t.Fatalf("the session is not good: %v", err)
	}
	return session
}

func TestAnInvitedConsoleUserIsBoundToTheFirstIdentityWithTheirEmail(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		invited := lead(t, house)
		session := isIn(t, house, signIn(t, house, identity("a", strings.ToUpper(leadEmail))))
		if session.User.ID != invited.ID || session.User.Role != policy.RoleProgrammeLead {
			t.Errorf("signed in as %+v", session.User)
		}
		isIn(t, house, signIn(t, house, identity("a", ""))) // known by the subject from now on
		for _, stranger := range []provision.ConsoleIdentity{
			identity("b", leadEmail), identity("b", ""), identity("", leadEmail),
			{Issuer: "https://other.example", Subject: "a", Email: leadEmail}, {Subject: "a", Email: leadEmail},
		} {
			_, _, err := house.Provisioner.ConsoleSignIn(t.Context(), stranger)
			if !errors.Is(err, provision.ErrConsoleStranger) || !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("%+v: %v", stranger, err)
			}
		}
	})
}

func TestAMunicipalitysOwnPeopleAreNotTheFoundations(t *testing.T) {
	house := tenanttest.SQLite(t)
	house.Administrator()
	_, _, err := house.Provisioner.ConsoleSignIn(t.Context(), identity("administrator@fjordby.example", "administrator@fjordby.example"))
	if !errors.Is(err, provision.ErrConsoleStranger) {
		t.Errorf("an administrator signs in to the console: %v", err)
	}
}

func TestAConsoleSessionEndsWhenIdleAndAtTheEndOfTheDay(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		lead(t, house)
		idle := signIn(t, house, identity("a", leadEmail))
		house.Clock.Advance(provision.ConsoleIdle - time.Minute)
		isIn(t, house, idle)
		house.Clock.Advance(provision.ConsoleIdle - time.Minute)
		isIn(t, house, idle)
		house.Clock.Advance(provision.ConsoleIdle)
		isOut(t, house, idle)
		busy := signIn(t, house, identity("a", ""))
		for range 20 {
			isIn(t, house, busy)
			house.Clock.Advance(provision.ConsoleIdle - time.Second)
		}
		isIn(t, house, busy)
		house.Clock.Advance(11 * time.Second * 2)
		isOut(t, house, busy)
	})
}

func TestSigningOutReplacingAndLeavingEndAConsoleSessionAtOnce(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		user := lead(t, house)
		first := signIn(t, house, identity("a", leadEmail))
		replacing := identity("a", "")
		replacing.Replaces = first
		second := signIn(t, house, replacing)
		isOut(t, house, first)
		isIn(t, house, second)
		if err := house.Provisioner.ConsoleSignOut(t.Context(), second); err != nil {
			t.Fatal(err)
		}
		isOut(t, house, second)
		third := signIn(t, house, identity("a", ""))
		if err := house.Provisioner.EndConsoleUser(t.Context(), user.ID); err != nil {
			t.Fatal(err)
		}
		isOut(t, house, third)
		_, _, err := house.Provisioner.ConsoleSignIn(t.Context(), identity("a", leadEmail))
		if !errors.Is(err, provision.ErrConsoleStranger) {
			t.Errorf("whoever has left signs in: %v", err)
		}
	})
}

func TestTheTokenOfAConsoleSessionIsKeptNowhere(t *testing.T) {
	house := tenanttest.SQLite(t)
	lead(t, house)
	token := signIn(t, house, identity("a", leadEmail))
	var rows int
	err := house.Control.DB().QueryRowContext(t.Context(),
		`SELECT count(*) FROM console_sessions WHERE token_hash = $1`, token).Scan(&rows)
	if err != nil {
		t.Fatal(err)
	}
	if rows != 0 {
		t.Error("the token itself is in the control plane")
	}
	isOut(t, house, "")
	isOut(t, house, token+"x")
}

func TestTheEventsSayWhatWasDoneAndByWhom(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		user := lead(t, house)
		if err := house.Provisioner.Suspend(t.Context(), house.Scope.ID, user.ID); err != nil {
			t.Fatal(err)
		}
		if err := house.Provisioner.Activate(t.Context(), house.Scope.ID, uuid.Nil); err != nil {
			t.Fatal(err)
		}
		events, err := house.Provisioner.Events(t.Context(), house.Scope.ID)
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, event := range events {
			said = append(said, event.What+" "+event.Who)
		}
		want := "activated |suspended Prøve Leder|activated |created "
		if got := strings.Join(said, "|"); got != want {
			t.Errorf("events %q, want %q", got, want)
		}
	})
}

func TestAMunicipalityThatIsNotMigratedIsSaidToBeLate(t *testing.T) {
	house := tenanttest.SQLite(t)
	one, err := house.Provisioner.Get(t.Context(), house.Scope.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		version int
		state   string
		want    provision.SchemaState
	}{
		{one.SchemaVersion, "", provision.SchemaCurrent},
		{one.SchemaVersion - 1, "", provision.SchemaLate},
		{one.SchemaVersion - 1, "failed", provision.SchemaFailed},
		{one.SchemaVersion + 1, "", provision.SchemaNewer},
	} {
		asked := one
		asked.SchemaVersion, asked.MigrationState = c.version, c.state
		if got := house.Provisioner.Schema(asked); got != c.want {
			t.Errorf("version %d %q: %s, want %s", c.version, c.state, got, c.want)
		}
	}
}
