package plan

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/agreement"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/goal"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/measure"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/planversion"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/remark"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// measures finds what is due or to be evaluated within the coming days, and
// what is past.
func (d *day) measures(ctx context.Context) error {
	open := []string{string(StatusPlanned), string(StatusUnderWay)}
	last := d.last()
	rows, err := d.visit.Client().Measure.Query().Where(
		measure.CaseFileIDIn(d.may(policy.SectionMeasures)...), standing(),
		measure.HasGoalWith(goal.State(string(GoalActive))),
		measure.Or(
			measure.And(measure.StatusIn(open...), measure.DueOnNEQ(""), measure.DueOnLTE(last)),
			measure.And(measure.StatusNEQ(string(StatusStopped)), measure.EvaluateOnNEQ(""), measure.EvaluateOnLTE(last)),
		)).Order(measure.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("finding measures due: %w", err)
	}
	for _, row := range rows {
		what, err := d.visit.Open("measures", "what", row.ID, row.What)
		if err != nil {
			return err
		}
		d.looked(row.CaseFileID, policy.SectionMeasures)
		one := Waiting{Family: row.CaseFileID, Target: row.ID, What: what}
		if Status(row.Status).Open() && !row.DueOn.IsZero() && row.DueOn <= last {
			one.Kind, one.Date = DueMeasure, row.DueOn
			d.add(one)
		}
		if !row.EvaluateOn.IsZero() && row.EvaluateOn <= last {
			one.Kind, one.Date = DueEvaluateMeasure, row.EvaluateOn
			d.add(one)
		}
	}
	return nil
}

// plans finds plans that are to be evaluated as a whole.
func (d *day) plans(ctx context.Context) error {
	rows, err := d.visit.Client().Plan.Query().Where(
		plan.CaseFileIDIn(d.may(policy.SectionGoals)...), plan.EvaluateOnNEQ(""), plan.EvaluateOnLTE(d.last())).
		Order(plan.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("finding plans to evaluate: %w", err)
	}
	for _, row := range rows {
		d.looked(row.CaseFileID, policy.SectionGoals)
		d.add(Waiting{Kind: DueEvaluatePlan, Family: row.CaseFileID, Target: row.CaseFileID, Date: row.EvaluateOn})
	}
	return nil
}

// withoutGoals finds families that have no plan yet: the date is since when
// the viewer has had them.
func (d *day) withoutGoals(ctx context.Context) error {
	ids := d.may(policy.SectionGoals)
	rows, err := d.visit.Client().Goal.Query().Where(goal.CaseFileIDIn(ids...), goal.RemovedAtIsNil()).
		Unique(true).Select(goal.FieldCaseFileID).Strings(ctx)
	if err != nil {
		return fmt.Errorf("finding families without a plan: %w", err)
	}
	begun := make(map[string]bool, len(rows))
	for _, family := range rows {
		begun[family] = true
	}
	for _, id := range ids {
		if !begun[id.String()] {
			d.looked(id, policy.SectionGoals)
			d.add(Waiting{Kind: DueNoPlan, Family: id, Target: id, Date: d.families[id].Since})
		}
	}
	return nil
}

// agreements finds the parties a proposed version waits for.
func (d *day) agreements(ctx context.Context) error {
	client := d.visit.Client()
	rows, err := client.PlanVersion.Query().Where(
		planversion.CaseFileIDIn(d.may(policy.SectionAgreement)...), planversion.State(string(VersionProposed))).
		Order(planversion.ByID()).
		Select(planversion.FieldCaseFileID, planversion.FieldNumber, planversion.FieldCreatedAt).All(ctx)
	if err != nil {
		return fmt.Errorf("finding proposed plans: %w", err)
	}
	if len(rows) == 0 {
		return nil
	}
	var ids, families []uuid.UUID
	for _, row := range rows {
		ids, families = append(ids, row.ID), append(families, row.CaseFileID)
	}
	answers, err := client.Agreement.Query().Where(agreement.PlanVersionIDIn(ids...)).Order(agreement.ByID()).
		Select(agreement.FieldPlanVersionID, agreement.FieldMemberID, agreement.FieldAnswer).All(ctx)
	if err != nil {
		return fmt.Errorf("reading answers: %w", err)
	}
	members, err := d.parties(ctx, families)
	if err != nil {
		return err
	}
	newest := map[uuid.UUID]map[uuid.UUID]Answer{}
	for _, answer := range answers {
		if newest[answer.PlanVersionID] == nil {
			newest[answer.PlanVersionID] = map[uuid.UUID]Answer{}
		}
		newest[answer.PlanVersionID][answer.MemberID] = Answer(answer.Answer)
	}
	for _, row := range rows {
		d.looked(row.CaseFileID, policy.SectionAgreement)
		for party, answer := range newest[row.ID] {
			if answer == AnswerYes || members[party].Removed {
				continue
			}
			d.add(Waiting{
				Kind: DueAgreement, Family: row.CaseFileID, Target: party, Number: row.Number, Answer: answer,
				Who: members[party].First, Date: clock.DateOf(row.CreatedAt),
			})
		}
	}
	return nil
}

// parties reads the members of families, by name where the viewer may see who
// they are.
func (d *day) parties(ctx context.Context, families []uuid.UUID) (map[uuid.UUID]casefile.Named, error) {
	named := d.may(policy.SectionIdentity)
	members := map[uuid.UUID]casefile.Named{}
	for _, names := range []bool{true, false} {
		var which []uuid.UUID
		for _, family := range families {
			if slices.Contains(named, family) == names {
				which = append(which, family)
			}
		}
		if len(which) == 0 {
			continue
		}
		found, err := casefile.NamedIn(ctx, d.visit.Scope, names, which...)
		if err != nil {
			return nil, err
		}
		maps.Copy(members, found.ByID())
		for _, family := range which {
			if names {
				d.looked(family, policy.SectionIdentity)
			}
		}
	}
	return members, nil
}

// remarks finds proposals and notes nobody has answered.
func (d *day) remarks(ctx context.Context) error {
	rows, err := d.visit.Client().Remark.Query().Where(
		remark.CaseFileIDIn(d.may(policy.SectionProposals)...), remark.State(string(RemarkOpen))).
		Order(remark.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("finding open remarks: %w", err)
	}
	writers := make([]uuid.UUID, 0, len(rows))
	for _, row := range rows {
		writers = append(writers, row.WrittenBy)
	}
	who, err := directory.People(ctx, d.visit.Scope, writers)
	if err != nil {
		return err
	}
	measures := d.may(policy.SectionMeasures)
	for _, row := range rows {
		kind, section := DueProposal, policy.SectionProposals
		if RemarkKind(row.Kind) == RemarkNote {
			kind, section = DueNote, policy.SectionMeasures
		}
		if kind == DueNote && !slices.Contains(measures, row.CaseFileID) {
			continue
		}
		one, err := openRemark(d.visit.Scope, row)
		if err != nil {
			return err
		}
		d.looked(row.CaseFileID, section)
		d.add(Waiting{
			Kind: kind, Family: row.CaseFileID, Target: one.ID, What: one.Text, Who: who[one.By].Name,
			Date: clock.DateOf(one.At),
		})
	}
	return nil
}
