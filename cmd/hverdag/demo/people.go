package demo

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin/demoissuer"
)

// ConsoleSlug is the first part of the console's host.
const ConsoleSlug = "stiftelsen"

// People lists who can sign in, for the demo issuer's page: by municipality,
// and there those who are tried most first. domain is what hosts end in,
// "localhost".
func People(domain string) ([]demoissuer.Person, error) {
	towns, own, err := load()
	if err != nil {
		return nil, err
	}
	var people []demoissuer.Person
	for _, one := range towns {
		people = append(people, one.signers(domain)...)
	}
	return append(people, own.signers(domain)...), nil
}

// roleNames are what roles are called on the demo's pages.
var roleNames = map[string]map[string]string{
	"nb": {
		"coordinator": "Hverdagskoordinator", "caregiver": "Omsorgsperson", "administrator": "Administrator",
		"young_person": "Ungdom", "privacy_officer": "Personvernombud",
	},
	"nn": {
		"coordinator": "Kvardagskoordinator", "caregiver": "Omsorgsperson", "administrator": "Administrator",
		"young_person": "Ungdom", "privacy_officer": "Personvernombod",
	},
}

// signers are the people of a municipality in the order of the page:
// coordinators, the families' own, professionals and leaders by title,
// personvernombud, administrators.
func (t town) signers(domain string) []demoissuer.Person {
	host := t.Slug + "." + domain
	names := roleNames[t.Language]
	var people []demoissuer.Person
	add := func(role policy.Role) {
		for _, one := range t.People {
			if one.Roles[0] != role.String() {
				continue
			}
			shown := names[one.Roles[0]]
			if shown == "" {
				shown = capitalised(one.Title)
			}
			people = append(people, demoissuer.Person{
				Value: one.Value, Name: one.Name, Role: shown, Where: t.Name, Host: host,
				Kind: demoissuer.KindStaff, Sub: one.Value, Email: one.Email,
			})
		}
	}
	add(policy.RoleCoordinator)
	for _, family := range t.Families {
		for _, one := range family.Members {
			if one.Login == nil {
				continue
			}
			role := policy.RoleCaregiver
			if one.Kind == casefile.Child {
				role = policy.RoleYoungPerson
			}
			people = append(people, demoissuer.Person{
				Value: one.Login.Value, Name: one.Name, Role: names[role.String()], Where: t.Name, Host: host,
				Kind: demoissuer.KindFamily, Sub: one.Login.Value, PID: one.Login.PID,
			})
		}
	}
	add(policy.RoleProfessional)
	add(policy.RoleLeader)
	add(policy.RolePrivacyOfficer)
	add(policy.RoleAdministrator)
	return people
}

func (f foundation) signers(domain string) []demoissuer.Person {
	var people []demoissuer.Person
	for _, one := range f.People {
		people = append(people, demoissuer.Person{
			Value: one.Value, Name: one.Name, Role: capitalised(one.Title), Where: f.Name,
			Host: ConsoleSlug + "." + domain, Kind: demoissuer.KindFoundation, Sub: one.Value, Email: one.Email,
		})
	}
	return people
}

func capitalised(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[size:]
}

// Guide prints who can sign in where. origin writes a host's address as
// browsers do: "http://bodo.localhost:8080".
func Guide(w io.Writer, domain string, origin func(host string) string) error {
	people, err := People(domain)
	if err != nil {
		return err
	}
	values, names := 0, 0
	for _, one := range people {
		values = max(values, utf8.RuneCountInString(one.Value))
		names = max(names, utf8.RuneCountInString(one.Name))
	}
	var page strings.Builder
	host := ""
	for _, one := range people {
		if one.Host != host {
			host = one.Host
			fmt.Fprintf(&page, "\n%s: %s\n", one.Where, origin(host))
		}
		fmt.Fprintf(&page, "  %-*s  %-*s  %s\n", values, one.Value, names, one.Name, one.Role)
	}
	if _, err := io.WriteString(w, page.String()); err != nil {
		return fmt.Errorf("printing who can sign in: %w", err)
	}
	return nil
}
