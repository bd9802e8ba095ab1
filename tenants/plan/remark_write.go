package plan

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/remark"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// AddProposal asks the coordinator for a change in the plan: of a goal, of a
// measure, or (both nil) of the whole. For caregivers.
func AddProposal(ctx context.Context, v *tenants.Visit, family uuid.UUID, goalID, measureID *uuid.UUID, text string) (uuid.UUID, error) {
	var faults tenants.Invalid
	prose(&faults, "text", &text, "proposal.text.missing")
	if err := faults.Err(); err != nil {
		return uuid.Nil, err
	}
	id := tenants.NewID()
	what := deed("plan.proposal.add", id, policy.SectionProposals, policy.ActionPropose)
	err := casefile.Change(ctx, v, family, what, func(tx *tenants.Tx, a *casefile.Access) error {
		if goalID != nil {
			if _, err := reachGoal(ctx, tx, a, *goalID, policy.SectionGoals, policy.ActionSee); err != nil {
				return err
			}
		}
		if measureID != nil {
			if _, err := reachMeasure(ctx, tx, a, *measureID, policy.SectionMeasures, policy.ActionSee); err != nil {
				return err
			}
		}
		return insertRemark(ctx, v, tx, family, id, RemarkProposal, goalID, measureID, text)
	})
	return id, err
}

// AddNote writes to the coordinator about a measure of one's own. For the
// professional who is responsible for it; for everybody else the measure does
// not exist.
func AddNote(ctx context.Context, v *tenants.Visit, family, measureID uuid.UUID, text string) (uuid.UUID, error) {
	var faults tenants.Invalid
	prose(&faults, "text", &text, "note.text.missing")
	if err := faults.Err(); err != nil {
		return uuid.Nil, err
	}
	id := tenants.NewID()
	what := deed("plan.note.add", measureID, policy.SectionOwnMeasures, policy.ActionReport)
	err := casefile.Change(ctx, v, family, what, func(tx *tenants.Tx, a *casefile.Access) error {
		own, err := reachMeasure(ctx, tx, a, measureID, what.Section, what.Action)
		if err != nil {
			return err
		}
		if !same(own.ResponsibleID, &v.Viewer.ID) {
			return tenants.ErrNotFound
		}
		return insertRemark(ctx, v, tx, family, id, RemarkNote, nil, &measureID, text)
	})
	return id, err
}

func insertRemark(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family, id uuid.UUID, kind RemarkKind, goalID, measureID *uuid.UUID, text string) error {
	sealed, err := tx.Seal("remarks", "text", id, text)
	if err != nil {
		return err
	}
	err = tx.Client().Remark.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(family).
		SetKind(string(kind)).SetNillableGoalID(goalID).SetNillableMeasureID(measureID).SetText(sealed).
		SetWrittenBy(v.Viewer.ID).SetState(string(RemarkOpen)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("writing %s: %w", kind, err)
	}
	return nil
}

// AnswerRemark answers a proposal or a note. accepted says that a proposal is
// taken into the plan; anything else needs a text. It returns ErrConflict when
// it is answered already.
func AnswerRemark(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, accepted bool, text string) error {
	var faults tenants.Invalid
	missing := "proposal.answer.missing"
	if accepted {
		missing = ""
	}
	prose(&faults, "answer", &text, missing)
	if err := faults.Err(); err != nil {
		return err
	}
	what := deed("plan.proposal.answer", id, policy.SectionProposals, policy.ActionEdit)
	return casefile.Change(ctx, v, family, what, func(tx *tenants.Tx, a *casefile.Access) error {
		read, err := tx.Client().Remark.Query().Where(remark.ID(id), remark.CaseFileID(family)).
			Select(remark.FieldKind, remark.FieldState, remark.FieldGoalID, remark.FieldMeasureID).Only(ctx)
		if tenant.IsNotFound(err) {
			return tenants.ErrNotFound
		}
		if err != nil {
			return fmt.Errorf("reading remark: %w", err)
		}
		about, err := aboutOf(ctx, tx, family)
		if err != nil {
			return err
		}
		if !a.MayAbout(what.Section, what.Action, about.of(read.GoalID, read.MeasureID)) {
			return tenants.ErrNotFound
		}
		sealed, err := tx.Seal("remarks", "answer", id, text)
		if err != nil {
			return err
		}
		state := RemarkAnswered
		if accepted {
			state = RemarkAccepted
		}
		changed, err := tx.Client().Remark.Update().Where(remark.ID(id), remark.State(string(RemarkOpen))).
			SetState(string(state)).SetAnswer(sealed).
			SetAnsweredAt(tx.Clock().Now()).SetAnsweredBy(v.Viewer.ID).Save(ctx)
		if err == nil && changed == 0 {
			return fmt.Errorf("%s is %s already: %w", read.Kind, read.State, tenants.ErrConflict)
		}
		return err
	})
}
