package main

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
)

const (
	syncEvery   = time.Minute
	reportEvery = 5 * time.Minute
)

// dispatchPlugins has the registers that are due be read, and the linked logs,
// and tells the foundation in counts how plugins fare, until ctx ends. It has a
// turn of its own: what a plugin takes its time over holds nothing else back.
func (s *store) dispatchPlugins(ctx context.Context) {
	due, report, sweep := time.NewTicker(syncEvery), time.NewTicker(reportEvery), time.NewTicker(sweepEvery)
	defer due.Stop()
	defer report.Stop()
	defer sweep.Stop()
	s.synchronise(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-due.C:
			s.synchronise(ctx)
		case <-report.C:
			s.each(ctx, func(id uuid.UUID) error { return s.reportPlugins(ctx, id) })
		case <-sweep.C:
			s.each(ctx, func(id uuid.UUID) error { return s.sweepPlugins(ctx, id) })
		}
	}
}

func (s *store) synchronise(ctx context.Context) {
	s.each(ctx, func(id uuid.UUID) error {
		scope, err := s.registry.ByID(ctx, id)
		if err != nil {
			return err
		}
		return services.SyncDue(ctx, scope)
	})
	s.each(ctx, func(id uuid.UUID) error {
		scope, err := s.registry.ByID(ctx, id)
		if err != nil {
			return err
		}
		_, err = stafettlogg.ReadDue(ctx, scope)
		return err
	})
}

func (s *store) reportPlugins(ctx context.Context, id uuid.UUID) error {
	scope, err := s.registry.ByID(ctx, id)
	if err != nil {
		return err
	}
	return connection.Report(ctx, scope)
}

func (s *store) sweepPlugins(ctx context.Context, id uuid.UUID) error {
	scope, err := s.registry.ByID(ctx, id)
	if err != nil {
		return err
	}
	_, err = connection.Sweep(ctx, scope)
	return err
}
