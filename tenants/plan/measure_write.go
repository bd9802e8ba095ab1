package plan

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/measure"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
)

// AddMeasure writes down a measure, last under its goal. When it makes a
// professional responsible, said is the family's yes to that; without it (and
// without one given before) the answer is ErrInvalid, "measure.yes.missing".
func AddMeasure(ctx context.Context, v *tenants.Visit, family, goalID uuid.UUID, in MeasureInput, said *casefile.Yes) (uuid.UUID, error) {
	return addMeasure(ctx, v, family, goalID, nil, in, said)
}

// AddMeasureAtMeeting is AddMeasure for what was agreed at a meeting.
func AddMeasureAtMeeting(ctx context.Context, v *tenants.Visit, family, goalID, meetingID uuid.UUID, in MeasureInput, said *casefile.Yes) (uuid.UUID, error) {
	return addMeasure(ctx, v, family, goalID, &meetingID, in, said)
}

func addMeasure(ctx context.Context, v *tenants.Visit, family, goalID uuid.UUID, meetingID *uuid.UUID, in MeasureInput, said *casefile.Yes) (uuid.UUID, error) {
	if err := in.Validate(); err != nil {
		return uuid.Nil, err
	}
	holder, err := appoint(ctx, v, family, &in, said)
	if err != nil {
		return uuid.Nil, err
	}
	id := tenants.NewID()
	what := deed("plan.measure.add", id, policy.SectionMeasures, policy.ActionEdit)
	err = casefile.AskBeforeLocating(ctx, v, family, what, in.LetStand, in.What, in.Why, in.ResponsibleName)
	if err != nil {
		return uuid.Nil, err
	}
	err = edit(ctx, v, family, what, func(tx *tenants.Tx, a *casefile.Access) error {
		if err := checkParents(ctx, tx, a, goalID, meetingID); err != nil {
			return err
		}
		if err := holder.share(ctx, tx, a); err != nil {
			return err
		}
		return insertMeasure(ctx, tx, family, goalID, meetingID, id, in)
	})
	return id, err
}

func checkParents(ctx context.Context, tx *tenants.Tx, a *casefile.Access, goalID uuid.UUID, meetingID *uuid.UUID) error {
	if _, err := reachGoal(ctx, tx, a, goalID, policy.SectionMeasures, policy.ActionEdit); err != nil {
		return err
	}
	if meetingID == nil {
		return nil
	}
	return journal.HasMeeting(ctx, tx, a, *meetingID)
}

func insertMeasure(ctx context.Context, tx *tenants.Tx, family, goalID uuid.UUID, meetingID *uuid.UUID, id uuid.UUID, in MeasureInput) error {
	last, err := tx.Client().Measure.Query().Where(measure.GoalID(goalID)).
		Order(measure.ByPosition(byLast)).Select(measure.FieldPosition).First(ctx)
	if err != nil && !tenant.IsNotFound(err) {
		return fmt.Errorf("placing measure: %w", err)
	}
	position := 1
	if last != nil {
		position = last.Position + 1
	}
	row := tx.Row("measures", id)
	create := tx.Client().Measure.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).
		SetCaseFileID(family).SetGoalID(goalID).SetNillableMeetingID(meetingID).SetPosition(position).
		SetWhat(row.Seal("what", in.What)).SetWhy(row.Seal("why", in.Why)).
		SetNillableResponsibleID(in.Responsible).SetNillableUnitID(in.Unit).
		SetResponsibleName(row.Seal("responsible_name", in.ResponsibleName)).SetLevel(string(in.Level)).
		SetFromOn(in.From).SetDueOn(in.Due).SetEvaluateOn(in.EvaluateOn).SetStatus(string(StatusPlanned))
	if err := row.Err(); err != nil {
		return err
	}
	return create.Exec(ctx)
}

// ChangeMeasure rewrites a measure, but not its status. version is the one
// that was read; ErrConflict says that somebody else has changed it since. A
// new responsible person needs the family's yes, as in AddMeasure, and the one
// before loses access with their last measure.
func ChangeMeasure(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, version int, in MeasureInput, said *casefile.Yes) error {
	if err := in.Validate(); err != nil {
		return err
	}
	holder, err := appoint(ctx, v, family, &in, said)
	if err != nil {
		return err
	}
	what := deed("plan.measure.change", id, policy.SectionMeasures, policy.ActionEdit)
	err = casefile.AskBeforeLocating(ctx, v, family, what, in.LetStand, in.What, in.Why, in.ResponsibleName)
	if err != nil {
		return err
	}
	return edit(ctx, v, family, what, func(tx *tenants.Tx, a *casefile.Access) error {
		before, err := reachMeasure(ctx, tx, a, id, what.Section, what.Action)
		if err != nil {
			return err
		}
		if before.Version != version {
			return tenants.ErrConflict
		}
		if !same(before.ResponsibleID, in.Responsible) || said != nil {
			if err := holder.share(ctx, tx, a); err != nil {
				return err
			}
		}
		if err := rewriteMeasure(ctx, tx, id, in); err != nil {
			return err
		}
		if before.ResponsibleID == nil || same(before.ResponsibleID, in.Responsible) {
			return nil
		}
		return endWithout(ctx, tx, a, *before.ResponsibleID)
	})
}

// rewriteMeasure writes a measure that the held plan keeps from changing.
func rewriteMeasure(ctx context.Context, tx *tenants.Tx, id uuid.UUID, in MeasureInput) error {
	row := tx.Row("measures", id)
	update := tx.Client().Measure.UpdateOneID(id).AddVersion(1).
		SetWhat(row.Seal("what", in.What)).SetWhy(row.Seal("why", in.Why)).
		SetResponsibleName(row.Seal("responsible_name", in.ResponsibleName)).SetLevel(string(in.Level)).
		SetFromOn(in.From).SetDueOn(in.Due).SetEvaluateOn(in.EvaluateOn)
	if in.Responsible == nil {
		update.ClearResponsibleID()
	} else {
		update.SetResponsibleID(*in.Responsible)
	}
	if in.Unit == nil {
		update.ClearUnitID()
	} else {
		update.SetUnitID(*in.Unit)
	}
	if err := row.Err(); err != nil {
		return err
	}
	return update.Exec(ctx)
}

func same(one, other *uuid.UUID) bool {
	if one == nil || other == nil {
		return one == other
	}
	return *one == *other
}
