package main

import (
	"context"
	"fmt"
)

// coldGoals are what the first page of a municipality that was not open may
// take longer than a later one, in milliseconds.
var coldGoals = map[string]goal{"SQLite": atMost(10, "ms"), "PostgreSQL": atMost(20, "ms")}

// measureCold opens a municipality anew, as a process that has just started
// does, and compares its first page with the next ones.
func measureCold(ctx context.Context, r *report, p extent, houses []*house) error {
	r.section("The first page of a municipality that was not open, over a later one",
		"profile", "ms more", "goal", "", "first ms", "later ms")
	for _, h := range houses {
		var more, first, later []float64
		for range p.cold {
			cold, warm, err := h.coldPage(ctx)
			if err != nil {
				return err
			}
			more, first, later = append(more, cold-warm), append(first, cold), append(later, warm)
		}
		figure := spreadOf(more)
		r.judged(h.name, figure.String(), coldGoals[h.name], figure.middle,
			short(spreadOf(first).middle), short(spreadOf(later).middle))
	}
	return nil
}

func (h *house) coldPage(ctx context.Context) (cold, warm float64, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	registry := h.replica(ctx)
	defer registry.Close()
	server, err := h.serve(ctx, registry)
	if err != nil {
		return 0, 0, err
	}
	visitor := newBrowser(server, h.towns[0], "/plan")
	visit := func() error { return visitor.visit(10_000) }
	took, err := timed(visit)
	if err != nil {
		return 0, 0, fmt.Errorf("first page: %w", err)
	}
	cold = milliseconds(took)
	var next []float64
	for range 5 {
		took, err := timed(visit)
		if err != nil {
			return 0, 0, fmt.Errorf("later page: %w", err)
		}
		next = append(next, milliseconds(took))
	}
	return cold, spreadOf(next).middle, nil
}
