package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
)

type pluginCommand struct {
	Add      addPlugins     `cmd:"" help:"Put signed releases on this machine and in the catalogue."`
	Place    placePlugins   `cmd:"" help:"Put signed releases on this machine, without a database: for a copy of the program that is about to start."`
	List     listPlugins    `cmd:"" help:"List the catalogue's releases, and which have their files here."`
	Publish  publishPlugin  `cmd:"" help:"Let municipalities install a release."`
	Withdraw withdrawPlugin `cmd:"" help:"Stop a release everywhere: it is neither installed nor run any more."`
	Trust    trustPlugins   `cmd:"" help:"Trust a publisher's key, or list the keys that are trusted."`
	Check    checkPlugins   `cmd:"" help:"Say how plugins are shut in on this machine, and what would keep them from running."`
}

type addPlugins struct {
	config.Config `embed:""`
	Releases      []string `arg:"" help:"Releases: folders, .tar.gz or .zip of them, or a folder with several."`
	Publish       bool     `help:"Let municipalities install them at once."`
}

type placePlugins struct {
	config.Config `embed:""`
	Releases      []string `arg:"" help:"Releases: folders, .tar.gz or .zip of them, or a folder with several."`
}

type listPlugins struct {
	config.Config `embed:""`
}

type publishPlugin struct {
	config.Config `embed:""`
	Digest        string `arg:"" help:"The release's digest, or its beginning."`
}

type withdrawPlugin struct {
	config.Config `embed:""`
	Digest        string `arg:"" help:"The release's digest, or its beginning."`
}

type trustPlugins struct {
	config.Config `embed:""`
	Key           string `arg:"" optional:"" help:"The publisher's public key, as hverdag-plugin sign keys wrote it."`
}

// Run checks who has signed each release and that its files are the manifest's,
// and copies it to the folder that its digest names. The first that does not
// hold ends it.
func (c *addPlugins) Run(ctx context.Context) error {
	return withStore(ctx, c.Config, func(s *store) error {
		return eachRelease(c.Releases, func(path string) error {
			release, err := s.addRelease(ctx, path, c.Publish)
			if err != nil {
				return err
			}
			fmt.Printf("%s %s, signed by %s, %s\nDigest %s\n",
				release.Manifest.Name, release.Manifest.Version, release.SignedBy, release.State, release.Digest)
			return nil
		})
	})
}

// Run does as add does, but for the catalogue.
func (c *placePlugins) Run() error {
	plugins := c.Settled().Plugins
	if err := plugins.Check(); err != nil {
		return err
	}
	return eachRelease(c.Releases, func(path string) error {
		_, placed, err := shelf{plugins}.place(path)
		if err != nil {
			return err
		}
		fmt.Printf("%s %s, signed by %s\n", placed.Manifest.Name, placed.Manifest.Version, placed.By[0])
		return nil
	})
}

func eachRelease(paths []string, do func(path string) error) error {
	for _, path := range paths {
		releases, err := found(path)
		if err != nil {
			return err
		}
		for _, one := range releases {
			if err := do(one); err != nil {
				return err
			}
		}
	}
	return nil
}

// addRelease puts a release on this machine and in the catalogue.
func (s *store) addRelease(ctx context.Context, from string, publish bool) (catalogue.Release, error) {
	onto := shelf{s.config.Plugins}
	signed, _, err := onto.place(from)
	if err != nil {
		return catalogue.Release{}, err
	}
	keys, err := onto.keys()
	if err != nil {
		return catalogue.Release{}, err
	}
	return catalogue.Add(ctx, s.control, clock.System{}.Now(), signed, publish, keys...)
}

// Run lists the releases.
func (c *listPlugins) Run(ctx context.Context) error {
	return withStore(ctx, c.Config, func(s *store) error {
		releases, err := catalogue.List(ctx, s.control)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		for _, one := range releases {
			here := "here"
			if err := manifest.Verify(shelf{s.config.Plugins}.release(one.Digest), one.Manifest); err != nil {
				here = "not here"
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\tsigned by %s\t%s\n", one.Manifest.Name, one.Manifest.Version,
				one.Manifest.Platform, one.State, here, one.SignedBy, one.Digest[:12])
		}
		return table.Flush()
	})
}

// Run publishes.
func (c *publishPlugin) Run(ctx context.Context) error {
	return withRelease(ctx, c.Config, c.Digest, func(s *store, id uuid.UUID) error {
		return catalogue.Publish(ctx, s.control, clock.System{}.Now(), uuid.Nil, id)
	})
}

// Run withdraws.
func (c *withdrawPlugin) Run(ctx context.Context) error {
	return withRelease(ctx, c.Config, c.Digest, func(s *store, id uuid.UUID) error {
		return catalogue.Withdraw(ctx, s.control, clock.System{}.Now(), uuid.Nil, id)
	})
}

func withRelease(ctx context.Context, c config.Config, digest string, do func(*store, uuid.UUID) error) error {
	return withStore(ctx, c, func(s *store) error {
		releases, err := catalogue.List(ctx, s.control)
		if err != nil {
			return err
		}
		var found []uuid.UUID
		for _, one := range releases {
			if len(digest) >= 8 && len(digest) <= len(one.Digest) && one.Digest[:len(digest)] == digest {
				found = append(found, one.ID)
			}
		}
		if len(found) != 1 {
			return fmt.Errorf("%d releases begin with %q: %w", len(found), digest, tenants.ErrNotFound)
		}
		return do(s, found[0])
	})
}

// Run trusts a key, or lists those that are trusted.
func (c *trustPlugins) Run() error {
	kept := shelf{c.Settled().Plugins}
	if c.Key != "" {
		if err := kept.trust(c.Key); err != nil {
			return err
		}
	}
	keys, err := kept.keys()
	if err != nil {
		return err
	}
	for _, key := range keys {
		fmt.Println(key)
	}
	return nil
}
