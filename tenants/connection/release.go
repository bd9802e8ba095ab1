package connection

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/pluginrelease"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
)

// Release is a version of a plugin in the foundation's catalogue.
type Release = catalogue.Release

// releaseOf reads one release.
func releaseOf(ctx context.Context, scope *tenants.Scope, digest string) (Release, error) {
	row, err := scope.Releases().Query().Where(pluginrelease.Digest(digest)).Only(ctx)
	if control.IsNotFound(err) {
		return Release{}, fmt.Errorf("release of a plugin: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return Release{}, fmt.Errorf("reading a release: %w", err)
	}
	return catalogue.Open(row)
}

// releasesOf reads the releases that rows have installed, by digest. One that
// cannot be read is left out, and the cause is in the operator's log.
func releasesOf(ctx context.Context, scope *tenants.Scope, rows []*tenant.Plugin) (map[string]Release, error) {
	releases := map[string]Release{}
	if len(rows) == 0 {
		return releases, nil
	}
	var digests []string
	for _, row := range rows {
		digests = append(digests, row.Digest)
		if row.WantedDigest != "" {
			digests = append(digests, row.WantedDigest)
		}
	}
	found, err := scope.Releases().Query().Where(pluginrelease.DigestIn(digests...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading releases: %w", err)
	}
	for _, row := range found {
		release, err := catalogue.Open(row)
		if err != nil {
			scope.Log().Error("a release in the catalogue is damaged", "plugin", row.Name, "version", row.Version, "cause", err.Error())
			continue
		}
		releases[row.Digest] = release
	}
	return releases, nil
}

// grantOf reads the lock file; an empty one grants nothing.
func grantOf(row *tenant.Plugin) (manifest.Grant, error) {
	var grant manifest.Grant
	if row.Grant == "" {
		return grant, nil
	}
	if err := json.Unmarshal([]byte(row.Grant), &grant); err != nil {
		return grant, fmt.Errorf("reading what plugin %s was granted: %w", row.Name, err)
	}
	return grant, nil
}

func grantText(grant manifest.Grant) (string, error) {
	text, err := json.Marshal(grant)
	if err != nil {
		return "", fmt.Errorf("writing what a plugin was granted: %w", err)
	}
	return string(text), nil
}
