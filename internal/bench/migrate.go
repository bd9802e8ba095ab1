package main

import (
	"context"
	"fmt"

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
		figure, err := h.rollOut(ctx, len(rows))
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
			done, err := h.provisioner.Migrate(ctx, "")
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

// rollOut migrates all municipalities again and again, each time by one more
// table, index and column, and returns the milliseconds for each of them. The
// versions are ones that no program knows, so this is the last that is measured
// of them.
func (h *house) rollOut(ctx context.Context, wanted int) (spread, error) {
	set := migrations.Tenant(h.databases.Dialect())
	var each []float64
	for turn := range 5 {
		set = append(set, addition(migrations.Latest(set)+1, turn))
		took, err := timed(func() error {
			done, err := h.provisioner.MigrateTo(ctx, "", set)
			if err == nil && done.Migrated != wanted {
				return fmt.Errorf("%d of %d were migrated, these were not: %v", done.Migrated, wanted, done.Failed)
			}
			return err
		})
		if err != nil {
			return spread{}, err
		}
		each = append(each, milliseconds(took)/float64(wanted))
	}
	return spreadOf(each), nil
}

func addition(version, turn int) migrations.Migration {
	return migrations.Migration{Version: version, Name: "bench", SQL: fmt.Sprintf(`
		CREATE TABLE bench_notes_%[1]d (id varchar(36) NOT NULL PRIMARY KEY, case_file_id varchar(36) NOT NULL, body varchar(100) NOT NULL DEFAULT '');
		CREATE INDEX bench_notes_%[1]d_case_file_id ON bench_notes_%[1]d (case_file_id);
		ALTER TABLE goals ADD COLUMN bench_%[1]d varchar(100) NOT NULL DEFAULT '';`, turn)}
}
