package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/demo"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logvendor"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
)

// The stafettlogg of the demo's first municipality, as the stand-in is.
const (
	demoLogHost  = "stafettlogg.bodo.example"
	demoLogToken = "demo"
)

// demoWorld is what plugins reach in the demo: stand-ins in this process, and
// nothing on the internet.
func (s *store) demoWorld() (http.RoundTripper, error) {
	world := demo.World()
	vendor, err := logvendor.New(logvendor.Options{
		Path: filepath.Join(s.config.Data, "stafettlogg.journal"), Token: demoLogToken, RestlessEvents: true,
	})
	if err != nil {
		return nil, fmt.Errorf("opening the demo's stafettlogg: %w", err)
	}
	world[demoLogHost] = vendor
	return world, nil
}

// bringPlugins puts the bundled adapters in the demo's catalogue, and has the
// municipalities install some. The pages are up meanwhile. What fails is said in
// the log; the demo goes on without.
func (s *store) bringPlugins(ctx context.Context) {
	releases, err := s.bundled(ctx)
	if err != nil && ctx.Err() == nil {
		s.log.Warn("the demo goes on without some plugins", "cause", err.Error())
	}
	known := s.putInCatalogue(ctx, releases)
	if err := s.installDemo(ctx); err != nil && ctx.Err() == nil {
		s.log.Warn("the demo's plugins are not all installed", "cause", err.Error())
	}
	if known == 0 {
		return
	}
	s.each(ctx, func(id uuid.UUID) error { return s.reportPlugins(ctx, id) })
	s.log.Info("plugins are in the catalogue", "releases", known)
}

// putInCatalogue puts releases in the demo's catalogue, and counts those that
// are there. One that was built anew since, under the version it had, takes the
// place of the one that is there.
func (s *store) putInCatalogue(ctx context.Context, releases []string) (known int) {
	for _, folder := range releases {
		_, err := s.addRelease(ctx, folder, true)
		if errors.Is(err, tenants.ErrConflict) {
			err = s.rebuilt(ctx, folder)
		}
		if err != nil {
			s.log.Warn("a plugin of the demo cannot be added", "folder", folder, "cause", err.Error())
			continue
		}
		known++
	}
	return known
}

// demoKey is the demo's own publisher, made the first time and trusted here.
func (s *store) demoKey() (private string, err error) {
	folder := s.config.Plugins.Folder
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("making the plugins' folder: %w", err)
	}
	place := filepath.Join(folder, "demo.key")
	if _, err := os.Stat(place); err == nil {
		return place, nil
	}
	secret, public, err := manifest.NewKey("demo.hverdag.example")
	if err != nil {
		return "", err
	}
	if err := (shelf{s.config.Plugins}).trust(public); err != nil {
		return "", err
	}
	return place, os.WriteFile(place, []byte(secret+"\n"), 0o600)
}

// published finds the demo's releases by the plugins' names, the latest of each,
// and by name and version.
func (s *store) published(ctx context.Context) (map[string]string, error) {
	all, err := catalogue.List(ctx, s.control)
	if err != nil {
		return nil, err
	}
	digests := map[string]string{}
	for _, one := range all { // the latest version of each comes first
		if one.State == catalogue.Published {
			digests[one.Manifest.Name+" "+one.Manifest.Version] = one.Digest
		}
		if _, later := digests[one.Manifest.Name]; !later && one.State == catalogue.Published {
			digests[one.Manifest.Name] = one.Digest
		}
	}
	return digests, nil
}
