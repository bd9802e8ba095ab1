package directory_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

func TestTheInvitedComeInAndAreKnownByWhoTheyAreFromThenOn(t *testing.T) {
	h := openHouse(t)
	invited := h.invite(t, "Turid Fjeldsend", "turid@solvik.example", policy.RoleCoordinator)
	token, u, err := directory.SignIn(t.Context(), h.Scope, staff("Turid@Solvik.example"))
	must(t, err)
	if u.ID != invited.ID || u.State != directory.StateActive {
		t.Fatalf("signed in as %+v", u)
	}
	session, err := directory.Resolve(t.Context(), h.Scope, token)
	must(t, err)
	if session.User.Name != "Turid Fjeldsend" || session.Viewer.Roles != policy.Roles(policy.RoleCoordinator) || session.Viewer.ID != u.ID {
		t.Fatalf("session is %+v", session)
	}
	moved := staff("Turid@Solvik.example")
	moved.Email, moved.EmailVerified = "", false
	_, again, err := directory.SignIn(t.Context(), h.Scope, moved)
	must(t, err)
	equal(t, again.ID, u.ID)
}

func TestAStrangerLearnsNothing(t *testing.T) {
	h := openHouse(t)
	h.invite(t, "Turid Fjeldsend", "turid@solvik.example", policy.RoleCoordinator)
	h.caregiver(t, "Ronja Ekrem", "01819000049")
	_, _, leaverToken := h.join(t, "Even Solum", "even@solvik.example", policy.RoleProfessional)
	session, err := directory.Resolve(t.Context(), h.Scope, leaverToken)
	must(t, err)
	must(t, directory.Leave(t.Context(), h.admin, session.User.ID))

	unverified := staff("turid@solvik.example")
	unverified.EmailVerified = false
	wrongDoor := staff("turid@solvik.example")
	wrongDoor.Kind = directory.KindFamily
	familyAtStaffDoor := directory.Identity{Issuer: staffIssuer, Subject: "x", Kind: directory.KindStaff, PID: "01819000049"}
	nobody := directory.Identity{Kind: directory.KindStaff, Email: "turid@solvik.example", EmailVerified: true}
	for name, who := range map[string]directory.Identity{
		"unknown": staff("ukjent@solvik.example"), "e-mail not verified": unverified, "wrong door": wrongDoor,
		"family at the staff's door": familyAtStaffDoor, "no subject": nobody, "has left": staff("even@solvik.example"),
	} {
		token, u, err := directory.SignIn(t.Context(), h.Scope, who)
		if !errors.Is(err, tenants.ErrForbidden) || token != "" || u != (directory.User{}) {
			t.Errorf("%s: got %q %+v %v", name, token, u, err)
			continue
		}
		if err.Error() != "signing in: sign-in refused: forbidden" {
			t.Errorf("%s is told %q", name, err)
		}
	}
	lines, err := h.Audit().Read(t.Context(), audit.Filter{Limit: 6})
	must(t, err)
	for _, line := range lines {
		equal(t, line.Entry.Action, "session.refuse")
		equal(t, line.Entry.Kind, audit.KindAccess)
	}
}

func TestTwoWhoseNamesAreAlmostAlikeAreTwo(t *testing.T) {
	h := openHouse(t)
	h.join(t, "Håkon Lie", "håkon@solvik.example", policy.RoleAdministrator)
	for _, who := range []directory.Identity{
		staff("haakon@solvik.example"),
		{Issuer: staffIssuer, Subject: "SUB-håkon@solvik.example", Kind: directory.KindStaff},
	} {
		_, _, err := directory.SignIn(t.Context(), h.Scope, who)
		refuses(t, err, directory.ErrStranger)
	}
}

func TestAnInvitationIsForOne(t *testing.T) {
	h := openHouse(t)
	h.join(t, "Turid Fjeldsend", "turid@solvik.example", policy.RoleCoordinator)
	second := staff("turid@solvik.example")
	second.Subject = "another"
	_, _, err := directory.SignIn(t.Context(), h.Scope, second)
	refuses(t, err, directory.ErrStranger)
}

func TestAnEndedRoleIsGoneOnTheNextRequest(t *testing.T) {
	h := openHouse(t)
	u, _, token := h.join(t, "Turid Fjeldsend", "turid@solvik.example", policy.RoleCoordinator, policy.RoleProfessional)
	must(t, directory.EndRole(t.Context(), h.admin, u.ID, policy.RoleCoordinator))
	session, err := directory.Resolve(t.Context(), h.Scope, token)
	must(t, err)
	equal(t, session.Viewer.Roles, policy.Roles(policy.RoleProfessional))
	must(t, directory.GrantRole(t.Context(), h.admin, u.ID, policy.RoleCoordinator))
	session, err = directory.Resolve(t.Context(), h.Scope, token)
	must(t, err)
	equal(t, session.Viewer.Roles, policy.Roles(policy.RoleCoordinator, policy.RoleProfessional))
}

func TestALeftUserIsOutAtOnceAndCannotComeBack(t *testing.T) {
	h := openHouse(t)
	u, _, token := h.join(t, "Even Solum", "even@solvik.example", policy.RoleCoordinator)
	must(t, directory.Leave(t.Context(), h.admin, u.ID))
	_, err := directory.Resolve(t.Context(), h.Scope, token)
	refuses(t, err, directory.ErrSignedOut)
	_, _, err = directory.SignIn(t.Context(), h.Scope, staff("even@solvik.example"))
	refuses(t, err, directory.ErrStranger)
	again := h.invite(t, "Even Solum", "even@solvik.example", policy.RoleProfessional)
	_, back, err := directory.SignIn(t.Context(), h.Scope, staff("even@solvik.example"))
	must(t, err)
	if back.ID != again.ID || back.Roles != policy.Roles(policy.RoleProfessional) {
		t.Fatalf("came back as %+v", back)
	}
}

func TestASessionEndsWhenIdleAndAtTheEndOfTheDay(t *testing.T) {
	h := openHouse(t)
	for _, one := range []struct {
		kind directory.Kind
		who  directory.Identity
	}{
		{directory.KindStaff, staff("ase@solvik.example")},
		{directory.KindFamily, h.familyLogin(t)},
	} {
		limits := directory.LimitsFor(one.kind)
		_, token := h.signIn(t, one.who)
		h.clock.Advance(limits.Idle - time.Second)
		_, err := directory.Peek(t.Context(), h.Scope, token)
		must(t, err)
		h.clock.Advance(time.Second)
		_, err = directory.Resolve(t.Context(), h.Scope, token)
		refuses(t, err, directory.ErrSignedOut)

		_, token = h.signIn(t, one.who)
		began := h.clock.Now()
		for h.clock.Now().Sub(began) < limits.Absolute-limits.Idle/2 {
			session, err := directory.Extend(t.Context(), h.Scope, token)
			must(t, err)
			if session.IdleUntil.After(session.ExpiresAt) || session.ExpiresAt != began.Add(limits.Absolute) {
				t.Fatalf("session lasts until %s and %s", session.IdleUntil, session.ExpiresAt)
			}
			h.clock.Advance(limits.Idle / 2)
		}
		h.clock.Set(began.Add(limits.Absolute))
		_, err = directory.Extend(t.Context(), h.Scope, token)
		refuses(t, err, directory.ErrSignedOut)
	}
}

func (h *house) familyLogin(t *testing.T) directory.Identity {
	h.caregiver(t, "Ronja Ekrem", "01819000049")
	return directory.Identity{Issuer: familyIssuer, Subject: "ronja", Kind: directory.KindFamily, PID: "01819000049"}
}

func TestARequestKeepsTheSessionAndPeekingDoesNot(t *testing.T) {
	h := openHouse(t)
	h.clock.Advance(20 * time.Minute)
	peeked, err := directory.Peek(t.Context(), h.Scope, h.adminToken)
	must(t, err)
	equal(t, peeked.IdleUntil, h.clock.Now().Add(10*time.Minute))
	session, err := directory.Resolve(t.Context(), h.Scope, h.adminToken)
	must(t, err)
	equal(t, session.IdleUntil, h.clock.Now().Add(30*time.Minute))
}

func TestSignedOutIsOut(t *testing.T) {
	h := openHouse(t)
	u, visit, phone := h.join(t, "Turid Fjeldsend", "turid@solvik.example", policy.RoleCoordinator)
	_, desk := h.signIn(t, staff("turid@solvik.example"))
	must(t, directory.SignOut(t.Context(), h.Scope, phone))
	must(t, directory.SignOut(t.Context(), h.Scope, phone))
	must(t, directory.SignOut(t.Context(), h.Scope, "nonsense"))
	_, err := directory.Resolve(t.Context(), h.Scope, phone)
	refuses(t, err, directory.ErrSignedOut)
	_, err = directory.Resolve(t.Context(), h.Scope, desk)
	must(t, err)

	must(t, directory.SignOutEverywhere(t.Context(), visit, u.ID))
	_, err = directory.Resolve(t.Context(), h.Scope, desk)
	refuses(t, err, directory.ErrSignedOut)
	refuses(t, directory.SignOutEverywhere(t.Context(), visit, h.admin.Viewer.ID), tenants.ErrNotFound)
}

func TestSigningInAgainInTheSameBrowserEndsTheSessionThatWasThere(t *testing.T) {
	h := openHouse(t)
	who := staff("ase@solvik.example")
	who.Replaces = h.adminToken
	_, token := h.signIn(t, who)
	if token == h.adminToken {
		t.Fatal("the token is the same")
	}
	_, err := directory.Resolve(t.Context(), h.Scope, h.adminToken)
	refuses(t, err, directory.ErrSignedOut)
}

func TestWhatIsNoTokenOpensNothing(t *testing.T) {
	h := openHouse(t)
	for _, token := range []string{"", "x", h.adminToken[1:], h.adminToken + "A", string(make([]byte, 43))} {
		_, err := directory.Resolve(t.Context(), h.Scope, token)
		refuses(t, err, directory.ErrSignedOut)
	}
}

func BenchmarkResolve(b *testing.B) {
	h := openHouse(b)
	for b.Loop() {
		_, err := directory.Resolve(b.Context(), h.Scope, h.adminToken)
		if err != nil {
			b.Fatal(err)
		}
	}
}
