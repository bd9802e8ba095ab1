package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/app"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// persona is somebody who walks: who they are to the family of the address.
type persona struct {
	name  string
	visit func(s *street) *tenants.Visit // nil: nobody signed in
	facts policy.Facts                   // towards the family walked into
	// elsewhere walks with a cookie of another municipality.
	elsewhere bool
}

var personas = []persona{
	{name: "coordinator", visit: func(s *street) *tenants.Visit { return s.house.Coordinator() },
		facts: policy.Facts{Relation: policy.RelationCoordinator, Basis: policy.BasisConsent}},
	{name: "colleague", visit: func(s *street) *tenants.Visit { return s.house.Colleague() }},
	{name: "caregiver", visit: func(s *street) *tenants.Visit { return s.house.Caregiver(s.family) },
		facts: policy.Facts{Relation: policy.RelationCaregiver, Basis: policy.BasisConsent}},
	{name: "young person", visit: func(s *street) *tenants.Visit { return s.house.YoungPerson(s.family, s.young) },
		facts: policy.Facts{Relation: policy.RelationChild, Basis: policy.BasisConsent}},
	{name: "another family's caregiver", visit: func(s *street) *tenants.Visit { return s.house.Caregiver(s.others) }},
	{name: "responsible professional", visit: func(s *street) *tenants.Visit { return s.house.Professional() },
		facts: policy.Facts{Relation: policy.RelationResponsible, Basis: policy.BasisConsent}},
	{name: "team member", visit: func(s *street) *tenants.Visit { return s.teamMember() },
		facts: policy.Facts{Relation: policy.RelationTeam, Basis: policy.BasisConsent}},
	{name: "professional without part", visit: func(s *street) *tenants.Visit {
		return s.house.Staff(s.house.Scope, "barnehage", policy.RoleProfessional)
	}},
	{name: "leader", visit: func(s *street) *tenants.Visit {
		return s.house.Staff(s.house.Scope, "leder", policy.RoleLeader)
	}},
	{name: "guest of a day", visit: func(s *street) *tenants.Visit { return s.dayGuest() },
		facts: policy.Facts{Relation: policy.RelationGuest, Basis: policy.BasisConsent}},
	{name: "coordinator on duty", visit: func(s *street) *tenants.Visit { return s.onDuty() },
		facts: policy.Facts{Relation: policy.RelationEmergency, Basis: policy.BasisEmergency}},
	{name: "personvernombud", visit: func(s *street) *tenants.Visit {
		return s.house.Staff(s.house.Scope, "ombud", policy.RolePrivacyOfficer)
	}},
	{name: "administrator", visit: func(s *street) *tenants.Visit { return s.house.Administrator() }},
	{name: "another municipality's coordinator", elsewhere: true,
		visit: func(s *street) *tenants.Visit { return s.house.NeighbourCoordinator() }},
	{name: "stranger"},
}

// Every address, walked by everybody: what the access matrix denies is not
// found, what it allows is there, and nothing in between.
func TestEveryAddressOpensForThoseTheAccessMatrixNamesAndForNobodyElse(t *testing.T) {
	s := newStreet(t)
	for _, route := range s.pages.Routes() {
		if route.Whose == app.Public {
			continue
		}
		for _, who := range personas {
			if s.allows(who, route) {
				continue
			}
			answer := s.walk(who, route)
			if !closed(answer) {
				t.Errorf("%s %s opened for %s with %d", route.Method, route.Path, who.name, answer.StatusCode)
			}
			if body := read(t, answer); s.tells(body) {
				t.Errorf("%s %s told %s of the family", route.Method, route.Path, who.name)
			}
		}
	}
}

func TestEveryAddressIsThereForThoseTheAccessMatrixNames(t *testing.T) {
	reading := newStreet(t)
	for _, route := range reading.pages.Routes() {
		if route.Whose == app.Public || strings.Contains(route.Path, ":message") {
			continue // there is no dead letter in a house that has sent nothing
		}
		for _, who := range personas {
			if !reading.allows(who, route) {
				continue
			}
			if route.Method == http.MethodGet {
				reading.finds(who, route)
				continue
			}
			// A change must not stand in the way of the next.
			t.Run(route.Method+" "+route.Path+" as "+who.name, func(t *testing.T) { newStreet(t).finds(who, route) })
		}
	}
}

// finds holds that an address is there for somebody.
func (s *street) finds(who persona, route app.Route) {
	s.t.Helper()
	s.prepare(who, route)
	answer := s.walk(who, route)
	if who.name == "another family's caregiver" && route.Whose == app.OfOwnFamily {
		if body := read(s.t, answer); s.tells(body) || answer.StatusCode >= 500 {
			s.t.Errorf("%s %s told another family's caregiver, or failed with %d", route.Method, route.Path, answer.StatusCode)
		}
		return // their own family may have nothing there to answer
	}
	if closed(answer) || answer.StatusCode >= 500 {
		s.t.Errorf("%s %s gave %s %d", route.Method, s.fill(route.Path), who.name, answer.StatusCode)
	}
}

// Ids of another family, put into the addresses of one's own, find nothing.
func TestAnotherFamilysThingsAreNotFoundUnderOnesOwnFamily(t *testing.T) {
	s := newStreet(t)
	for _, route := range s.pages.Routes() {
		if route.Whose != app.OfFamily || !s.hasThings(route.Path) {
			continue
		}
		path := strings.ReplaceAll(route.Path, ":id", s.others.ID.String())
		answer := s.send(s.tokenOf(personas[0]), route.Method, s.fill(path))
		if answer.StatusCode < 400 && route.Method == http.MethodGet || answer.StatusCode >= 500 {
			t.Errorf("%s %s with another family's ids gave %d", route.Method, route.Path, answer.StatusCode)
		}
		if body := read(t, answer); s.tells(body) {
			t.Errorf("%s %s with another family's ids told of the family", route.Method, route.Path)
		}
	}
	if s.fingerprint() != s.before {
		t.Error("something of the family was changed through another family's address")
	}
}

func TestARouteWithoutAResourceCannotBeServed(t *testing.T) {
	for _, route := range newStreet(t).pages.Routes() {
		if route.Whose != app.Public && (route.Section == policy.SectionNone || route.Action == policy.ActionNone) {
			t.Errorf("%s %s declares no resource", route.Method, route.Path)
		}
	}
}

func (s *street) allows(who persona, route app.Route) bool {
	if who.visit == nil || who.elsewhere {
		return false
	}
	viewer := who.visit(s).Viewer
	facts := policy.Facts{}
	switch route.Whose {
	case app.OfFamily:
		if strings.Contains(route.Path, ":receipt") {
			return false // there is something to write down only when a unit without a leader is asked
		}
		facts = who.facts
	case app.OfOwnFamily: // a caregiver or a young person walks into the family they belong to
		facts = policy.Facts{Relation: policy.RelationCaregiver, Basis: policy.BasisConsent}
		if viewer.Roles.Has(policy.RoleYoungPerson) {
			if strings.Contains(route.Path, "/samtykke/:consent") || strings.HasPrefix(route.Path, "/deling/forny/") ||
				strings.HasPrefix(route.Path, "/deling/la-slutte/") {
				return false // the question is asked of the caregiver, whose yes it was
			}
			facts.Relation = policy.RelationChild
		} else if !viewer.Roles.Has(policy.RoleCaregiver) {
			return false
		}
		if who.name == "another family's caregiver" && s.hasThings(route.Path) {
			return false
		}
	case app.OfMunicipality:
		if strings.HasPrefix(route.Path, "/enhet/kvitteringer") {
			return viewer.Roles.Has(policy.RoleLeader) && !strings.Contains(route.Path, ":receipt") // the leader confirms, when the unit is asked
		}
		if who.facts.Relation != policy.RelationResponsible && strings.Contains(route.Path, ":measure") {
			return false // one's own measures, and no others
		}
		if who.name != "colleague" && strings.Contains(route.Path, ":offer") {
			return false // a baton is answered by the one it is offered to
		}
		if strings.Contains(route.Path, ":seat") && (who.name != "team member" || strings.HasSuffix(route.Path, "/navngi")) {
			return false // a place in a team is answered by the one it is for, and named by the unit's own leader
		}
	}
	table, err := policy.Base()
	if err != nil {
		s.t.Fatal(err)
	}
	return table.Decide(viewer, facts, route.Section, route.Action).Allow
}

// closed reports whether the answer is that there is nothing, or that one must
// sign in.
func closed(answer *http.Response) bool {
	location := answer.Header.Get("Location")
	return slices.Contains([]int{http.StatusNotFound, http.StatusForbidden}, answer.StatusCode) ||
		answer.StatusCode == http.StatusSeeOther && strings.HasPrefix(location, "/logg-inn")
}

// hasThings reports whether an address names something inside a family.
func (s *street) hasThings(path string) bool {
	for _, part := range strings.Split(path, "/") {
		if strings.HasPrefix(part, ":") && part != ":id" && s.things[part[1:]] != uuid.Nil.String() && s.isID(part[1:]) {
			return true
		}
	}
	return false
}

func (s *street) isID(name string) bool {
	_, err := uuid.Parse(s.things[name])
	return err == nil
}
