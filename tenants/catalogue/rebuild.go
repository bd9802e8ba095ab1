package catalogue

import (
	"context"
	"fmt"
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/pluginrelease"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Rebuild puts a signed manifest in the place of another of the same plugin,
// version and platform, by the same publisher, and returns the digest that was
// there. It is for the demo alone, where an adapter is built anew under the
// version it had: everywhere else a version stays what was signed, and Add says
// ErrConflict. Municipalities follow with connection.FollowRebuilt.
//
// It returns manifest.ErrUnsigned as Add does, ErrNotFound when there is no such
// version, and ErrConflict when it is another publisher's.
func Rebuild(ctx context.Context, c *tenants.Control, signed []byte, trusted ...string) (was string, err error) {
	opened, err := manifest.Open(signed, trusted...)
	if err != nil {
		return "", err
	}
	m := opened.Manifest
	row, err := c.Client().PluginRelease.Query().Where(
		pluginrelease.Name(m.Name), pluginrelease.Version(m.Version), pluginrelease.Platform(m.Platform),
	).Only(ctx)
	if control.IsNotFound(err) {
		return "", fmt.Errorf("release of a plugin: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return "", fmt.Errorf("looking for a release: %w", err)
	}
	if !slices.Contains(opened.By, row.Publisher) {
		return "", fmt.Errorf("%s %s is %s's: %w", m.Name, m.Version, row.Publisher, tenants.ErrConflict)
	}
	err = c.Client().PluginRelease.UpdateOneID(row.ID).SetDigest(opened.Digest).SetManifest(string(signed)).Exec(ctx)
	if err != nil {
		return "", fmt.Errorf("replacing a release: %w", err)
	}
	return row.Digest, nil
}
