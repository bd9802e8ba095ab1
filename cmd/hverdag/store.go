package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/kv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// store is everything below the web: databases, keys, cache and registry. All
// commands open it the same way.
type store struct {
	config    config.Config
	log       *slog.Logger
	databases tenants.Databases
	control   *tenants.Control
	kek       seal.KEK
	kv        kv.Store
	policy    *policy.Table
	plugins   *pluginHost
	registry  *tenants.Registry
	provision *provision.Provisioner
	closers   []func() error
}

// openStore checks the settings and opens what they name. The control plane
// is migrated first when migrate is set; without it an older one is refused.
func openStore(ctx context.Context, c config.Config, clock clock.Clock, migrate bool) (_ *store, err error) {
	c = c.Settled()
	if err := c.Check(); err != nil {
		return nil, err
	}
	s := &store{config: c, log: newLogger(c), plugins: &pluginHost{exchange: c.Plugins.Exchange}}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if err := s.openDatabases(); err != nil {
		return nil, err
	}
	if err := s.openKeys(); err != nil {
		return nil, err
	}
	if err := s.openKV(ctx); err != nil {
		return nil, err
	}
	if migrate {
		if _, _, err := tenants.MigrateControl(ctx, s.databases, s.controlName()); err != nil {
			return nil, fmt.Errorf("migrating control plane: %w", err)
		}
	}
	s.control, err = tenants.OpenControl(ctx, s.databases)
	if err != nil {
		return nil, err
	}
	s.closers = append(s.closers, s.control.Close)
	s.policy, err = policy.Base()
	if err != nil {
		return nil, fmt.Errorf("compiling policy: %w", err)
	}
	s.follow(ctx, clock)
	return s, nil
}

func (s *store) follow(ctx context.Context, clock clock.Clock) {
	s.registry = tenants.NewRegistry(ctx, tenants.Config{
		Control: s.control, KEK: s.kek, KV: s.kv, Policy: s.policy, Clock: clock, Log: s.log, Plugins: s.plugins,
	})
	s.closers = append(s.closers, func() error { s.registry.Close(); return nil })
	s.provision = &provision.Provisioner{Registry: s.registry, Domain: s.config.BaseDomain}
}

func (s *store) openDatabases() (err error) {
	if s.config.SQLite() {
		s.databases, err = tenants.SQLiteFiles(s.config.Data)
	} else {
		s.databases, err = tenants.PostgresServer(
			s.config.Database.URL.Reveal(), s.config.Database.OwnerURL.Reveal(), s.config.Database.Control)
	}
	if err != nil {
		return err
	}
	s.closers = append(s.closers, s.databases.Close)
	return nil
}

func (s *store) controlName() string {
	if s.config.SQLite() {
		return "control"
	}
	return s.config.Database.Control
}

func (s *store) openKeys() (err error) {
	if text := s.config.KEK.Reveal(); text != "" {
		s.kek, err = seal.ParseKEK(text)
		return err
	}
	s.kek, err = seal.FileKEK(s.config.KEKFile, s.config.Profile == config.Demo)
	return err
}

func (s *store) openKV(ctx context.Context) (err error) {
	var stop func() error
	if s.config.LocalRedis() {
		s.kv, stop, err = kv.OpenLocal()
	} else {
		s.kv, stop, err = kv.Open(s.config.RedisURL.Reveal())
	}
	if err != nil {
		return err
	}
	s.closers = append(s.closers, stop)
	if err := s.kv.Ping(ctx); err != nil {
		s.log.Warn("Redis does not answer; everything works, some of it slower", "cause", err.Error())
	}
	return nil
}

// Close closes everything in the opposite order of opening.
func (s *store) Close() error {
	var faults []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		faults = append(faults, s.closers[i]())
	}
	s.closers = nil
	return errors.Join(faults...)
}

func newLogger(c config.Config) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	if c.Profile == config.Demo {
		return slog.New(slog.NewTextHandler(os.Stderr, options))
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, options))
}
