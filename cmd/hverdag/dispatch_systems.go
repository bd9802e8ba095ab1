package main

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
)

// atOnce is in how many municipalities other systems are written to at a time.
const atOnce = 8

// dispatchToSystems delivers what goes to other systems, until ctx ends. Each
// municipality has a worker of its own: a system that is slow to answer holds
// back what goes to it, and neither a notice nor another municipality.
func (s *store) dispatchToSystems(ctx context.Context) {
	due := time.NewTicker(deliverEvery)
	defer due.Stop()
	workers := newApart(atOnce)
	defer workers.wait()
	for {
		select {
		case <-ctx.Done():
			return
		case <-due.C:
			s.each(ctx, func(id uuid.UUID) error {
				workers.begin(ctx, id, func() {
					if err := s.deliverToSystems(ctx, id); err != nil && ctx.Err() == nil {
						s.log.Error("delivering to other systems", "municipality", id, "cause", err.Error())
					}
				})
				return nil
			})
		}
	}
}

func (s *store) deliverToSystems(ctx context.Context, id uuid.UUID) error {
	scope, err := s.registry.ByID(ctx, id)
	if err != nil {
		return err
	}
	handlers := map[string]outbox.Handler{stafettlogg.OutboxKind: stafettlogg.Deliver(scope)}
	_, err = scope.Outbox().Only(stafettlogg.OutboxKind).Work(ctx, handlers, batch)
	return err
}

// apart runs jobs apart from each other: one at a time for each id, and no more
// than there are places for.
type apart struct {
	places chan struct{}
	all    sync.WaitGroup
	under  sync.Map // of those whose job is under way, or waits
}

func newApart(places int) *apart { return &apart{places: make(chan struct{}, places)} }

// begin begins a job when a place is free, and does not wait for it. When the
// one before is under way, or waits, it does nothing. Those who wait come in
// turn: slow ones that take their places again and again hold nobody out. Who
// waits when ctx ends is left undone.
func (a *apart) begin(ctx context.Context, id uuid.UUID, job func()) {
	if _, busy := a.under.LoadOrStore(id, true); busy {
		return
	}
	a.all.Go(func() {
		defer a.under.Delete(id)
		select {
		case a.places <- struct{}{}:
			defer func() { <-a.places }()
			job()
		case <-ctx.Done():
		}
	})
}

// wait waits for what is under way.
func (a *apart) wait() { a.all.Wait() }
