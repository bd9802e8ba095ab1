package provision

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/municipality"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Listed is a municipality as the console sees it: its state, and nothing
// that is inside it.
type Listed struct {
	tenants.Municipality
	State          string
	SchemaVersion  int
	MigrationState string
	CreatedAt      time.Time
	SuspendedAt    *time.Time
}

// List returns every municipality by name.
func (p *Provisioner) List(ctx context.Context) ([]Listed, error) {
	rows, err := p.Registry.Control.Client().Municipality.Query().Order(municipality.ByName()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing municipalities: %w", err)
	}
	listed := make([]Listed, 0, len(rows))
	for _, row := range rows {
		listed = append(listed, list(row))
	}
	return listed, nil
}

// Get returns one municipality, or ErrNotFound.
func (p *Provisioner) Get(ctx context.Context, id uuid.UUID) (Listed, error) {
	row, err := p.Registry.Control.Client().Municipality.Get(ctx, id)
	if control.IsNotFound(err) {
		return Listed{}, tenants.ErrNotFound
	}
	if err != nil {
		return Listed{}, fmt.Errorf("reading municipality: %w", err)
	}
	return list(row), nil
}

func list(row *control.Municipality) Listed {
	return Listed{
		Municipality: tenants.Municipality{
			ID: row.ID, Name: row.Name, Number: row.Number, Slug: row.Slug, Host: row.Host, Language: row.Language,
		},
		State: row.State, SchemaVersion: row.SchemaVersion, MigrationState: row.MigrationState,
		CreatedAt: row.CreatedAt, SuspendedAt: row.SuspendedAt,
	}
}

// Activate opens a municipality for ordinary use after onboarding or
// suspension. It returns ErrConflict from any other state.
func (p *Provisioner) Activate(ctx context.Context, id, by uuid.UUID) error {
	return p.move(ctx, id, by, "activated", tenants.StateActive, tenants.StateOnboarding, tenants.StateSuspended)
}

// Suspend closes a municipality's doors; its data stays. It is in force at
// the next request on this replica and within a second on the others.
func (p *Provisioner) Suspend(ctx context.Context, id, by uuid.UUID) error {
	return p.move(ctx, id, by, "suspended", tenants.StateSuspended, tenants.StateOnboarding, tenants.StateActive)
}

func (p *Provisioner) move(ctx context.Context, id, by uuid.UUID, what, to string, from ...string) error {
	listed, err := p.Get(ctx, id)
	if err != nil {
		return err
	}
	if listed.State == to {
		return nil
	}
	allowed := false
	for _, state := range from {
		allowed = allowed || listed.State == state
	}
	if !allowed {
		return fmt.Errorf("municipality is %s: %w", listed.State, tenants.ErrConflict)
	}
	return p.update(ctx, id, by, what, func(u *control.MunicipalityUpdateOne) {
		u.SetState(to)
		if to == tenants.StateSuspended {
			u.SetSuspendedAt(p.Registry.Clock.Now())
			return
		}
		u.ClearSuspendedAt()
	})
}

// update changes a municipality's row, keeps the event, and tells every replica.
func (p *Provisioner) update(ctx context.Context, id, by uuid.UUID, what string, change func(*control.MunicipalityUpdateOne)) error {
	tx, err := p.Registry.Control.Client().Tx(ctx)
	if err != nil {
		return fmt.Errorf("beginning transaction: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	update := tx.Municipality.UpdateOneID(id).AddGeneration(1)
	change(update)
	if err := update.Exec(ctx); err != nil {
		return fmt.Errorf("changing municipality: %w", err)
	}
	event := tx.Event.Create().SetID(tenants.NewID()).SetCreatedAt(p.now()).SetMunicipalityID(id).SetWhat(what)
	if by != uuid.Nil {
		event.SetUserID(by)
	}
	if err := event.Exec(ctx); err != nil {
		return fmt.Errorf("keeping event: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("committing: %w", err)
	}
	p.Registry.Changed(ctx)
	return nil
}
