package plan

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// The two tables have the same columns, so that one statement serves both.

var observationDeeds = map[Kind]struct{ add, change, remove, restore string }{
	Strength: {"plan.strength.add", "plan.strength.change", "plan.strength.remove", "plan.strength.restore"},
	Need:     {"plan.need.add", "plan.need.change", "plan.need.remove", "plan.need.restore"},
}

// AddObservation writes down a strength or a need, last in its list.
func AddObservation(ctx context.Context, v *tenants.Visit, family uuid.UUID, kind Kind, o Observation) (uuid.UUID, error) {
	if err := o.Validate(kind); err != nil {
		return uuid.Nil, err
	}
	id := tenants.NewID()
	what := deed(observationDeeds[kind].add, id, kind.section(), policy.ActionEdit)
	if err := casefile.AskBeforeLocating(ctx, v, family, what, o.LetStand, o.Text, o.SaidBy); err != nil {
		return uuid.Nil, err
	}
	err := edit(ctx, v, family, what, func(tx *tenants.Tx, a *casefile.Access) error {
		if err := a.MayConcern(ctx, tx, what, o.Member); err != nil {
			return err
		}
		row := tx.Row(kind.table(), id)
		text, saidBy := row.Seal("text", o.Text), row.Seal("said_by", o.SaidBy)
		if err := row.Err(); err != nil {
			return err
		}
		_, err := tx.SQL().ExecContext(ctx, `INSERT INTO `+kind.table()+`
			(id, created_at, version, case_file_id, area, member_id, text, said_by, written_by, position)
			VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8,
				(SELECT COALESCE(MAX(position), 0) + 1 FROM `+kind.table()+` WHERE case_file_id = $9))`,
			id.String(), tx.Clock().Now(), family.String(), string(o.Area), textOf(o.Member),
			[]byte(text), []byte(saidBy), v.Viewer.ID.String(), family.String())
		if err != nil {
			return fmt.Errorf("writing %s: %w", kind, err)
		}
		return nil
	})
	return id, err
}

// ChangeObservation rewrites a strength or a need. version is the one that was
// read; ErrConflict says that somebody else has changed it since.
func ChangeObservation(ctx context.Context, v *tenants.Visit, family uuid.UUID, kind Kind, id uuid.UUID, version int, o Observation) error {
	if err := o.Validate(kind); err != nil {
		return err
	}
	what := deed(observationDeeds[kind].change, id, kind.section(), policy.ActionEdit)
	if err := casefile.AskBeforeLocating(ctx, v, family, what, o.LetStand, o.Text, o.SaidBy); err != nil {
		return err
	}
	return edit(ctx, v, family, what, func(tx *tenants.Tx, a *casefile.Access) error {
		if err := a.MayConcern(ctx, tx, what, o.Member); err != nil {
			return err
		}
		row := tx.Row(kind.table(), id)
		text, saidBy := row.Seal("text", o.Text), row.Seal("said_by", o.SaidBy)
		if err := row.Err(); err != nil {
			return err
		}
		changed, err := affected(ctx, tx, `UPDATE `+kind.table()+`
			SET version = version + 1, area = $1, member_id = $2, text = $3, said_by = $4
			WHERE id = $5 AND case_file_id = $6 AND version = $7 AND removed_at IS NULL`,
			string(o.Area), textOf(o.Member), []byte(text), []byte(saidBy), id.String(), family.String(), version)
		if err != nil || changed {
			return err
		}
		return gone(affected(ctx, tx, `UPDATE `+kind.table()+` SET version = version
			WHERE id = $1 AND case_file_id = $2 AND removed_at IS NULL`, id.String(), family.String()))
	})
}

// RemoveObservation takes a strength or a need out of the plan;
// RestoreObservation undoes it.
func RemoveObservation(ctx context.Context, v *tenants.Visit, family uuid.UUID, kind Kind, id uuid.UUID) error {
	what := deed(observationDeeds[kind].remove, id, kind.section(), policy.ActionEdit)
	return edit(ctx, v, family, what, func(tx *tenants.Tx, _ *casefile.Access) error {
		return mustAffect(affected(ctx, tx, `UPDATE `+kind.table()+`
			SET removed_at = $1, removed_by = $2, version = version + 1
			WHERE id = $3 AND case_file_id = $4 AND removed_at IS NULL`,
			tx.Clock().Now(), v.Viewer.ID.String(), id.String(), family.String()))
	})
}

// RestoreObservation brings back a strength or a need that was removed.
func RestoreObservation(ctx context.Context, v *tenants.Visit, family uuid.UUID, kind Kind, id uuid.UUID) error {
	what := deed(observationDeeds[kind].restore, id, kind.section(), policy.ActionEdit)
	return edit(ctx, v, family, what, func(tx *tenants.Tx, _ *casefile.Access) error {
		return mustAffect(affected(ctx, tx, `UPDATE `+kind.table()+`
			SET removed_at = NULL, removed_by = NULL, version = version + 1
			WHERE id = $1 AND case_file_id = $2 AND removed_at IS NOT NULL`, id.String(), family.String()))
	})
}

func affected(ctx context.Context, tx *tenants.Tx, statement string, values ...any) (bool, error) {
	result, err := tx.SQL().ExecContext(ctx, statement, values...)
	if err != nil {
		return false, err
	}
	rows, err := result.RowsAffected()
	return rows > 0, err
}

func mustAffect(changed bool, err error) error {
	if err == nil && !changed {
		return tenants.ErrNotFound
	}
	return err
}

// textOf writes an id for a hand-written statement; nil is NULL.
func textOf(id *uuid.UUID) any {
	if id == nil {
		return nil
	}
	return id.String()
}
