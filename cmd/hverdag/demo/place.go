package demo

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin/demoissuer"
)

// place is a municipality while its story is carried out.
type place struct {
	*seeding
	town   town
	scope  *tenants.Scope
	units  map[string]uuid.UUID
	people map[string]demoissuer.Person // as the issuer vouches for them
	users  map[string]directory.User    // who can do something, by value
	days   map[string]clock.Date        // when they signed in last
}

// settle plans everything that happens in a municipality.
func (s *seeding) settle(t town) *place {
	p := &place{
		seeding: s, town: t, units: map[string]uuid.UUID{},
		people: map[string]demoissuer.Person{}, users: map[string]directory.User{},
		days: map[string]clock.Date{},
	}
	for _, person := range t.signers(s.Provisioner.Domain) {
		p.people[person.Value] = person
	}
	first := t.firstAdministrator()
	s.plan(t.Created, t.Slug+" is created", func(ctx context.Context) error { return p.create(ctx, first) })
	s.plan(first.Joined, t.Slug+" is furnished", func(ctx context.Context) error { return p.furnish(ctx, first) })
	for _, one := range t.People {
		if one.Value == first.Value {
			continue
		}
		invited := moment{days: one.Joined.days - 1, minute: one.Joined.minute}
		s.plan(invited, one.Value+" is invited", func(ctx context.Context) error { return p.invite(ctx, first, one) })
		s.plan(one.Joined, one.Value+" signs in", func(ctx context.Context) error { return p.signIn(ctx, one.Value) })
	}
	for _, one := range t.Families {
		p.takeIn(one)
	}
	return p
}

func (t town) firstAdministrator() staff {
	at := slices.IndexFunc(t.People, func(one staff) bool {
		return slices.Contains(one.Roles, policy.RoleAdministrator.String())
	})
	return t.People[at]
}

func (p *place) create(ctx context.Context, first staff) error {
	made, err := p.Provisioner.Create(ctx, provision.Order{
		Name: p.town.Name, Number: p.town.Number, Slug: p.town.Slug, Language: p.town.Language,
		AdminName: first.Name, AdminEmail: first.Email,
	})
	if err != nil {
		return err
	}
	p.scope, err = p.Provisioner.Registry.ByID(ctx, made.ID)
	return err
}

// furnish is the administrator's first hour: signing in, the units, and their
// own title.
func (p *place) furnish(ctx context.Context, first staff) error {
	if err := p.signIn(ctx, first.Value); err != nil {
		return err
	}
	v, err := p.visit(ctx, first.Value)
	if err != nil {
		return err
	}
	for _, one := range p.town.Units {
		p.tick()
		added, err := directory.AddUnit(ctx, v, directory.Unit{
			Name: one.Name, Kind: one.Kind, Phone: one.Phone, Email: one.Email, Address: one.Address, About: one.About,
		})
		if err != nil {
			return fmt.Errorf("unit %s: %w", one.Key, err)
		}
		p.units[one.Key] = added.ID
	}
	if err := p.offer(ctx, v); err != nil {
		return err
	}
	p.tick()
	_, err = directory.ChangeUser(ctx, v, v.Viewer.ID, directory.Profile{
		Name: first.Name, Title: first.Title, Email: first.Email, Phone: first.Phone,
		UnitID: p.units[first.Unit], Version: p.users[first.Value].Version,
	})
	return err
}

func (p *place) invite(ctx context.Context, by, one staff) error {
	v, err := p.visit(ctx, by.Value)
	if err != nil {
		return err
	}
	unit, err := p.unit(one.Unit)
	if err != nil {
		return err
	}
	var roles policy.RoleSet
	for _, word := range one.Roles {
		role, err := policy.ParseRole(word)
		if err != nil {
			return err
		}
		roles = roles.With(role)
	}
	_, err = directory.Invite(ctx, v, directory.Invitation{
		Name: one.Name, Title: one.Title, Email: one.Email, Phone: one.Phone, Roles: roles, UnitID: unit,
	})
	return err
}

// signIn lets somebody in as the demo issuer vouches for them; from then on
// they can do things.
func (p *place) signIn(ctx context.Context, value string) error {
	person, there := p.people[value]
	if !there {
		return fmt.Errorf("nobody is called %s", value)
	}
	_, user, err := directory.SignIn(ctx, p.scope, identity(person, p.Issuer))
	if err != nil {
		return err
	}
	p.users[value], p.days[value] = user, p.scope.Today()
	return nil
}

// identity is what the program knows of a person whom the demo issuer has
// vouched for.
func identity(person demoissuer.Person, issuer string) directory.Identity {
	if person.Kind == demoissuer.KindFamily {
		return directory.Identity{
			Issuer: issuer, Subject: person.Sub, Kind: directory.KindFamily, PID: person.PID,
			ACR: demoissuer.ACRFamily,
		}
	}
	return directory.Identity{
		Issuer: issuer, Subject: person.Sub, Kind: directory.KindStaff, Name: person.Name,
		Email: person.Email, EmailVerified: true, ACR: demoissuer.ACRStaff,
	}
}

// visit is a request by somebody who has signed in before, and does so anew
// every day they do something.
func (p *place) visit(ctx context.Context, value string) (*tenants.Visit, error) {
	if _, known := p.users[value]; !known {
		return nil, fmt.Errorf("%s has not signed in", value)
	}
	if p.days[value] != p.scope.Today() {
		if err := p.signIn(ctx, value); err != nil {
			return nil, err
		}
		p.tick()
	}
	user := p.users[value]
	return tenants.NewVisit(p.scope, policy.Viewer{ID: user.ID, Roles: user.Roles}), nil
}

// unit is the id of a unit in the scenario; Nil for none.
func (p *place) unit(key string) (uuid.UUID, error) {
	id, known := p.units[key]
	if key != "" && !known {
		return uuid.Nil, fmt.Errorf("no unit is called %q", key)
	}
	return id, nil
}
