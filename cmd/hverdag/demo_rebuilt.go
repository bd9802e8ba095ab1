package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
)

// rebuilt puts a release in the place of the one that the demo's catalogue has
// under its version: whoever works on an adapter sees what they have built. It
// is ErrConflict anywhere but in the demo, where a version stays what was signed.
func (s *store) rebuilt(ctx context.Context, folder string) error {
	if s.config.Profile != config.Demo {
		return fmt.Errorf("replacing a release: %w", tenants.ErrConflict)
	}
	onto := shelf{s.config.Plugins}
	signed, _, err := onto.place(folder)
	if err != nil {
		return err
	}
	keys, err := onto.keys()
	if err != nil {
		return err
	}
	was, err := catalogue.Rebuild(ctx, s.control, signed, keys...)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(onto.release(was)); err != nil {
		return fmt.Errorf("removing what an adapter was: %w", err)
	}
	return nil
}

// followRebuilt has a municipality's plugins be the ones that have been built
// anew, and tries those that are in use: until they are in quarantine again when
// that is where the demo has them.
func (s *store) followRebuilt(ctx context.Context, town uuid.UUID) error {
	scope, err := s.registry.ByID(ctx, town)
	if err != nil {
		return err
	}
	v, err := demoAdministrator(ctx, scope)
	if err != nil {
		return err
	}
	moved, err := connection.FollowRebuilt(ctx, v)
	if err != nil {
		return fmt.Errorf("following what was built anew: %w", err)
	}
	var faults []error
	for _, id := range moved {
		shown, err := connection.Show(ctx, v, id)
		if err != nil || shown.State != connection.Active {
			faults = append(faults, err)
			continue
		}
		faults = append(faults, tryAsBefore(ctx, v, scope.Slug, shown.Name, id))
	}
	return errors.Join(faults...)
}

func tryAsBefore(ctx context.Context, v *tenants.Visit, town, plugin string, id uuid.UUID) error {
	for _, one := range demoInstallations {
		if one.town == town && one.crashes && one.plugin == plugin+" 1.0.0" {
			return tryUntilQuarantined(ctx, v, id)
		}
	}
	var expected *host.Problem
	if err := connection.Try(ctx, v, id); err != nil && !errors.As(err, &expected) {
		return err
	}
	return nil
}
