package plan

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/measure"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// holder is who is to be responsible for a measure, looked up before the
// transaction begins.
type holder struct {
	user         *uuid.UUID
	professional bool // of the municipality's own, and may be given measures
	said         *casefile.Yes
}

// appoint looks up whom a measure is given to, for those who may change
// measures in the family. It fills in the person's own unit when none is
// chosen.
func appoint(ctx context.Context, v *tenants.Visit, family uuid.UUID, in *MeasureInput, said *casefile.Yes) (holder, error) {
	if in.Responsible == nil && in.Unit == nil {
		return holder{}, nil
	}
	a, err := casefile.Enter(ctx, v, family)
	if err != nil {
		return holder{}, err
	}
	if err := a.Require(policy.SectionMeasures, policy.ActionEdit); err != nil {
		return holder{}, err
	}
	h := holder{user: in.Responsible, said: said}
	if in.Responsible != nil {
		found, err := directory.People(ctx, v.Scope, []uuid.UUID{*in.Responsible})
		if err != nil {
			return holder{}, err
		}
		who, there := found[*in.Responsible]
		if !there || who.Left {
			return holder{}, tenants.InvalidField("responsible", "measure.responsible.unknown")
		}
		h.professional = who.Kind == directory.KindStaff && who.Roles.Has(policy.RoleProfessional)
		if in.Unit == nil && who.UnitID != uuid.Nil {
			in.Unit = &who.UnitID
		}
	}
	if in.Unit == nil {
		return h, nil
	}
	names, err := directory.UnitNames(ctx, v.Scope, []uuid.UUID{*in.Unit})
	if err != nil {
		return holder{}, err
	}
	if _, there := names[*in.Unit]; !there {
		return holder{}, tenants.InvalidField("unit", "measure.unit.unknown")
	}
	return h, nil
}

// share lets the responsible person see what is theirs, because the family
// said yes to it. The coordinator, and whoever the family has let in before,
// needs no yes.
func (h holder) share(ctx context.Context, tx *tenants.Tx, a *casefile.Access) error {
	if h.user == nil || coordinates(a, *h.user) {
		return nil
	}
	has, err := hasAccess(ctx, tx, a.ID, *h.user)
	if err != nil || has {
		return err
	}
	if !h.professional {
		return tenants.InvalidField("responsible", "measure.responsible.unknown")
	}
	if h.said == nil {
		return tenants.InvalidField("yes", "measure.yes.missing")
	}
	if err := checkYes(ctx, tx, a, *h.said); err != nil {
		return err
	}
	return casefile.GrantResponsible(ctx, a, tx, *h.user, *h.said)
}

func checkYes(ctx context.Context, tx *tenants.Tx, a *casefile.Access, said casefile.Yes) error {
	var faults tenants.Invalid
	if said.On.IsZero() || said.On.Time().IsZero() || said.On > tx.Today() {
		faults.Add("yes_on", "measure.yes.on")
	}
	if said.How != casefile.HowOral && said.How != casefile.HowWritten {
		faults.Add("yes_how", "measure.yes.how")
	}
	if err := faults.Err(); err != nil {
		return err
	}
	if said.By == uuid.Nil {
		return tenants.InvalidField("yes_by", "measure.yes.by")
	}
	there, err := casefile.InFamily(ctx, tx, a.ID, said.By)
	if err == nil && !there {
		return tenants.InvalidField("yes_by", "plan.member.unknown")
	}
	return err
}

func coordinates(a *casefile.Access, user uuid.UUID) bool {
	return a.Facts.Relation == policy.RelationCoordinator && a.Visit.Viewer.ID == user
}

// hasAccess reports whether the family has let somebody in to measures of their
// own.
func hasAccess(ctx context.Context, tx *tenants.Tx, family, user uuid.UUID) (bool, error) {
	inside, err := casefile.Inside(ctx, tx, family, tx.Clock().Now())
	return slices.ContainsFunc(inside, func(one casefile.Granted) bool { return one.User == user && seesOwn(one) }), err
}

// endWithout ends somebody's access when nothing open is theirs any more.
func endWithout(ctx context.Context, tx *tenants.Tx, a *casefile.Access, user uuid.UUID) error {
	has, err := hasOpen(ctx, tx, a.ID, user)
	if err != nil || has {
		return err
	}
	return casefile.EndResponsible(ctx, a, tx, user)
}

func hasOpen(ctx context.Context, tx *tenants.Tx, family, user uuid.UUID) (bool, error) {
	has, err := tx.Client().Measure.Query().Where(
		measure.CaseFileID(family), measure.ResponsibleID(user), standing(),
		measure.StatusIn(string(StatusPlanned), string(StatusUnderWay))).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("looking for open measures: %w", err)
	}
	return has, nil
}

// release is done to measures that were just taken out of the plan: whoever
// has nothing left loses access. A measure whose responsible person had lost
// access before keeps only the name, so that bringing it back opens nothing.
func release(ctx context.Context, tx *tenants.Tx, a *casefile.Access, which ...predicate.Measure) error {
	rows, err := given(ctx, tx, a.ID, which)
	if err != nil {
		return err
	}
	for _, row := range rows {
		user := *row.ResponsibleID
		has, err := hasAccess(ctx, tx, a.ID, user)
		if err != nil {
			return err
		}
		if !has && !coordinates(a, user) {
			if err := nameOnly(ctx, tx, row); err != nil {
				return err
			}
		}
	}
	for _, row := range rows {
		if err := endWithout(ctx, tx, a, *row.ResponsibleID); err != nil {
			return err
		}
	}
	return nil
}

// resume is done to measures that were just brought back: whoever lost access
// when they were taken out has it again, on the yes the family gave. A person
// who is barred since, or for whom the family has taken its yes back, is not let
// in; the measure keeps the name.
func resume(ctx context.Context, tx *tenants.Tx, a *casefile.Access, which ...predicate.Measure) error {
	rows, err := given(ctx, tx, a.ID, which)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := resumeOne(ctx, tx, a, row); err != nil {
			return err
		}
	}
	return nil
}

func resumeOne(ctx context.Context, tx *tenants.Tx, a *casefile.Access, row *tenant.Measure) error {
	user := *row.ResponsibleID
	has, err := hasAccess(ctx, tx, a.ID, user)
	if err != nil || has || coordinates(a, user) {
		return err
	}
	open, err := hasOpen(ctx, tx, a.ID, user)
	if err != nil || !open {
		return err
	}
	had, err := casefile.KeptGrants(ctx, tx.Client(), accessgrant.CaseFileID(a.ID), accessgrant.UserID(user),
		accessgrant.Relation(policy.RelationResponsible.String()))
	if err != nil {
		return err
	}
	if len(had) == 0 {
		return nameOnly(ctx, tx, row)
	}
	last := had[len(had)-1]
	if last.EndedAt != nil {
		stopped, err := stoppedSince(ctx, tx, a.ID, *last.EndedAt)
		if err != nil {
			return err
		}
		if stopped {
			return nameOnly(ctx, tx, row)
		}
	}
	err = casefile.GrantResponsible(ctx, a, tx, user, last.Yes)
	if errors.Is(err, tenants.ErrInvalid) {
		return nameOnly(ctx, tx, row)
	}
	return err
}

// stoppedSince reports whether the family has taken back, since a moment, what
// people were let in by besides a consent: everything, or all of a unit's. Then
// no yes stands for what was ended before, and it must be asked for again.
func stoppedSince(ctx context.Context, tx *tenants.Tx, family uuid.UUID, since time.Time) (bool, error) {
	filter := audit.Filter{CaseFile: family, From: since}
	for {
		lines, err := tx.Audit().ReadTx(ctx, tx.SQL(), filter)
		if err != nil {
			return false, fmt.Errorf("reading what was taken back: %w", err)
		}
		for _, line := range lines {
			if line.Action == "consent.withdraw.all" || line.Action == "consent.withdraw.unit" {
				return true, nil
			}
			filter.Before = line.Place
		}
		if len(lines) == 0 {
			return false, nil
		}
	}
}

func given(ctx context.Context, tx *tenants.Tx, family uuid.UUID, which []predicate.Measure) ([]*tenant.Measure, error) {
	rows, err := tx.Client().Measure.Query().
		Where(append(which, measure.CaseFileID(family), measure.ResponsibleIDNotNil())...).
		Order(measure.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading measures: %w", err)
	}
	return rows, nil
}

func nameOnly(ctx context.Context, tx *tenants.Tx, row *tenant.Measure) error {
	name, err := directory.UserNameTx(ctx, tx, *row.ResponsibleID)
	if err != nil {
		return err
	}
	sealed, err := tx.Seal("measures", "responsible_name", row.ID, name)
	if err != nil {
		return err
	}
	return tx.Client().Measure.UpdateOneID(row.ID).ClearResponsibleID().SetResponsibleName(sealed).Exec(ctx)
}
