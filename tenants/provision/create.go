// Package provision creates, migrates and suspends municipalities. It works on
// the control plane and on empty databases; it reads no family.
package provision

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/municipality"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/migrations"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// Provisioner makes and looks after municipalities. Only the console and the
// command line use it.
type Provisioner struct {
	Registry *tenants.Registry
	Domain   string // a municipality's host is its slug before this domain
}

// Order is what a new municipality needs.
type Order struct {
	Name       string // "Bodø"
	Number     string // kommunenummer, four digits
	Slug       string // the first part of its host name
	Language   string // nb or nn
	AdminName  string
	AdminEmail string
	By         uuid.UUID // who ordered it; Nil for the command line
}

var (
	slugShape   = regexp.MustCompile(`^[a-z][a-z0-9-]{1,38}[a-z0-9]$`)
	numberShape = regexp.MustCompile(`^[0-9]{4}$`)
	// reserved are host names that belong to the service itself.
	reserved = map[string]bool{"stiftelsen": true, "innlogging": true, "www": true, "api": true, "admin": true}
)

func (o *Order) validate() error {
	var faults tenants.Invalid
	o.Name, o.Number = strings.TrimSpace(o.Name), strings.TrimSpace(o.Number)
	o.Slug, o.AdminEmail = strings.ToLower(strings.TrimSpace(o.Slug)), strings.TrimSpace(o.AdminEmail)
	if o.Name == "" || len(o.Name) > 100 {
		faults.Add("name", "console.municipality.name.missing")
	}
	if !numberShape.MatchString(o.Number) {
		faults.Add("number", "console.municipality.number.shape")
	}
	if !slugShape.MatchString(o.Slug) || reserved[o.Slug] {
		faults.Add("slug", "console.municipality.slug.shape")
	}
	if o.Language != "nb" && o.Language != "nn" {
		faults.Add("language", "console.municipality.language.missing")
	}
	if strings.TrimSpace(o.AdminName) == "" {
		faults.Add("admin_name", "console.municipality.admin_name.missing")
	}
	if !directory.LooksLikeEmail(o.AdminEmail) {
		faults.Add("admin_email", "console.municipality.admin_email.shape")
	}
	return faults.Err()
}

// Create makes a municipality with its own database, key and host, and
// invites its first administrator. It returns ErrInvalid for faults in the
// order, and ErrConflict when name, number or host is taken. A creation that
// was cut off goes on from where it was when it is ordered again.
func (p *Provisioner) Create(ctx context.Context, order Order) (tenants.Municipality, error) {
	if err := order.validate(); err != nil {
		return tenants.Municipality{}, err
	}
	row, err := p.reserve(ctx, order)
	if err != nil {
		return tenants.Municipality{}, err
	}
	databases := p.Registry.Control.Databases
	if err := databases.Create(ctx, row.Database); err != nil {
		return tenants.Municipality{}, fmt.Errorf("creating %s: %w", row.Slug, err)
	}
	set := migrations.Tenant(databases.Dialect())
	if _, _, err := databases.Migrate(ctx, row.Database, set); err != nil {
		return tenants.Municipality{}, fmt.Errorf("creating %s: %w", row.Slug, err)
	}
	scope, err := p.Registry.ByID(ctx, row.ID)
	if err != nil {
		return tenants.Municipality{}, err
	}
	if err := directory.InviteFirstAdministrator(ctx, scope, order.AdminName, order.AdminEmail); err != nil {
		return tenants.Municipality{}, fmt.Errorf("inviting first administrator: %w", err)
	}
	// The doors open last: until then the same order goes on where it was cut off.
	err = p.update(ctx, row.ID, order.By, "created", func(u *control.MunicipalityUpdateOne) {
		u.SetState(tenants.StateOnboarding).SetSchemaVersion(migrations.Latest(set))
	})
	if err != nil {
		return tenants.Municipality{}, err
	}
	return scope.Municipality, nil
}

// reserve writes the row, or finds the one of a creation that was cut off.
func (p *Provisioner) reserve(ctx context.Context, order Order) (*control.Municipality, error) {
	client := p.Registry.Control.Client()
	taken, err := client.Municipality.Query().Where(municipality.Or(
		municipality.Name(order.Name), municipality.Number(order.Number), municipality.Slug(order.Slug),
	)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("looking for municipality: %w", err)
	}
	if len(taken) == 1 && taken[0].State == tenants.StateCreating && taken[0].Slug == order.Slug {
		return taken[0], nil
	}
	if len(taken) > 0 {
		return nil, fmt.Errorf("municipality %s: %w", order.Slug, tenants.ErrConflict)
	}
	id := tenants.NewID()
	keys, err := seal.NewKeys(id)
	if err != nil {
		return nil, err
	}
	wrapped, err := keys.Wrap(p.Registry.KEK)
	if err != nil {
		return nil, err
	}
	row, err := client.Municipality.Create().SetID(id).SetCreatedAt(p.now()).
		SetName(order.Name).SetNumber(order.Number).SetSlug(order.Slug).SetHost(order.Slug + "." + p.Domain).
		SetLanguage(order.Language).SetDatabase(tenants.NewDatabaseName()).SetWrappedKeys(wrapped).
		SetState(tenants.StateCreating).Save(ctx)
	if control.IsConstraintError(err) {
		return nil, fmt.Errorf("municipality %s: %w", order.Slug, tenants.ErrConflict)
	}
	if err != nil {
		return nil, fmt.Errorf("reserving municipality: %w", err)
	}
	return row, nil
}
