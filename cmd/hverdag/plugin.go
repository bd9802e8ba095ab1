package main

import (
	"context"
	"errors"
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
	Add      addPlugin      `cmd:"" help:"Put a signed release on this machine and in the catalogue."`
	List     listPlugins    `cmd:"" help:"List the catalogue's releases, and which have their files here."`
	Publish  publishPlugin  `cmd:"" help:"Let municipalities install a release."`
	Withdraw withdrawPlugin `cmd:"" help:"Stop a release everywhere: it is neither installed nor run any more."`
	Trust    trustPlugins   `cmd:"" help:"Trust a publisher's key, or list the keys that are trusted."`
}

type addPlugin struct {
	config.Config `embed:""`
	Release       string `arg:"" help:"The release's folder, or a .tar.gz or .zip of it."`
	Publish       bool   `help:"Let municipalities install it at once."`
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

// Run checks who has signed the release and that its files are the manifest's,
// and copies it to the folder that its digest names.
func (c *addPlugin) Run(ctx context.Context) error {
	return withStore(ctx, c.Config, func(s *store) error {
		release, err := s.addRelease(ctx, c.Release, c.Publish)
		if errors.Is(err, manifest.ErrUnsigned) {
			return fmt.Errorf("%w: see who it is from, and run: hverdag plugin trust KEY", err)
		}
		if err != nil {
			return err
		}
		fmt.Printf("%s %s, signed by %s, %s\nDigest %s\n",
			release.Manifest.Name, release.Manifest.Version, release.SignedBy, release.State, release.Digest)
		return nil
	})
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
			if err := manifest.Verify(s.releaseFolder(one.Digest), one.Manifest); err != nil {
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
	settled := c.Settled()
	if c.Key != "" {
		if err := trustKey(settled, c.Key); err != nil {
			return err
		}
	}
	keys, err := trustedKeys(settled)
	if err != nil {
		return err
	}
	for _, key := range keys {
		fmt.Println(key)
	}
	return nil
}
