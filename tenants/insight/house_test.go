package insight_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/insight"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

var ctx = context.Background()

func TestMain(m *testing.M) { testenv.Main(m) }

// officer visits Fjordby as its personvernombud.
func officer(house *tenanttest.House) *tenants.Visit {
	return house.Staff(house.Scope, "personvernombud", policy.RolePrivacyOfficer)
}

// look opens a family as somebody, and puts it on record.
func look(t *testing.T, v *tenants.Visit, families ...tenanttest.Family) {
	t.Helper()
	for _, family := range families {
		access, err := casefile.Enter(ctx, v, family.ID)
		must(t, err)
		_, err = casefile.ReadOverview(ctx, access)
		must(t, err)
	}
	must(t, v.Commit(ctx))
}

// letIn gives somebody access to a family.
func letIn(t *testing.T, house *tenanttest.House, family tenanttest.Family, g casefile.Grant) {
	t.Helper()
	coordinator := house.Coordinator()
	must(t, house.Scope.InTx(ctx, func(tx *tenants.Tx) error {
		return casefile.Let(ctx, coordinator, tx, family.ID, g)
	}))
}

// team lets somebody in as a member of the team, with the overview.
func team(t *testing.T, house *tenanttest.House, family tenanttest.Family, v *tenants.Visit) {
	t.Helper()
	letIn(t, house, family, casefile.Grant{
		User: v.Viewer.ID, Relation: policy.RelationTeam, Basis: policy.BasisConsent,
		Sections: policy.Sections(policy.SectionOverview),
	})
}

// named visits Fjordby as somebody with a name of their own.
func named(t *testing.T, house *tenanttest.House, name, email string) *tenants.Visit {
	t.Helper()
	_, err := directory.Invite(ctx, house.Administrator(), directory.Invitation{
		Name: name, Title: "lærer", Email: email, Roles: policy.Roles(policy.RoleProfessional),
	})
	must(t, err)
	_, user, err := directory.SignIn(ctx, house.Scope, directory.Identity{
		Issuer: tenanttest.Issuer, Subject: email, Kind: directory.KindStaff, Email: email, EmailVerified: true,
	})
	must(t, err)
	return tenants.NewVisit(house.Scope, policy.Viewer{ID: user.ID, Roles: user.Roles})
}

// found is what is found of a pattern, by person.
func found(t *testing.T, house *tenanttest.House, pattern insight.Pattern) map[uuid.UUID]insight.Finding {
	t.Helper()
	today := house.Scope.Today()
	findings, err := insight.Find(ctx, officer(house), insight.Since(today), today)
	must(t, err)
	byActor := map[uuid.UUID]insight.Finding{}
	for _, one := range findings.List {
		if one.Pattern == pattern {
			byActor[one.Actor] = one
		}
	}
	return byActor
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
