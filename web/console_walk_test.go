package web_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

const consoleHost = "stiftelsen.localhost"

func (s *street) programmeLead() string {
	s.t.Helper()
	ctx := context.Background()
	_, err := s.house.Provisioner.InviteConsoleUser(ctx, provision.ConsoleInvitation{Name: "Petra Program", Email: "petra@stiftelsen.example"})
	must(s.t, err)
	token, _, err := s.house.Provisioner.ConsoleSignIn(ctx, provision.ConsoleIdentity{
		Issuer: tenanttest.Issuer, Subject: "petra", Email: "petra@stiftelsen.example",
	})
	must(s.t, err)
	return token
}

func TestTheConsoleOpensForTheFoundationAndForNobodyOfAMunicipality(t *testing.T) {
	s := newStreet(t)
	s.things["municipality"] = s.house.Neighbour.ID.String()
	s.things["release"] = s.release().String()
	lead := s.programmeLead()
	for _, route := range s.console.Routes() {
		if route.Public {
			continue
		}
		for _, who := range personas {
			answer := s.sendTo(consoleHost, s.tokenOf(who), route.Method, s.fill(route.Path))
			if !closed(answer) {
				t.Errorf("%s %s opened for %s with %d", route.Method, route.Path, who.name, answer.StatusCode)
			}
		}
	}
	for _, route := range s.console.Routes() {
		if route.Public || route.Method != http.MethodGet {
			continue
		}
		answer := s.sendTo(consoleHost, lead, route.Method, s.fill(route.Path))
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s %s gave the programme lead %d", route.Method, route.Path, answer.StatusCode)
		}
		if body := read(t, answer); s.tells(body) || strings.Contains(body, "Hemmeligsen") {
			t.Errorf("%s %s tells of a family", route.Method, route.Path)
		}
	}
}

func TestTheFoundationsPeopleOpenNothingInAMunicipality(t *testing.T) {
	s := newStreet(t)
	lead := s.programmeLead()
	for _, path := range []string{"/", "/familier", "/f/" + s.family.ID.String(), "/f/" + s.family.ID.String() + "/plan", "/admin/brukere"} {
		if answer := s.send(lead, http.MethodGet, path); !closed(answer) {
			t.Errorf("%s opened with %d", path, answer.StatusCode)
		}
	}
}
