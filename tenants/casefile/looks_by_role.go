package casefile

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/statuschange"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// ActionLooksByRole is what it is called on record when the family is told of
// staff by role.
const ActionLooksByRole = "family.looks.by_role"

// reasonShortest is how many characters a reason has at least: a word or two
// tell the next coordinator nothing.
const reasonShortest = 10

// audienceWords are the outcomes under which a family's history keeps how it
// is told of staff, with the reason: by name, by role.
var audienceWords = []string{"looks_by_name", "looks_by_role"}

func audienceWord(byRole bool) string {
	if byRole {
		return audienceWords[1]
	}
	return audienceWords[0]
}

// Audience is how the family is told who has looked.
type Audience struct {
	ByRole bool
	Reason string     // why; for the coordinator alone
	On     clock.Date // since when; empty when nobody has decided anything
}

// LooksByRole tells whether the family is told who has looked by role, and
// why. It needs the overview section.
func LooksByRole(ctx context.Context, a *Access) (Audience, error) {
	if err := a.RequireSee(policy.SectionOverview); err != nil {
		return Audience{}, err
	}
	client := a.Visit.Client()
	file, err := client.CaseFile.Query().Where(casefile.ID(a.ID)).Select(casefile.FieldLooksByRole).Only(ctx)
	if err != nil {
		return Audience{}, notFoundOr(err)
	}
	audience := Audience{ByRole: file.LooksByRole}
	rows, err := client.StatusChange.Query().
		Where(statuschange.CaseFileID(a.ID), statuschange.OutcomeIn(audienceWords...)).
		Order(statuschange.ByCreatedAt(sql.OrderDesc())).Limit(1).All(ctx)
	if err != nil {
		return Audience{}, fmt.Errorf("reading how the family is told of looks: %w", err)
	}
	if len(rows) == 1 && a.Is(policy.RelationCoordinator) {
		audience.On = rows[0].HappenedOn
		audience.Reason, err = a.Visit.Open("status_changes", "reason", rows[0].ID, rows[0].Reason)
	}
	return audience, err
}

// TellLooksByRole decides whether the family is told who has looked by role,
// where a name would endanger staff, or by name again. Only the coordinator
// may. The reason is kept sealed in the family's history. It returns
// ErrInvalid without a reason.
func TellLooksByRole(ctx context.Context, v *tenants.Visit, family uuid.UUID, byRole bool, reason string) error {
	reason = strings.TrimSpace(reason)
	var faults tenants.Invalid
	switch {
	case utf8.RuneCountInString(reason) < reasonShortest:
		faults.Add("reason", "looks.by_role.reason.short")
	case utf8.RuneCountInString(reason) > MaxText:
		faults.Add("reason", "form.too_long")
	}
	if err := faults.Err(); err != nil {
		return err
	}
	deed := Deed{Name: ActionLooksByRole, Target: family, Section: policy.SectionOverview, Action: policy.ActionEdit}
	return Change(ctx, v, family, deed, func(tx *tenants.Tx, a *Access) error {
		id := tenants.NewID()
		sealed, err := tx.Seal("status_changes", "reason", id, reason)
		if err != nil {
			return err
		}
		state := string(a.State)
		err = tx.Client().StatusChange.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(family).
			SetFromState(state).SetToState(state).SetOutcome(audienceWord(byRole)).SetReason(sealed).
			SetHappenedOn(tx.Today()).SetChangedBy(v.Viewer.ID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("keeping the reason: %w", err)
		}
		return tx.Client().CaseFile.UpdateOneID(family).SetLooksByRole(byRole).AddVersion(1).Exec(ctx)
	})
}
