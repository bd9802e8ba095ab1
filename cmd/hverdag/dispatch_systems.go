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
				workers.begin(id, func() {
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
	under  sync.Map // of those whose job is under way
}

func newApart(places int) *apart { return &apart{places: make(chan struct{}, places)} }

// begin begins a job and does not wait for it. When the one before is under way
// or no place is free it does nothing: the next tick asks again.
func (a *apart) begin(id uuid.UUID, job func()) {
	if _, busy := a.under.LoadOrStore(id, true); busy {
		return
	}
	select {
	case a.places <- struct{}{}:
	default:
		a.under.Delete(id)
		return
	}
	a.all.Go(func() {
		defer func() { <-a.places }()
		defer a.under.Delete(id)
		job()
	})
}

// wait waits for what is under way.
func (a *apart) wait() { a.all.Wait() }
