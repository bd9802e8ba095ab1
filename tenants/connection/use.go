package connection

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/plugin"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// The kinds of job.
const (
	Synchronise = "sync"
	Check       = "check"
	Read        = "read"
	Write       = "write"
	Publish     = "publish"
	Inspect     = "inspect"
)

// Job is what a plugin is asked to do, as the list of runs tells it.
type Job struct {
	Kind   string    // Synchronise and the others
	By     uuid.UUID // who asked; Nil when nobody did
	Family uuid.UUID // whose follow-up it is about, if any; shown as a number of families only
}

// Codes of the problems Use itself tells of.
const (
	CodeNotInstalled = "host.not_installed"
	CodeNotGranted   = "host.not_granted"       // waits for an administrator's answer
	CodePaused       = "host.paused"            // an administrator has paused it
	CodeWithdrawn    = "host.release_withdrawn" // the foundation has withdrawn the release
	CodeNoSetting    = "settings.missing"       // a setting that is required is empty
)

// Use has the municipality's plugin with a name do a job: do is called with the
// running plugin and with the run, in which it counts what was received, sent
// and changed. The run, what was sent out for it, and how it went are kept.
//
// A fault in or behind the plugin, its settings or the host is a *host.Problem
// (errors.As). What do itself fails with is returned as it is. A plugin that is
// not installed, not granted, paused, withdrawn, or in quarantine in any replica
// is not started.
func Use(ctx context.Context, scope *tenants.Scope, name string, job Job, do func(ctx context.Context, p host.Plugin, run *Run) error) error {
	row, err := scope.Client().Plugin.Query().Where(plugin.Name(name)).Only(ctx)
	if tenant.IsNotFound(err) {
		return &host.Problem{Whose: host.Ours, Code: CodeNotInstalled, Lasting: true, Cause: tenants.ErrNotFound}
	}
	if err != nil {
		return fmt.Errorf("reading plugin %s: %w", name, err)
	}
	if refused := refusal(row); refused != nil {
		return refused
	}
	held, err := settleQuarantine(ctx, scope, row)
	if err != nil {
		return err
	}
	if held {
		return &host.Problem{Whose: host.Plugins, Code: host.CodeQuarantined, Lasting: true}
	}
	return use(ctx, scope, row, job, do)
}

func refusal(row *tenant.Plugin) error {
	switch State(row.State) {
	case Active:
		return nil
	case Paused:
		return &host.Problem{Whose: host.Ours, Code: CodePaused, Lasting: true}
	default:
		return &host.Problem{Whose: host.Ours, Code: CodeNotGranted, Lasting: true}
	}
}

func use(ctx context.Context, scope *tenants.Scope, row *tenant.Plugin, job Job, do func(context.Context, host.Plugin, *Run) error) error {
	run, err := begin(ctx, scope, row, job)
	if err != nil {
		return err
	}
	in, err := instance(ctx, scope, row, run)
	if err == nil {
		err = scope.Plugins().Use(ctx, in, func(ctx context.Context, p host.Plugin) error { return do(ctx, p, run) })
	}
	if ended := run.end(ctx, scope, err); err == nil {
		return ended
	} else if ended != nil {
		scope.Log().Error("a plugin's run cannot be written down", "plugin", row.Name, "cause", ended.Error())
	}
	return err
}

// instance is the plugin as the municipality has installed it.
func instance(ctx context.Context, scope *tenants.Scope, row *tenant.Plugin, run *Run) (host.Instance, error) {
	release, err := releaseOf(ctx, scope, row.Digest)
	if errors.Is(err, tenants.ErrNotFound) {
		return host.Instance{}, &host.Problem{Whose: host.Ours, Code: host.CodeReleaseMissing, Cause: err}
	}
	if err != nil {
		return host.Instance{}, err
	}
	if release.Withdrawn() {
		return host.Instance{}, &host.Problem{Whose: host.Ours, Code: CodeWithdrawn, Lasting: true}
	}
	grant, err := grantOf(row)
	if err != nil {
		return host.Instance{}, err
	}
	if grant.Digest != row.Digest { // the lock file is for one release
		return host.Instance{}, &host.Problem{Whose: host.Ours, Code: CodeNotGranted, Lasting: true}
	}
	kept, err := keptOf(scope, row)
	if err != nil {
		return host.Instance{}, err
	}
	if missing := kept.missing(release.Manifest); missing != "" {
		return host.Instance{}, &host.Problem{Whose: host.Settings, Code: CodeNoSetting, Field: missing, Lasting: true}
	}
	return host.Instance{
		Municipality: scope.ID, Manifest: release.Manifest, Digest: row.Digest, Grant: grant,
		Setup: setup(scope, release.Manifest, grant, kept), Secret: kept.secret,
		State: own{&state{scope: scope, plugin: row.ID}}, Record: run.record,
	}, nil
}

func setup(scope *tenants.Scope, m manifest.Manifest, grant manifest.Grant, kept kept) sdk.Setup {
	return sdk.Setup{
		Municipality: sdk.Municipality{Number: scope.Number, Name: scope.Name, Language: scope.Language},
		Settings:     kept.filled(m), Secrets: kept.secretKeys(), Granted: grant.Receives,
	}
}
