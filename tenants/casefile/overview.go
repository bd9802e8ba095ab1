package casefile

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Overview is how the follow-up of a family stands.
type Overview struct {
	ID               uuid.UUID
	ShortName        string
	State            State
	Grade            Grade
	Coordinator      string // name
	CoordinatorID    uuid.UUID
	CoordinatorSince clock.Date
	ReferredOn       clock.Date
	CrisisOn         clock.Date
	CentreFrom       clock.Date
	AcceptedOn       clock.Date
	AcceptedHow      How
	Version          int
}

// What ReadOverview reads; the coordinator's name is directory's to tell.
var (
	overviewRow = tenants.Question[tenant.CaseFile]{
		Text: `SELECT state, grade, coordinator_id, coordinator_since, referred_on, crisis_on, centre_from,
			accepted_on, accepted_how, version, short_name FROM case_files WHERE id = $1`,
		Into: func(r *tenant.CaseFile) []any {
			return []any{
				&r.State, &r.Grade, &r.CoordinatorID, &r.CoordinatorSince, &r.ReferredOn, &r.CrisisOn, &r.CentreFrom,
				&r.AcceptedOn, &r.AcceptedHow, &r.Version, tenants.SealedColumn(&r.ShortName),
			}
		},
	}
	calledCoordinator = directory.CalledInQuery(`SELECT coordinator_id FROM case_files WHERE id = $1`)
)

// AskOverview puts in a batch what OverviewFrom reads.
func AskOverview(a *Access, b *tenants.Batch) {
	if a.May(policy.SectionOverview, policy.ActionSee) {
		overviewRow.Ask(b, a.ID.String())
		calledCoordinator.Ask(b, a.ID.String())
	}
}

// ReadOverview returns how the follow-up stands. It needs the overview
// section; the dates of referral and crisis need the grounds section.
func ReadOverview(ctx context.Context, a *Access) (Overview, error) {
	batch := a.Visit.Batch()
	AskOverview(a, batch)
	if err := batch.Run(ctx); err != nil {
		return Overview{}, fmt.Errorf("reading overview: %w", err)
	}
	return OverviewFrom(ctx, a, batch)
}

// OverviewFrom is ReadOverview from a batch that was asked for it.
func OverviewFrom(ctx context.Context, a *Access, from tenants.Querier) (Overview, error) {
	if err := a.RequireSee(policy.SectionOverview); err != nil {
		return Overview{}, err
	}
	rows, err := overviewRow.Read(ctx, from, a.ID.String())
	if err != nil {
		return Overview{}, fmt.Errorf("reading overview: %w", err)
	}
	if len(rows) == 0 {
		return Overview{}, tenants.ErrNotFound
	}
	coordinator, err := calledCoordinator.Read(ctx, a.Visit.Scope, from, a.ID.String())
	if err != nil {
		return Overview{}, err
	}
	read, row := rows[0], a.Visit.Row("case_files", a.ID)
	overview := Overview{
		ID: a.ID, State: State(read.State), Grade: Grade(read.Grade),
		CoordinatorID: read.CoordinatorID, Coordinator: coordinator[read.CoordinatorID].Name,
		CoordinatorSince: read.CoordinatorSince, CentreFrom: read.CentreFrom,
		AcceptedOn: read.AcceptedOn, AcceptedHow: How(read.AcceptedHow), Version: read.Version,
	}
	if a.Facts.Relation == policy.RelationCoordinator {
		overview.ShortName = row.Open("short_name", read.ShortName)
	}
	if a.See(policy.SectionGrounds) {
		overview.ReferredOn, overview.CrisisOn = read.ReferredOn, read.CrisisOn
	}
	return overview, row.Err()
}

// Rename gives the family another short name in the coordinator's lists.
func Rename(ctx context.Context, v *tenants.Visit, family uuid.UUID, shortName string) error {
	var faults tenants.Invalid
	validateShortName(&faults, shortName)
	if err := faults.Err(); err != nil {
		return err
	}
	deed := Deed{Name: "family.rename", Target: family, Section: policy.SectionOverview, Action: policy.ActionEdit}
	return Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *Access) error {
		sealed, err := tx.Seal("case_files", "short_name", family, strings.TrimSpace(shortName))
		if err != nil {
			return err
		}
		return tx.Client().CaseFile.UpdateOneID(family).SetShortName(sealed).AddVersion(1).Exec(ctx)
	})
}

// FamilyOf returns the families a caregiver or a young person has been given
// access to, newest first.
func FamilyOf(ctx context.Context, v *tenants.Visit) ([]uuid.UUID, error) {
	grants, err := v.Client().AccessGrant.Query().
		Where(accessgrant.UserID(v.Viewer.ID), accessgrant.EndedAtIsNil(),
			accessgrant.RelationIn(policy.RelationCaregiver.String(), policy.RelationChild.String())).
		Order(accessgrant.ByCreatedAt()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading access: %w", err)
	}
	ids := make([]uuid.UUID, 0, len(grants))
	for _, grant := range grants {
		ids = append([]uuid.UUID{grant.CaseFileID}, ids...)
	}
	return ids, nil
}

func notFoundOr(err error) error {
	if tenant.IsNotFound(err) {
		return tenants.ErrNotFound
	}
	return err
}
