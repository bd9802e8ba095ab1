package plan

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/goal"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// AddGoal writes down a goal, last in the plan.
func AddGoal(ctx context.Context, v *tenants.Visit, family uuid.UUID, in GoalInput) (uuid.UUID, error) {
	if err := in.Validate(); err != nil {
		return uuid.Nil, err
	}
	id := tenants.NewID()
	what := deed("plan.goal.add", id, policy.SectionGoals, policy.ActionEdit)
	if err := casefile.AskBeforeLocating(ctx, v, family, what, in.LetStand, in.Title, in.ChildWords); err != nil {
		return uuid.Nil, err
	}
	err := edit(ctx, v, family, what, func(tx *tenants.Tx, a *casefile.Access) error {
		if err := a.MayConcern(ctx, tx, what, in.Member); err != nil {
			return err
		}
		position, err := nextGoal(ctx, tx, family)
		if err != nil {
			return err
		}
		row := tx.Row("goals", id)
		create := tx.Client().Goal.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(family).
			SetArea(string(in.Area)).SetNillableMemberID(in.Member).SetState(string(GoalActive)).SetPosition(position).
			SetTitle(row.Seal("title", in.Title)).SetChildWords(row.Seal("child_words", in.ChildWords))
		if err := row.Err(); err != nil {
			return err
		}
		return create.Exec(ctx)
	})
	return id, err
}

// nextGoal is the place after the last goal; removed ones keep theirs.
func nextGoal(ctx context.Context, tx *tenants.Tx, family uuid.UUID) (int, error) {
	last, err := tx.Client().Goal.Query().Where(goal.CaseFileID(family)).
		Order(goal.ByPosition(byLast)).Select(goal.FieldPosition).First(ctx)
	if tenant.IsNotFound(err) {
		return 1, nil
	}
	if err != nil {
		return 0, fmt.Errorf("placing goal: %w", err)
	}
	return last.Position + 1, nil
}

// ChangeGoal rewrites a goal. version is the one that was read; ErrConflict
// says that somebody else has changed it since, and ReadGoal gives their text.
func ChangeGoal(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, version int, in GoalInput) error {
	if err := in.Validate(); err != nil {
		return err
	}
	what := deed("plan.goal.change", id, policy.SectionGoals, policy.ActionEdit)
	if err := casefile.AskBeforeLocating(ctx, v, family, what, in.LetStand, in.Title, in.ChildWords); err != nil {
		return err
	}
	return edit(ctx, v, family, what, func(tx *tenants.Tx, a *casefile.Access) error {
		if _, err := reachGoal(ctx, tx, a, id, what.Section, what.Action); err != nil {
			return err
		}
		if err := a.MayConcern(ctx, tx, what, in.Member); err != nil {
			return err
		}
		row := tx.Row("goals", id)
		update := tx.Client().Goal.Update().
			Where(goal.ID(id), goal.CaseFileID(family), goal.Version(version), goal.RemovedAtIsNil()).
			AddVersion(1).SetArea(string(in.Area)).
			SetTitle(row.Seal("title", in.Title)).SetChildWords(row.Seal("child_words", in.ChildWords))
		if in.Member == nil {
			update.ClearMemberID()
		} else {
			update.SetMemberID(*in.Member)
		}
		if err := row.Err(); err != nil {
			return err
		}
		changed, err := update.Save(ctx)
		if err == nil && changed == 0 {
			return tenants.ErrConflict // it is there: it was reached above
		}
		return err
	})
}

// SetGoalState says that a goal is reached, stopped, or active again. It is
// follow-up and no change of what was agreed.
func SetGoalState(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, state GoalState) error {
	if state.Key() == "" {
		return tenants.InvalidField("state", "goal.state.missing")
	}
	what := deed("plan.goal.state", id, policy.SectionGoals, policy.ActionEdit)
	return casefile.Change(ctx, v, family, what, func(tx *tenants.Tx, a *casefile.Access) error {
		if _, err := reachGoal(ctx, tx, a, id, what.Section, what.Action); err != nil {
			return err
		}
		return setGoalState(ctx, tx, family, id, state)
	})
}

func setGoalState(ctx context.Context, tx *tenants.Tx, family, id uuid.UUID, state GoalState) error {
	changed, err := tx.Client().Goal.Update().
		Where(goal.ID(id), goal.CaseFileID(family), goal.RemovedAtIsNil()).SetState(string(state)).Save(ctx)
	if err == nil && changed == 0 {
		return tenants.ErrNotFound
	}
	return err
}
