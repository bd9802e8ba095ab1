// Package connection is the municipality's connections to other systems: the
// plugins it has installed, what it has granted each, its settings for them, and
// how it has gone.
//
// It is the only package that asks Scope.Plugins. A domain package that wants
// something of a plugin calls Use:
//
//	err := connection.Use(ctx, scope, name, connection.Job{Kind: connection.Synchronise},
//		func(ctx context.Context, p host.Plugin, run *connection.Run) error {
//			end, err := p.List(ctx, query, each)
//			...
//		})
//
// Administrators install, grant, set up, try, pause and remove with a Visit;
// the personvernombud reads the same.
package connection

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/plugin"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// State is whether an installed plugin may be used.
type State string

// The states of an installed plugin.
const (
	Asked  State = "asked"  // waits for an administrator's answer to what it asks for
	Active State = "active" // is used
	Paused State = "paused" // an administrator has stopped it for now
)

// How it goes with an installed plugin.
const (
	HealthUnknown     = ""            // it has not been used yet
	HealthHealthy     = "healthy"     // the last run went well
	HealthDegraded    = "degraded"    // the last run failed, and may go well by itself
	HealthFailing     = "failing"     // it fails until somebody does something
	HealthQuarantined = "quarantined" // it crashed too often; an administrator must start it
)

// Connection is a plugin that is in use in a municipality.
type Connection struct {
	ID       uuid.UUID
	Name     string // "registry-udir"
	Title    manifest.Words
	Version  string
	Kinds    []string
	Features []string
	Grant    manifest.Grant
	Health   string
}

// Grants reports whether the municipality lets the plugin have a class of data,
// one of manifest.Classes.
func (c Connection) Grants(class string) bool { return slices.Contains(c.Grant.Receives, class) }

// Can reports whether the plugin has an ability, such as sdk.FeatureRegistryPublish.
func (c Connection) Can(feature string) bool { return slices.Contains(c.Features, feature) }

// Of lists the connections in use that do a kind of job, one of
// manifest.KindRegistry and the others, by name. It checks no policy: domain
// packages call it.
func Of(ctx context.Context, scope *tenants.Scope, kind string) ([]Connection, error) {
	rows, err := scope.Client().Plugin.Query().Where(plugin.State(string(Active))).Order(plugin.ByName()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading plugins: %w", err)
	}
	return ofKind(ctx, scope, rows, kind)
}

// Named returns one connection in use. It is ErrNotFound when there is none.
func Named(ctx context.Context, scope *tenants.Scope, name string) (Connection, error) {
	return only(ctx, scope, plugin.Name(name))
}

// ByID returns one connection in use. It is ErrNotFound when there is none: it
// is paused, not granted, or removed.
func ByID(ctx context.Context, scope *tenants.Scope, id uuid.UUID) (Connection, error) {
	return only(ctx, scope, plugin.ID(id))
}

// ofKind keeps of the rows those of a kind. A release that the foundation has
// withdrawn is no longer used.
func ofKind(ctx context.Context, scope *tenants.Scope, rows []*tenant.Plugin, kind string) ([]Connection, error) {
	releases, err := releasesOf(ctx, scope, rows)
	if err != nil {
		return nil, err
	}
	var found []Connection
	for _, row := range rows {
		release, known := releases[row.Digest]
		if !known || release.Withdrawn() || !slices.Contains(release.Manifest.Kinds, kind) {
			continue
		}
		one, err := connectionOf(row, release)
		if err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	return found, nil
}

func connectionOf(row *tenant.Plugin, release Release) (Connection, error) {
	grant, err := grantOf(row)
	return Connection{
		ID: row.ID, Name: row.Name, Title: release.Manifest.Title, Version: row.Release,
		Kinds: release.Manifest.Kinds, Features: release.Manifest.Features, Grant: grant, Health: row.Health,
	}, err
}

// ClaimDue lists the connections in use of a kind that were due for their
// regular run, and moves each on by every, so that of several replicas one
// gets it. The first run is due at once.
func ClaimDue(ctx context.Context, scope *tenants.Scope, kind string, every time.Duration) ([]Connection, error) {
	now := scope.Clock().Now()
	rows, err := scope.Client().Plugin.Query().
		Where(plugin.State(string(Active)), plugin.HealthNEQ(HealthQuarantined), due(now)).Order(plugin.ByName()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading plugins that are due: %w", err)
	}
	candidates, err := ofKind(ctx, scope, rows, kind)
	if err != nil {
		return nil, err
	}
	var claimed []Connection
	for _, one := range candidates {
		mine, err := claim(ctx, scope, one.ID, now, now.Add(every))
		if err != nil {
			return claimed, err
		}
		if mine {
			claimed = append(claimed, one)
		}
	}
	return claimed, nil
}

// RunAgain has a connection's regular run be due at a time: sooner after a
// fault that passes, or at once when somebody asks for it.
func RunAgain(ctx context.Context, scope *tenants.Scope, name string, at time.Time) error {
	return scope.InTx(ctx, func(tx *tenants.Tx) error {
		err := tx.Client().Plugin.Update().Where(plugin.Name(name)).SetNextRunAt(at).Exec(ctx)
		if err != nil {
			return fmt.Errorf("noting when a plugin runs: %w", err)
		}
		return nil
	})
}
