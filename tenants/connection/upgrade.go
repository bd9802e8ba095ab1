package connection

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/pluginrelease"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/plugin"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
)

// Upgrade puts a later published release in the place of the installed one.
// One that asks for nothing more takes over at once, with what was granted.
// One that asks for more waits, and the installed one goes on, until Grant
// answers: then waits is true.
//
// It returns ErrConflict when the release is not a later one of this plugin by
// the same publisher,
// and ErrNotFound unless the viewer runs plugins and both are there.
func Upgrade(ctx context.Context, v *tenants.Visit, id uuid.UUID, digest string) (waits bool, err error) {
	err = change(ctx, v, id, "plugin.upgrade", func(tx *tenants.Tx, row *tenant.Plugin) (Release, error) {
		release, err := published(ctx, v.Scope, digest)
		if err != nil {
			return release, err
		}
		if release.Manifest.Name != row.Name || !release.Newer(row.Release) {
			return release, fmt.Errorf("upgrading to what is not a later release: %w", tenants.ErrConflict)
		}
		if err := samePublisher(ctx, v.Scope, row, release); err != nil {
			return release, err
		}
		if State(row.State) == Asked {
			return release, tx.Client().Plugin.UpdateOneID(id).AddVersion(1).
				SetRelease(release.Manifest.Version).SetDigest(digest).Exec(ctx)
		}
		grant, err := grantOf(row)
		if err != nil {
			return release, err
		}
		if len(grant.Widened(release.Manifest)) > 0 {
			waits = true
			return release, tx.Client().Plugin.UpdateOneID(id).AddVersion(1).
				SetWanted(release.Manifest.Version).SetWantedDigest(digest).Exec(ctx)
		}
		return release, put(ctx, tx, row, release, grant.CarryOver(release.Manifest, digest), v.Viewer.ID)
	})
	return waits, err
}

// samePublisher is ErrConflict when somebody else has signed a release than the
// installed one: what was granted, and the secrets, were for the first. To have
// the other's, an administrator removes the plugin and installs it.
func samePublisher(ctx context.Context, scope *tenants.Scope, row *tenant.Plugin, release Release) error {
	before, err := releaseOf(ctx, scope, row.Digest)
	if errors.Is(err, tenants.ErrNotFound) {
		return nil
	}
	if err == nil && before.SignedBy != release.SignedBy {
		return fmt.Errorf("upgrading to another publisher's release: %w", tenants.ErrConflict)
	}
	return err
}

// ApproveUpgrade answers what a release that waits asks for beyond what was
// answered before. What was granted and is still asked for stays granted.
func ApproveUpgrade(ctx context.Context, v *tenants.Visit, id uuid.UUID, digest string, given func(manifest.Ask) bool) error {
	shown, err := Show(ctx, v, id)
	if err != nil {
		return err
	}
	if shown.Wanted == nil || shown.Wanted.Digest != digest {
		return fmt.Errorf("approving another release than was shown: %w", tenants.ErrConflict)
	}
	asked := map[manifest.Ask]bool{}
	for _, ask := range shown.Wider {
		asked[ask] = true
	}
	return Grant(ctx, v, id, digest, func(ask manifest.Ask) bool {
		return shown.Grant.Has(ask) || asked[ask] && given(ask)
	})
}

// DeclineUpgrade leaves a release that waits, and the installed one goes on.
func DeclineUpgrade(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	return change(ctx, v, id, "plugin.upgrade.decline", func(tx *tenants.Tx, _ *tenant.Plugin) (Release, error) {
		return Release{}, tx.Client().Plugin.UpdateOneID(id).AddVersion(1).SetWanted("").SetWantedDigest("").Exec(ctx)
	})
}

// Offer is a plugin that can be installed, in its latest release.
type Offer struct {
	Release
	Installed *uuid.UUID // where it is installed already
	Has       string     // the installed version
}

// Catalogue returns the latest published release of each plugin that runs on
// machines like this one, by name. It returns ErrNotFound unless the viewer may
// see plugins.
func Catalogue(ctx context.Context, v *tenants.Visit) ([]Offer, error) {
	if err := v.Require(policy.SectionPlugins, policy.ActionSee); err != nil {
		return nil, err
	}
	rows, err := v.Releases().Query().Where(pluginrelease.State(string(catalogue.Published))).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the catalogue: %w", err)
	}
	mine, err := v.Client().Plugin.Query().Select(plugin.FieldID, plugin.FieldName, plugin.FieldRelease).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading plugins: %w", err)
	}
	var releases []Release
	for _, row := range rows {
		one, err := catalogue.Open(row)
		if err != nil {
			v.Log().Error("a release in the catalogue is damaged", "plugin", row.Name, "version", row.Version, "cause", err.Error())
			continue
		}
		if one.Fits() {
			releases = append(releases, one)
		}
	}
	catalogue.Sort(releases)
	var offers []Offer
	for _, one := range releases {
		if len(offers) > 0 && offers[len(offers)-1].Manifest.Name == one.Manifest.Name {
			continue
		}
		offer := Offer{Release: one}
		for _, row := range mine {
			if row.Name == one.Manifest.Name {
				offer.Installed, offer.Has = &row.ID, row.Release
			}
		}
		offers = append(offers, offer)
	}
	return offers, nil
}
