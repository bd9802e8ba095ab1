// Package catalogue is the foundation's catalogue of plugin releases: what is
// on the machines, who has signed it, what municipalities may install, and
// which of them run what. It knows the control plane only, and no family.
package catalogue

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/google/uuid"
	"golang.org/x/mod/semver"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/pluginrelease"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// State is whether municipalities may install a release.
type State string

// The states of a release.
const (
	Added     State = "added"     // on the machines; the foundation has not published it yet
	Published State = "published" // may be installed
	Withdrawn State = "withdrawn" // may no longer be installed, nor run
)

// Release is a version of a plugin in the catalogue.
type Release struct {
	ID       uuid.UUID
	Manifest manifest.Manifest
	Digest   string // of the manifest's text; names the folder of its files
	SignedBy string // whose signature was checked when it was added
	State    State
	AddedAt  time.Time
}

// Withdrawn reports whether the foundation has withdrawn the release: it may no
// longer be installed, nor run.
func (r Release) Withdrawn() bool { return r.State == Withdrawn }

// Fits reports whether the release runs on machines like this one.
func (r Release) Fits() bool {
	return r.Manifest.Platform == runtime.GOOS+"/any" || r.Manifest.Platform == runtime.GOOS+"/"+runtime.GOARCH
}

// Newer reports whether the release is of a later version than another of the
// same plugin.
func (r Release) Newer(version string) bool {
	return semver.Compare("v"+r.Manifest.Version, "v"+version) > 0
}

// Open reads a release from its row. What the catalogue holds must be what its
// digest says, whoever has written it there; the signature was checked when it
// was added. For this package and tenants/connection.
func Open(row *control.PluginRelease) (Release, error) {
	signed, err := manifest.Open([]byte(row.Manifest))
	if err != nil && !errors.Is(err, manifest.ErrUnsigned) {
		return Release{}, fmt.Errorf("opening a release of %s: %w", row.Name, err)
	}
	if signed.Digest != row.Digest {
		return Release{}, fmt.Errorf("a release of %s is not what its digest says", row.Name)
	}
	return Release{
		ID: row.ID, Manifest: signed.Manifest, Digest: row.Digest, SignedBy: row.Publisher,
		State: State(row.State), AddedAt: row.CreatedAt,
	}, nil
}

// Add puts a signed manifest in the catalogue. One of the trusted keys must
// have signed it, else it is manifest.ErrUnsigned; a release of the same
// plugin, version and platform with other content is ErrConflict, and so is one
// of a plugin that another publisher has releases of: a key that is trusted for
// one plugin must not give its name to another's. Adding what is there changes
// nothing. It is published when publish is set, else it waits for the
// foundation. The command line and the demo call it.
func Add(ctx context.Context, c *tenants.Control, at time.Time, signed []byte, publish bool, trusted ...string) (Release, error) {
	opened, err := manifest.Open(signed, trusted...)
	if err != nil {
		return Release{}, err
	}
	known, err := c.Client().PluginRelease.Query().Where(pluginrelease.Digest(opened.Digest)).Only(ctx)
	if err == nil {
		return Open(known)
	}
	if !control.IsNotFound(err) {
		return Release{}, fmt.Errorf("looking for a release: %w", err)
	}
	state := Added
	if publish {
		state = Published
	}
	m := opened.Manifest
	by, err := publisher(ctx, c, m.Name, opened.By)
	if err != nil {
		return Release{}, err
	}
	row, err := c.Client().PluginRelease.Create().SetID(tenants.NewID()).SetCreatedAt(at).
		SetName(m.Name).SetVersion(m.Version).SetPlatform(m.Platform).SetDigest(opened.Digest).
		SetManifest(string(signed)).SetPublisher(by).SetState(string(state)).Save(ctx)
	if control.IsConstraintError(err) {
		return Release{}, fmt.Errorf("another release of %s %s is there: %w", m.Name, m.Version, tenants.ErrConflict)
	}
	if err != nil {
		return Release{}, fmt.Errorf("adding a release: %w", err)
	}
	return Open(row)
}

// publisher is who of those who signed a release has the name of its plugin:
// whoever has releases of it that are not withdrawn, or the first when nobody
// has. A publisher is known by the name of its key, and may have a new one.
func publisher(ctx context.Context, c *tenants.Control, name string, signed []string) (string, error) {
	others, err := c.Client().PluginRelease.Query().
		Where(pluginrelease.Name(name), pluginrelease.StateNEQ(string(Withdrawn))).Select(pluginrelease.FieldPublisher).Strings(ctx)
	if err != nil {
		return "", fmt.Errorf("looking for other releases: %w", err)
	}
	for _, other := range others {
		if slices.Contains(signed, other) {
			return other, nil
		}
	}
	if len(others) > 0 {
		return "", fmt.Errorf("releases of %s are %s's, until they are withdrawn: %w", name, others[0], tenants.ErrConflict)
	}
	return signed[0], nil
}

// List returns every release, by plugin, the latest version first. One that
// cannot be read fails the list: somebody has written in the catalogue who
// should not.
func List(ctx context.Context, c *tenants.Control) ([]Release, error) {
	rows, err := c.Client().PluginRelease.Query().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the catalogue: %w", err)
	}
	releases := make([]Release, 0, len(rows))
	for _, row := range rows {
		one, err := Open(row)
		if err != nil {
			return nil, err
		}
		releases = append(releases, one)
	}
	Sort(releases)
	return releases, nil
}

// Sort puts releases in order of name, the latest version first.
func Sort(releases []Release) {
	slices.SortFunc(releases, func(a, b Release) int {
		return cmp.Or(
			cmp.Compare(a.Manifest.Name, b.Manifest.Name),
			semver.Compare("v"+b.Manifest.Version, "v"+a.Manifest.Version),
			cmp.Compare(a.Manifest.Platform, b.Manifest.Platform),
		)
	})
}
