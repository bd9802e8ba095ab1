package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"

	"github.com/stinesofiesstiftelse/hverdagspakke/cmd/hverdag/demo"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin/demoissuer"
)

// issuerLabel is the demo issuer's host under the base domain.
const issuerLabel = "innlogging."

// issuerName is what people are bound to: the issuer's address follows the
// port, and they must still be known when the demo is started on another.
const issuerName = "demo"

type demoCommand struct {
	config.Config `embed:""`
	Fresh         bool `help:"Throw away what the demo has kept, and begin again."`
}

// Run brings up everything on this machine: four municipalities with invented
// families, the console, and an issuer of its own to sign in with.
func (c *demoCommand) Run(ctx context.Context) (err error) {
	c.Profile = config.Demo
	if c.Fresh {
		if err := removeDemo(c.Data); err != nil {
			return err
		}
	}
	// The port is taken first: a demo that cannot listen must not begin.
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	c.Addr = listener.Addr().String()
	s, err := openStore(ctx, c.Config, clock.System{}, true)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	err = s.fill(ctx)
	if errors.Is(err, demo.ErrCutOff) {
		err = fmt.Errorf("%w: run the demo with --fresh", err)
	}
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	providers, issuer, err := s.demoIssuer(listener.Addr().String())
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	world, err := s.demoWorld()
	if err == nil {
		err = s.startPlugins(world)
	}
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := demo.Guide(os.Stdout, s.config.BaseDomain, s.config.Origin); err != nil {
		return errors.Join(err, listener.Close())
	}
	bringing, stop := context.WithCancel(ctx)
	brought := make(chan struct{})
	go func() {
		defer close(brought)
		s.bringPlugins(bringing)
	}()
	err = s.serve(ctx, listener, providers, issuer)
	stop()
	<-brought
	return err
}

// fill carries out the scenario the first time, and migrates what an earlier
// program left behind.
func (s *store) fill(ctx context.Context) error {
	if _, err := s.provision.Migrate(ctx, ""); err != nil {
		s.log.Error("migrating the demo", "cause", err.Error())
	}
	then := clock.NewFixed(clock.System{}.Now())
	past, stop := context.WithCancel(ctx)
	defer stop()
	history := &store{
		config: s.config, log: s.log, databases: s.databases, control: s.control, kek: s.kek, kv: s.kv, policy: s.policy,
		plugins: &pluginHost{},
	}
	history.follow(past, then)
	defer history.registry.Close()
	world := demo.World{
		Provisioner: history.provision, Clock: then, Now: then.Now(), Log: s.log, Issuer: issuerName,
	}
	seeded, err := demo.Seeded(ctx, history.provision)
	if err != nil || seeded {
		return err
	}
	fmt.Fprintln(os.Stderr, "Making four municipalities with invented families. This takes a few seconds.")
	return demo.Seed(ctx, world)
}

// demoIssuer is the built-in identity provider and the doors that lead to it.
func (s *store) demoIssuer(listen string) (providers, *issuer, error) {
	host := issuerLabel + s.config.BaseDomain
	levels := map[string]signin.Kind{
		demoissuer.ACRFamily: signin.KindFamily, demoissuer.ACRStaff: signin.KindStaff,
		demoissuer.ACRFoundation: signin.KindFoundation,
	}
	people, err := demo.People(s.config.BaseDomain)
	if err != nil {
		return providers{}, nil, err
	}
	client := demoissuer.Client{ID: "hverdag", Secret: "demo"}
	built, err := demoissuer.New(demoissuer.Config{
		Profile: string(s.config.Profile), Issuer: s.config.Origin(host), Clients: []demoissuer.Client{client},
		Redirects: s.isOurs, People: func() []demoissuer.Person { return people }, Clock: clock.System{}, Log: s.log,
	})
	if err != nil {
		return providers{}, nil, err
	}
	door := func(name, levelAsked string) (*signin.Provider, error) {
		return signin.New(signin.Config{
			Name: name, Issuer: s.config.Origin(host), KnownAs: issuerName, ClientID: client.ID, ClientSecret: client.Secret,
			Callback: func(host string) string { return s.config.Origin(host) + returnPath },
			ACR:      levels, AskACR: levelAsked, HTTP: demoissuer.HTTPClient(listen), Clock: clock.System{},
		})
	}
	var p providers
	if p.staff, err = door("staff", demoissuer.ACRStaff); err != nil {
		return p, nil, err
	}
	if p.families, err = door("family", demoissuer.ACRFamily); err != nil {
		return p, nil, err
	}
	p.foundation, err = door("foundation", demoissuer.ACRFoundation)
	return p, &issuer{handler: built, host: host}, err
}

// isOurs reports whether an address to return to after sign-in is exactly that
// of the console or of a municipality.
func (s *store) isOurs(address string) bool {
	if address == s.config.Origin(s.config.ConsoleHost)+returnPath {
		return true
	}
	list, err := s.provision.List(context.Background())
	if err != nil {
		s.log.Error("listing municipalities for sign-in", "cause", err.Error())
		return false
	}
	for _, one := range list {
		if address == s.config.Origin(one.Host)+returnPath {
			return true
		}
	}
	return false
}

// removeDemo removes what the demo has made in its folder, and nothing else.
func removeDemo(folder string) error {
	for _, pattern := range []string{"*.db", "*.db-wal", "*.db-shm", "kek", "lock", "post/*.eml", "stafettlogg.journal"} {
		names, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil {
			return fmt.Errorf("looking through the data folder: %w", err)
		}
		for _, name := range names {
			if err := os.Remove(name); err != nil {
				return fmt.Errorf("beginning again: %w", err)
			}
		}
	}
	for _, made := range []string{"plugins", "exchange"} {
		if err := os.RemoveAll(filepath.Join(folder, made)); err != nil {
			return fmt.Errorf("beginning again: %w", err)
		}
	}
	return nil
}
