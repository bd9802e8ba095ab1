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
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
)

type municipalityCommand struct {
	List     listMunicipalities   `cmd:"" help:"List municipalities and their state."`
	Create   createMunicipality   `cmd:"" help:"Create a municipality with its own database, key and host."`
	Activate activateMunicipality `cmd:"" help:"Open a municipality for ordinary use."`
	Suspend  suspendMunicipality  `cmd:"" help:"Close a municipality's doors; its data stays."`
}

type listMunicipalities struct {
	config.Config `embed:""`
}

type createMunicipality struct {
	config.Config `embed:""`
	Name          string `required:"" help:"Its name, Bodø."`
	Number        string `required:"" help:"Its number (kommunenummer), 1804."`
	Slug          string `required:"" help:"The first part of its host name, bodo."`
	Language      string `default:"nb" enum:"nb,nn" help:"nb or nn."`
	AdminName     string `required:"" help:"Name of its first administrator."`
	AdminEmail    string `required:"" help:"E-mail of its first administrator."`
}

type activateMunicipality struct {
	config.Config `embed:""`
	Slug          string `arg:"" help:"The first part of its host name."`
}

type suspendMunicipality struct {
	config.Config `embed:""`
	Slug          string `arg:"" help:"The first part of its host name."`
}

// Run prints the municipalities.
func (c *listMunicipalities) Run(ctx context.Context) error {
	return withStore(ctx, c.Config, func(s *store) error {
		list, err := s.provision.List(ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		for _, one := range list {
			fmt.Fprintf(table, "%s\t%s\t%s\tversion %d %s\n", one.Slug, one.Name, one.State, one.SchemaVersion, one.MigrationState)
		}
		return table.Flush()
	})
}

// Run creates a municipality.
func (c *createMunicipality) Run(ctx context.Context) error {
	return withStore(ctx, c.Config, func(s *store) error {
		made, err := s.provision.Create(ctx, provision.Order{
			Name: c.Name, Number: c.Number, Slug: c.Slug, Language: c.Language,
			AdminName: c.AdminName, AdminEmail: c.AdminEmail,
		})
		if err != nil {
			return err
		}
		fmt.Printf("%s is at %s\n", made.Name, s.config.Origin(made.Host))
		return nil
	})
}

// Run opens a municipality.
func (c *activateMunicipality) Run(ctx context.Context) error {
	return withMunicipality(ctx, c.Config, c.Slug, func(s *store, id uuid.UUID) error {
		return s.provision.Activate(ctx, id, uuid.Nil)
	})
}

// Run closes a municipality.
func (c *suspendMunicipality) Run(ctx context.Context) error {
	return withMunicipality(ctx, c.Config, c.Slug, func(s *store, id uuid.UUID) error {
		return s.provision.Suspend(ctx, id, uuid.Nil)
	})
}

// withStore opens the store for one command and closes it after.
func withStore(ctx context.Context, c config.Config, command func(*store) error) (err error) {
	s, err := openStore(ctx, c, clock.System{}, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return command(s)
}

func withMunicipality(ctx context.Context, c config.Config, slug string, command func(*store, uuid.UUID) error) error {
	return withStore(ctx, c, func(s *store) error {
		list, err := s.provision.List(ctx)
		if err != nil {
			return err
		}
		for _, one := range list {
			if one.Slug == slug {
				return command(s, one.ID)
			}
		}
		return fmt.Errorf("municipality %s: %w", slug, tenants.ErrNotFound)
	})
}
