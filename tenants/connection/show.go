package connection

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/plugin"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Installed is an installed plugin as administrators and the personvernombud
// see it. No secret is part of it.
type Installed struct {
	ID          uuid.UUID
	Name        string
	Version     string
	State       State
	Health      string
	Whose, Code string // the last problem; empty when the last run went well
	Crashes     int    // since the last run that went well
	LastGood    *time.Time
	NextRun     *time.Time

	Release   *Release // nil when the catalogue no longer has it
	Grant     manifest.Grant
	GrantedAt *time.Time
	GrantedBy *uuid.UUID

	Wanted *Release       // waits for approval
	Wider  []manifest.Ask // what it asks for that nobody has answered

	Settings map[string]string    // with defaults filled in
	Secrets  map[string]time.Time // when each was put in
	Missing  string               // a required setting that is empty

	Status host.Status // of the process, in this replica; a quarantine is the municipality's
}

// List returns the installed plugins by name. It returns ErrNotFound unless
// the viewer may see plugins.
func List(ctx context.Context, v *tenants.Visit) ([]Installed, error) {
	if err := v.Require(policy.SectionPlugins, policy.ActionSee); err != nil {
		return nil, err
	}
	rows, err := v.Client().Plugin.Query().Order(plugin.ByName()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading plugins: %w", err)
	}
	return show(ctx, v.Scope, rows)
}

// Show returns one installed plugin. It returns ErrNotFound when there is none,
// or the viewer may not see plugins.
func Show(ctx context.Context, v *tenants.Visit, id uuid.UUID) (Installed, error) {
	if err := v.Require(policy.SectionPlugins, policy.ActionSee); err != nil {
		return Installed{}, err
	}
	row, err := installed(ctx, v.Client(), id)
	if err != nil {
		return Installed{}, err
	}
	all, err := show(ctx, v.Scope, []*tenant.Plugin{row})
	if err != nil {
		return Installed{}, err
	}
	return all[0], nil
}

func show(ctx context.Context, scope *tenants.Scope, rows []*tenant.Plugin) ([]Installed, error) {
	releases, err := releasesOf(ctx, scope, rows)
	if err != nil {
		return nil, err
	}
	all := make([]Installed, 0, len(rows))
	for _, row := range rows {
		one, err := showOne(scope, row, releases)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

func showOne(scope *tenants.Scope, row *tenant.Plugin, releases map[string]Release) (Installed, error) {
	q := quarantineOf(scope, row)
	one := Installed{
		ID: row.ID, Name: row.Name, Version: row.Release, State: State(row.State), Health: row.Health,
		Whose: row.ProblemWhose, Code: row.ProblemCode, Crashes: row.Crashes, LastGood: row.LastGoodAt, NextRun: row.NextRunAt,
		GrantedAt: row.GrantedAt, GrantedBy: row.GrantedBy, Status: q.shown(),
		Secrets: map[string]time.Time{},
	}
	if q.holds() {
		one.Health = HealthQuarantined
	}
	grant, err := grantOf(row)
	if err != nil {
		return one, err
	}
	one.Grant = grant
	if release, known := releases[row.Digest]; known {
		one.Release = &release
	}
	if wanted, known := releases[row.WantedDigest]; known {
		one.Wanted, one.Wider = &wanted, grant.Widened(wanted.Manifest)
	}
	k, err := keptOf(scope, row)
	if err != nil {
		return one, err
	}
	for key, secret := range k.secrets {
		one.Secrets[key] = secret.At
	}
	if one.Release != nil {
		one.Settings, one.Missing = k.filled(one.Release.Manifest), k.missing(one.Release.Manifest)
	}
	return one, nil
}
