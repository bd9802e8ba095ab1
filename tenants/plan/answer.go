package plan

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/agreement"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/planversion"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Reply is a party's answer to a version of the plan.
type Reply struct {
	Answer Answer       // yes, or missing
	Text   string       // what is missing
	How    casefile.How // how it was given to the coordinator; a caregiver's own is HowSelf
}

// Validate puts the text in the form it is kept in and returns ErrInvalid with
// every fault.
func (r *Reply) Validate() error {
	var faults tenants.Invalid
	missing := ""
	if r.Answer == AnswerMissing {
		missing = "agreement.text.missing"
	}
	prose(&faults, "text", &r.Text, missing)
	if r.Answer != AnswerYes && r.Answer != AnswerMissing {
		faults.Add("answer", "agreement.answer.choose")
	}
	return faults.Err()
}

// AnswerVersion records a party's answer to the version that waits for it. A
// caregiver answers for themself alone: for anybody else it is ErrForbidden.
// The coordinator records what a party said or wrote, never on their behalf
// (ErrInvalid without how). Everybody's yes makes the version the agreed one.
// It returns ErrConflict when the version does not wait any more.
func AnswerVersion(ctx context.Context, v *tenants.Visit, family uuid.UUID, number int, party uuid.UUID, r Reply) error {
	if err := r.Validate(); err != nil {
		return err
	}
	a, err := casefile.Enter(ctx, v, family)
	if err != nil {
		return err
	}
	what := deed("plan.answer", party, policy.SectionAgreement, policy.ActionAgree)
	records := a.May(policy.SectionAgreement, policy.ActionEdit)
	if records {
		what.Name, what.Action = "plan.answer.record", policy.ActionEdit
		if r.How != casefile.HowOral && r.How != casefile.HowWritten {
			return tenants.InvalidField("how", "agreement.how.missing")
		}
	} else {
		r.How = casefile.HowSelf
	}
	return casefile.Change(ctx, v, family, what, func(tx *tenants.Tx, _ *casefile.Access) error {
		if err := hold(ctx, tx, family, keep); err != nil {
			return err
		}
		people, err := casefile.NamedOf(ctx, tx.Scope, tx, false, family)
		if err != nil {
			return err
		}
		members := people.ByID()
		version, answers, err := waiting(ctx, tx, family, number)
		if err != nil {
			return err
		}
		if _, asked := answers[party]; !asked {
			return tenants.ErrNotFound
		}
		if !records && !same(members[party].UserID, &v.Viewer.ID) {
			return fmt.Errorf("answering for another party: %w", tenants.ErrForbidden)
		}
		if version.State != string(VersionProposed) || members[party].Removed {
			return tenants.ErrConflict
		}
		if err := insertAnswer(ctx, v, tx, version.ID, family, party, r); err != nil {
			return err
		}
		answers[party] = r.Answer
		return settle(ctx, tx, version, answers, members)
	})
}

// waiting reads a version and the newest answer of each of its parties.
func waiting(ctx context.Context, tx *tenants.Tx, family uuid.UUID, number int) (*tenant.PlanVersion, map[uuid.UUID]Answer, error) {
	version, err := tx.Client().PlanVersion.Query().
		Where(planversion.CaseFileID(family), planversion.Number(number)).
		Select(planversion.FieldID, planversion.FieldCaseFileID, planversion.FieldState).Only(ctx)
	if tenant.IsNotFound(err) {
		return nil, nil, tenants.ErrNotFound
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading version: %w", err)
	}
	rows, err := tx.Client().Agreement.Query().Where(agreement.PlanVersionID(version.ID)).
		Order(agreement.ByID()).Select(agreement.FieldMemberID, agreement.FieldAnswer).All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("reading answers: %w", err)
	}
	answers := map[uuid.UUID]Answer{}
	for _, row := range rows {
		answers[row.MemberID] = Answer(row.Answer)
	}
	return version, answers, nil
}

// settle makes a version the agreed one when every party who is still in the
// family has said yes. The plan is agreed with it, unless it was changed after
// it was proposed.
func settle(ctx context.Context, tx *tenants.Tx, version *tenant.PlanVersion, answers map[uuid.UUID]Answer, members map[uuid.UUID]casefile.Named) error {
	for party, answer := range answers {
		if answer != AnswerYes && !members[party].Removed {
			return nil
		}
	}
	err := tx.Client().PlanVersion.UpdateOneID(version.ID).
		SetState(string(VersionAgreed)).SetAgreedAt(tx.Clock().Now()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("agreeing on version: %w", err)
	}
	_, err = tx.Client().Plan.Update().
		Where(plan.CaseFileID(version.CaseFileID), plan.State(string(StateProposed))).
		SetState(string(StateAgreed)).Save(ctx)
	if err != nil {
		return fmt.Errorf("agreeing on plan: %w", err)
	}
	return nil
}

// insertAnswer adds an answer; earlier ones of the same party stay as they are.
func insertAnswer(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, version, family, party uuid.UUID, r Reply) error {
	id := tenants.NewID()
	text, err := tx.Seal("agreements", "text", id, r.Text)
	if err != nil {
		return err
	}
	now := tx.Clock().Now()
	err = tx.Client().Agreement.Create().SetID(id).SetCreatedAt(now).SetCaseFileID(family).SetPlanVersionID(version).
		SetMemberID(party).SetAnswer(string(r.Answer)).SetHow(string(r.How)).SetText(text).
		SetAnsweredAt(now).SetRecordedBy(v.Viewer.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("writing answer: %w", err)
	}
	return nil
}
