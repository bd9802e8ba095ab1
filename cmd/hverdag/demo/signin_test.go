package demo_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/cmd/hverdag/demo"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/baton"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/insight"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin/demoissuer"
)

func TestEverybodyOnTheSignInPageCanSignInAndNobodyElse(t *testing.T) {
	house := seeded(t, tenanttest.SQLite(t), tenanttest.Start)
	listed := map[string]int{}
	for _, p := range people(t) {
		listed[p.Host]++
		if p.Kind == demoissuer.KindFoundation {
			_, _, err := house.Provisioner.ConsoleSignIn(t.Context(), provision.ConsoleIdentity{
				Issuer: issuer, Subject: p.Sub, Email: p.Email,
			})
			must(t, err)
			continue
		}
		v := visit(t, house, p)
		if v.Viewer.Roles.Empty() {
			t.Errorf("%s holds no role", p.Value)
		}
		for _, town := range towns {
			if host := town + ".localhost"; host != p.Host {
				_, _, err := directory.SignIn(t.Context(), scopeOf(t, house, host), claims(p))
				if !errors.Is(err, directory.ErrStranger) {
					t.Errorf("%s at %s: %v", p.Value, host, err)
				}
			}
		}
	}
	for _, town := range towns {
		scope := scopeOf(t, house, town+".localhost")
		users, err := scope.Client().User.Query().Count(t.Context())
		must(t, err)
		if users != listed[scope.Host] {
			t.Errorf("%s has %d users and lists %d", town, users, listed[scope.Host])
		}
	}
	own, err := house.Control.Client().ConsoleUser.Query().Count(t.Context())
	must(t, err)
	if host := demo.ConsoleSlug + ".localhost"; own == 0 || own != listed[host] {
		t.Errorf("the console has %d users and lists %d", own, listed[host])
	}
}

func TestEveryoneHasSomethingToDo(t *testing.T) {
	house := seeded(t, tenanttest.SQLite(t), tenanttest.Start)
	for _, p := range people(t) {
		if p.Kind == demoissuer.KindFoundation || strings.Contains(p.Value, ".administrator.") {
			continue
		}
		v := visit(t, house, p)
		count := 0
		switch {
		case strings.Contains(p.Value, ".koordinator."):
			due, err := plan.Due(t.Context(), v)
			must(t, err)
			count = len(due)
		case p.Kind == demoissuer.KindFamily:
			ids, err := casefile.FamilyOf(t.Context(), v)
			must(t, err)
			count = len(ids)
		case strings.Contains(p.Value, ".personvernomb"):
			found, err := insight.Read(t.Context(), v, insight.Filter{})
			must(t, err)
			count = len(found.Lines)
		case v.Viewer.Roles.Has(policy.RoleLeader):
			load, err := baton.ReadLoad(t.Context(), v)
			must(t, err)
			asked, err := team.Invitations(t.Context(), v)
			must(t, err)
			count = len(load.Coordinators) + len(asked)
		default:
			own, err := plan.Mine(t.Context(), v)
			must(t, err)
			count = len(own)
		}
		if count == 0 {
			t.Errorf("%s has an empty page", p.Value)
		}
	}
}

func TestAnAdministratorOfTheDemoSeesNoFamily(t *testing.T) {
	house := seeded(t, tenanttest.SQLite(t), tenanttest.Start)
	checked := 0
	for v, list := range families(t, house) {
		for _, p := range people(t) {
			if p.Host != v.Host || !strings.Contains(p.Value, ".administrator.") {
				continue
			}
			for _, one := range list {
				checked++
				_, err := casefile.Enter(t.Context(), visit(t, house, p), one.ID)
				if !errors.Is(err, tenants.ErrNotFound) {
					t.Errorf("%s and a family: %v", p.Value, err)
				}
			}
		}
	}
	if checked != 11 {
		t.Errorf("%d families were tried", checked)
	}
}

func TestThePeopleAreCalledWhatScriptsExpect(t *testing.T) {
	shape := map[string]string{}
	for _, p := range people(t) {
		if other, taken := shape[p.Value]; taken {
			t.Errorf("%s is both %s and %s", p.Value, other, p.Name)
		}
		shape[p.Value] = p.Name
		parts := strings.Split(p.Value, ".")
		if len(parts) != 3 || parts[0]+".localhost" != p.Host || p.Sub != p.Value {
			t.Errorf("%s at %s is called %s", p.Name, p.Host, p.Value)
		}
	}
	for _, value := range []string{
		"bodo.koordinator.1", "bodo.omsorgsperson.1", "bodo.laerer.1", "bodo.administrator.1",
		"arendal.koordinator.1", "lillesand.koordinator.1", "kristiansand.koordinator.1", "stiftelsen.programleder.1",
	} {
		if shape[value] == "" {
			t.Errorf("nobody is called %s", value)
		}
	}
}

func TestTheGuideSaysWhoCanSignInWhere(t *testing.T) {
	var printed strings.Builder
	must(t, demo.Guide(&printed, "localhost", func(host string) string { return "http://" + host + ":8080" }))
	for _, p := range people(t) {
		if !strings.Contains(printed.String(), "  "+p.Value+" ") || !strings.Contains(printed.String(), p.Name) {
			t.Errorf("%s is not in the guide", p.Value)
		}
		if !strings.Contains(printed.String(), "http://"+p.Host+":8080") {
			t.Errorf("%s is not in the guide", p.Host)
		}
	}
	for line := range strings.Lines(printed.String()) {
		if len([]rune(line)) > 100 {
			t.Errorf("too long for a terminal: %q", line)
		}
	}
}
