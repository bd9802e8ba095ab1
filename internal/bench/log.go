package main

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// logGoals are how much a line of the log may cost against a plain insert of
// the same row, in time, by how many callers there are.
var logGoals = map[int]goal{1: atMost(1.1, ""), 16: atMost(0.7, "")}

// measureLog compares a look that is put on record (sealed, committed to,
// chained, in the tree, durably) with a plain insert of a row like it, each
// alone and by sixteen at once, and verifies a long log.
func measureLog(ctx context.Context, r *report, p extent, houses []*house) error {
	r.section("A line in the log against a plain insert of the same row",
		"figure", "time", "goal", "", "CPU", "insert us", "line us")
	for _, h := range houses {
		for _, callers := range []int{1, 16} {
			if err := h.measureAppend(ctx, r, p, callers); err != nil {
				return fmt.Errorf("%s: %w", h.name, err)
			}
		}
	}
	if err := r.end(); err != nil {
		return err
	}
	return measureVerify(ctx, r, p, houses[0])
}

func (h *house) measureAppend(ctx context.Context, r *report, p extent, callers int) error {
	insert, err := plainInsert(ctx, h.towns[1].scope)
	if err != nil {
		return err
	}
	log := h.towns[0].scope.Audit()
	result, err := compare(p, callers,
		func(int) error { return insert() },
		func(int) error { return log.Record(ctx, look(h.towns[0])) })
	if err != nil {
		return err
	}
	figure := result.ratios(func(base, line sample) float64 { return float64(line.wall) / float64(base.wall) })
	processor := result.ratios(func(base, line sample) float64 { return float64(line.cpu) / float64(base.cpu) })
	r.judged(fmt.Sprintf("%s, %d callers", h.name, callers), figure.String(), logGoals[callers], figure.middle,
		processor.String(),
		short(middleOf(result.base, func(s sample) float64 { return microseconds(s.wall) })),
		short(middleOf(result.product, func(s sample) float64 { return microseconds(s.wall) })))
	return nil
}

func look(t *town) audit.Entry {
	return audit.Entry{
		At: t.scope.Clock().Now(), Actor: t.coordinator.Viewer.ID, CaseFile: t.families[0], Kind: audit.KindLook,
		Action: "look", Role: "coordinator", Relation: "coordinator", Basis: "consent",
		Rule: "coordinator/goals/see/coordinator coordinator/measures/see/coordinator", Sections: []string{"goals", "measures"},
	}
}

// places are ids for rows of the baseline, far from those of a log.
var places atomic.Int64

// plainInsert inserts a row of the log's shape, in a transaction of its own,
// in a municipality whose log is not used for anything else.
func plainInsert(ctx context.Context, scope *tenants.Scope) (func() error, error) {
	places.CompareAndSwap(0, 1<<40)
	text := `INSERT INTO audit_entries (id, happened_at, case_file_id, actor_id, body, salt, commitment, link)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	if scope.LogDialect() == audit.SQLite {
		text = `INSERT INTO audit_entries (id, happened_at, case_file_id, actor_id, body, salt, commitment, link)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
	}
	statement, err := scope.WriteDB().PrepareContext(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("preparing insert: %w", err)
	}
	family, actor := uuid.NewString(), uuid.NewString()
	body, salt, hash := make([]byte, 330), make([]byte, 32), make([]byte, 32)
	return func() error {
		_, err := statement.ExecContext(ctx, places.Add(1), scope.Clock().Now(), family, actor, body, salt, hash, hash)
		return err
	}, nil
}

// measureVerify verifies a long log: its links, its tree and its head.
func measureVerify(ctx context.Context, r *report, p extent, h *house) error {
	const million = 1_000_000
	scope := h.towns[2].scope
	for have := scope.Audit().Size(); have < int64(p.lines); have = scope.Audit().Size() {
		entries := make([]audit.Entry, 0, 500)
		for range cap(entries) {
			entries = append(entries, look(h.towns[2]))
		}
		if err := scope.Audit().Record(ctx, entries...); err != nil {
			return err
		}
	}
	r.section("Verifying a million lines: links, tree and head", "profile", "s", "goal", "", "lines")
	took, err := timed(func() error {
		found, err := audit.Verify(ctx, audit.VerifyConfig{DB: scope.ReadDB(), Dialect: scope.LogDialect()})
		if err == nil && len(found.Findings) > 0 {
			return fmt.Errorf("the log is not whole: %v", found.Findings[0])
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("verifying: %w", err)
	}
	lines := scope.Audit().Size()
	note := fmt.Sprint(lines)
	if lines < million {
		note += ", scaled"
	}
	seconds := took.Seconds() * million / float64(lines)
	r.judged(h.name, short(seconds), atMost(3, "s"), seconds, note)
	return nil
}
