package main

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control"
)

// measureMemory opens municipalities that nobody visits and looks at what the
// program and its servers hold more.
func measureMemory(ctx context.Context, r *report, p extent, houses []*house) error {
	r.section("Memory of an open, idle municipality, of all processes together",
		"profile", "MB each", "goal", "", "opened", "for 357, MB", "goal", "")
	for _, h := range houses {
		rows, err := h.many(ctx, p)
		if err != nil {
			return err
		}
		held, err := h.holds(ctx, rows)
		if err != nil {
			return err
		}
		all := goal{value: 1024, unit: "MB"}
		verdict := "reached"
		if !all.reachedBy(held * municipalities) {
			verdict = "BELOW GOAL"
		}
		r.judged(h.name, short(held), atMost(2, "MB"), held,
			fmt.Sprint(len(rows)), short(held*municipalities), all.String(), verdict)
	}
	return nil
}

// holds opens municipalities in a process of their own kind and tells how many
// megabytes each takes.
func (h *house) holds(ctx context.Context, rows []*control.Municipality) (float64, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	registry := h.replica(ctx)
	defer registry.Close()
	before, err := settled()
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		scope, err := registry.ByID(ctx, row.ID)
		if err != nil {
			return 0, fmt.Errorf("opening %s: %w", row.Slug, err)
		}
		if _, err := scope.Client().CaseFile.Query().Count(ctx); err != nil {
			return 0, fmt.Errorf("reading %s: %w", row.Slug, err)
		}
	}
	after, err := settled()
	if err != nil {
		return 0, err
	}
	return float64(after-before) / float64(len(rows)) / (1 << 20), nil
}

// settled is the memory after what nobody uses has been given back.
func settled() (int64, error) {
	debug.FreeOSMemory()
	return memory()
}
