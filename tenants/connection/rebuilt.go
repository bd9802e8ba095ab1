package connection

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/pluginrelease"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/plugin"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
)

// FollowRebuilt moves every installed plugin whose release is no longer in the
// catalogue to the one that is there under the same version, and returns which:
// what catalogue.Rebuild has done, in the demo alone. Settings, what the plugin
// keeps and what was refused stay; what it asks for now and did not before is
// granted, as the demo's administrators grant whatever they do not refuse.
//
// It returns ErrNotFound unless the viewer runs plugins.
func FollowRebuilt(ctx context.Context, v *tenants.Visit) ([]uuid.UUID, error) {
	if _, err := mayEdit(v); err != nil {
		return nil, err
	}
	rows, err := v.Client().Plugin.Query().Order(plugin.ByName()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading plugins: %w", err)
	}
	var moved []uuid.UUID
	for _, row := range rows {
		now, err := ofVersion(ctx, v.Scope, row.Name, row.Release, row.Digest)
		if err != nil {
			return moved, err
		}
		wanted, err := ofVersion(ctx, v.Scope, row.Name, row.Wanted, row.WantedDigest)
		if err != nil {
			return moved, err
		}
		if now == row.Digest && wanted == row.WantedDigest {
			continue
		}
		err = change(ctx, v, row.ID, "plugin.upgrade", func(tx *tenants.Tx, row *tenant.Plugin) (Release, error) {
			return follow(ctx, tx, row, now, wanted, v.Viewer.ID)
		})
		if err != nil {
			return moved, err
		}
		moved = append(moved, row.ID)
	}
	return moved, nil
}

// ofVersion is the digest of the release of a version: the one that was had, as
// long as it is in the catalogue.
func ofVersion(ctx context.Context, scope *tenants.Scope, name, version, had string) (string, error) {
	if had == "" {
		return "", nil
	}
	_, err := releaseOf(ctx, scope, had)
	if !errors.Is(err, tenants.ErrNotFound) {
		return had, err
	}
	found, err := scope.Releases().Query().Where(
		pluginrelease.Name(name), pluginrelease.Version(version), pluginrelease.State(string(catalogue.Published)),
	).Select(pluginrelease.FieldDigest).Strings(ctx)
	if err != nil {
		return "", fmt.Errorf("looking for a release: %w", err)
	}
	if len(found) != 1 {
		return had, nil // gone, or for several platforms: nothing to follow
	}
	return found[0], nil
}

func follow(ctx context.Context, tx *tenants.Tx, row *tenant.Plugin, digest, wanted string, by uuid.UUID) (Release, error) {
	release, err := releaseOf(ctx, tx.Scope, digest)
	if err != nil {
		return release, err
	}
	if State(row.State) == Asked {
		return release, tx.Client().Plugin.UpdateOneID(row.ID).AddVersion(1).SetDigest(digest).Exec(ctx)
	}
	grant, err := grantOf(row)
	if err != nil {
		return release, err
	}
	given := release.Manifest.Grant(digest, func(ask manifest.Ask) bool { return !slices.Contains(grant.Refused, ask.Name) })
	if err := put(ctx, tx, row, release, given, by); err != nil {
		return release, err
	}
	return release, tx.Client().Plugin.UpdateOneID(row.ID).SetWanted(row.Wanted).SetWantedDigest(wanted).Exec(ctx)
}
