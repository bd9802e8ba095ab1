package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
)

const shutdownPatience = 15 * time.Second

type serveCommand struct {
	config.Config `embed:""`
}

// Run serves until the program is told to stop.
func (c *serveCommand) Run(ctx context.Context) (err error) {
	s, err := openStore(ctx, c.Config, clock.System{}, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if s.config.Profile == config.Demo {
		return errors.New("the demo profile is run by: hverdag demo")
	}
	providers, err := productionProviders(s.config)
	if err != nil {
		return err
	}
	if err := s.startPlugins(nil); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.config.Addr)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	return s.serve(ctx, listener, providers, nil)
}

// serve runs the web server and the dispatcher until ctx ends, then lets
// requests under way finish.
func (s *store) serve(ctx context.Context, listener net.Listener, p providers, issuer *issuer) error {
	server, err := s.server(ctx, p, issuer)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	working, stopWorking := context.WithCancel(ctx)
	defer stopWorking()
	var jobs sync.WaitGroup
	jobs.Go(func() { s.dispatch(working) })
	jobs.Go(func() { s.dispatchPlugins(working) })
	s.log.Info("serving", "address", listener.Addr().String(), "profile", string(s.config.Profile))
	err = listen(ctx, server, listener)
	stopWorking()
	jobs.Wait()
	return err
}

func listen(ctx context.Context, server *fiber.App, listener net.Listener) error {
	ended := make(chan error, 1)
	go func() { ended <- server.Listener(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	if err := server.ShutdownWithTimeout(shutdownPatience); err != nil {
		return fmt.Errorf("shutting down: %w", err)
	}
	return <-ended
}
