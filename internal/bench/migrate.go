package main

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/migrations"
)

// many makes municipalities until there are as many as shall be measured, and
// returns all of them.
func (h *house) many(ctx context.Context, p extent) ([]*control.Municipality, error) {
	wanted := p.files
	if h.databases.Dialect() == dialect.Postgres {
		wanted = p.databases
	}
	client := h.registry.Control.Client()
	have, err := client.Municipality.Query().Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("counting municipalities: %w", err)
	}
	for number := have + 1; number <= wanted; number++ {
		if _, err := h.municipality(ctx, number); err != nil {
			return nil, err
		}
	}
	rows, err := client.Municipality.Query().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing municipalities: %w", err)
	}
	return rows, nil
}

// measureMigration checks that all municipalities are up to date, and rolls
// out a change that adds a table and a column.
func measureMigration(ctx context.Context, r *report, p extent, houses []*house) error {
	r.section("Migration of 357 municipalities", "figure", "", "goal", "", "municipalities measured")
	for _, h := range houses {
		rows, err := h.many(ctx, p)
		if err != nil {
			return err
		}
		note := fmt.Sprint(len(rows))
		if len(rows) < municipalities {
			note += ", scaled"
		}
		scale := float64(municipalities) / float64(len(rows))
		checked, err := h.check(ctx, len(rows))
		if err != nil {
			return fmt.Errorf("checking: %w", err)
		}
		checked *= scale
		r.judged(h.name+", all up to date, s", short(checked), atMost(0.5, "s"), checked, note)
		figure, err := h.rollOut(ctx, rows)
		if err != nil {
			return fmt.Errorf("rolling out: %w", err)
		}
		r.judged(h.name+", an addition, ms each", figure.String(), atMost(10, "ms"), figure.middle, note)
	}
	return nil
}

// check asks, as at every start, whether all municipalities are up to date,
// and returns the seconds it takes.
func (h *house) check(ctx context.Context, wanted int) (float64, error) {
	var seconds []float64
	for range 5 {
		took, err := timed(func() error {
			done, err := h.provisioner.Migrate(ctx)
			if err == nil && (done.Checked != wanted || done.Migrated != 0) {
				return fmt.Errorf("%d of %d were checked and %d migrated", done.Checked, wanted, done.Migrated)
			}
			return err
		})
		if err != nil {
			return 0, err
		}
		seconds = append(seconds, took.Seconds())
	}
	return spreadOf(seconds).middle, nil
}

// rollOut migrates each municipality, and notes its new version, as the
// program does. The version is one that no program knows, so this is the last
// that is measured of them.
func (h *house) rollOut(ctx context.Context, rows []*control.Municipality) (spread, error) {
	set := migrations.Tenant(h.databases.Dialect())
	set = append(set, migrations.Migration{
		Version: migrations.Latest(set) + 1, Name: "bench", SQL: `
			CREATE TABLE bench_notes (id varchar(36) NOT NULL PRIMARY KEY, case_file_id varchar(36) NOT NULL, body varchar(100) NOT NULL DEFAULT '');
			CREATE INDEX bench_notes_case_file_id ON bench_notes (case_file_id);
			ALTER TABLE goals ADD COLUMN bench varchar(100) NOT NULL DEFAULT '';`,
	})
	client := h.registry.Control.Client()
	var each []float64
	for _, row := range rows {
		began := time.Now()
		_, to, err := h.databases.Migrate(ctx, row.Database, set)
		if err != nil {
			return spread{}, err
		}
		if err := client.Municipality.UpdateOneID(row.ID).SetSchemaVersion(to).Exec(ctx); err != nil {
			return spread{}, fmt.Errorf("noting version: %w", err)
		}
		each = append(each, milliseconds(time.Since(began)))
	}
	return spreadOf(each), nil
}
