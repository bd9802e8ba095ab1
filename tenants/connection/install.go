package connection

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/pluginrelease"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
)

// Install adds a published release of the catalogue to the municipality. It is
// not used before Grant has answered what it asks for. It returns ErrNotFound
// unless the viewer runs plugins and the release is published, and ErrConflict
// when a release of the plugin is installed already.
func Install(ctx context.Context, v *tenants.Visit, digest string) (uuid.UUID, error) {
	decision, err := mayEdit(v)
	if err != nil {
		return uuid.Nil, err
	}
	release, err := published(ctx, v.Scope, digest)
	if err != nil {
		return uuid.Nil, err
	}
	id := tenants.NewID()
	err = v.InTx(ctx, func(tx *tenants.Tx) error {
		err := tx.Client().Plugin.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).
			SetName(release.Manifest.Name).SetRelease(release.Manifest.Version).SetDigest(digest).
			SetState(string(Asked)).SetInstalledBy(v.Viewer.ID).Exec(ctx)
		if tenant.IsConstraintError(err) {
			return fmt.Errorf("installing a plugin that is there: %w", tenants.ErrConflict)
		}
		if err != nil {
			return fmt.Errorf("installing a plugin: %w", err)
		}
		tx.Record(deed(v, "plugin.install", id, decision, release))
		return nil
	})
	return id, err
}

// published reads a release that may be installed.
func published(ctx context.Context, scope *tenants.Scope, digest string) (Release, error) {
	row, err := scope.Releases().Query().
		Where(pluginrelease.Digest(digest), pluginrelease.State(string(catalogue.Published))).Only(ctx)
	if control.IsNotFound(err) {
		return Release{}, fmt.Errorf("release of a plugin: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return Release{}, fmt.Errorf("reading a release: %w", err)
	}
	return catalogue.Open(row)
}

// Grant answers what a release asks for: given tells of each thing whether it
// is granted; the rest is refused, which the plugin must do without. digest is
// the release that was shown: the installed one, or the one that waits for
// approval, which then takes its place. From then on the plugin is used, unless
// it is paused.
//
// It returns ErrNotFound unless the viewer runs plugins and the plugin is
// installed, and ErrConflict when another release is, or this one has been
// withdrawn.
func Grant(ctx context.Context, v *tenants.Visit, id uuid.UUID, digest string, given func(manifest.Ask) bool) error {
	return change(ctx, v, id, "plugin.grant", func(tx *tenants.Tx, row *tenant.Plugin) (Release, error) {
		if digest != row.Digest && digest != row.WantedDigest {
			return Release{}, fmt.Errorf("granting another release than was shown: %w", tenants.ErrConflict)
		}
		release, err := releaseOf(ctx, v.Scope, digest)
		if err != nil {
			return release, err
		}
		if release.Withdrawn() {
			return release, fmt.Errorf("granting a release that is withdrawn: %w", tenants.ErrConflict)
		}
		return release, put(ctx, tx, row, release, release.Manifest.Grant(digest, given), v.Viewer.ID)
	})
}

// put has a release with a grant be the one that is used.
func put(ctx context.Context, tx *tenants.Tx, row *tenant.Plugin, release Release, grant manifest.Grant, by uuid.UUID) error {
	text, err := grantText(grant)
	if err != nil {
		return err
	}
	update := tx.Client().Plugin.UpdateOneID(row.ID).AddVersion(1).SetGrant(text).
		SetGrantedBy(by).SetGrantedAt(tx.Clock().Now()).
		SetRelease(release.Manifest.Version).SetDigest(release.Digest).SetWanted("").SetWantedDigest("")
	if State(row.State) == Asked {
		update.SetState(string(Active)).ClearNextRunAt()
	}
	if release.Digest != row.Digest {
		update.SetHealth(HealthUnknown).SetProblemWhose("").SetProblemCode("").SetCrashes(0)
		if err := stayWhere(ctx, tx, row, update); err != nil {
			return err
		}
	}
	return update.Exec(ctx)
}

// stayWhere keeps the addresses that the installed release has gone by, its
// defaults too: another release has other defaults, and nobody was asked whether
// what is sent may go there.
func stayWhere(ctx context.Context, tx *tenants.Tx, row *tenant.Plugin, update *tenant.PluginUpdateOne) error {
	before, err := releaseOf(ctx, tx.Scope, row.Digest)
	if errors.Is(err, tenants.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	k, err := keptOf(tx.Scope, row)
	if err != nil {
		return err
	}
	for key := range k.places(before.Manifest) {
		k.settings[key] = k.filled(before.Manifest)[key]
	}
	settings, _, err := k.sealed(tx.Row(table, row.ID))
	if err != nil {
		return err
	}
	update.SetSettings(settings)
	return nil
}

func mayEdit(v *tenants.Visit) (policy.Decision, error) {
	return v.Decide(policy.Facts{}, policy.SectionPlugins, policy.ActionEdit), v.Require(policy.SectionPlugins, policy.ActionEdit)
}
