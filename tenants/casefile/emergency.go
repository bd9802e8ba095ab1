package casefile

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Elsewhere is a family that somebody else than the viewer follows.
type Elsewhere struct{ ID, Coordinator uuid.UUID }

const elsewhereRows = `SELECT DISTINCT c.id, c.coordinator_id` + elsewhere + ` ORDER BY c.id`

// FollowedElsewhere finds the active families with an open address that another
// follows, and in which a person with exactly this name and birth date is. It is
// one question, the same work whether there is nobody or somebody who may not be
// found. It checks no policy: emergency calls it once the viewer may ask.
func FollowedElsewhere(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, name string, bornOn clock.Date) ([]Elsewhere, error) {
	rows, err := tenants.ReadRows(ctx, tx, func(e *Elsewhere) []any { return []any{&e.ID, &e.Coordinator} },
		elsewhereRows, blindPerson(tx.Keys(), name, bornOn), v.Viewer.ID.String())
	if err != nil {
		return nil, fmt.Errorf("looking for a person: %w", err)
	}
	list := make([]Elsewhere, 0, len(rows))
	for _, row := range rows {
		list = append(list, *row)
	}
	return list, nil
}

// LetIn is an emergency access that somebody gave themself.
type LetIn struct {
	Family, User uuid.UUID
	At           time.Time
	Until        time.Time // when it was or will be over
	Reason       string    // of LatestLetIn alone
}

func letInOf(row *tenant.AccessGrant) LetIn {
	one := LetIn{Family: row.CaseFileID, User: row.UserID, At: row.CreatedAt.UTC()}
	if row.UntilAt != nil {
		one.Until = row.UntilAt.UTC()
	}
	if row.EndedAt != nil && row.EndedAt.Before(one.Until) {
		one.Until = row.EndedAt.UTC()
	}
	return one
}

// LetThemselvesIn returns the emergency accesses since a moment, oldest first,
// without their reasons. It checks no policy, as Census.
func LetThemselvesIn(ctx context.Context, scope *tenants.Scope, since time.Time) ([]LetIn, error) {
	rows, err := scope.Client().AccessGrant.Query().
		Where(accessgrant.Relation(policy.RelationEmergency.String()), accessgrant.CreatedAtGTE(since)).
		Order(accessgrant.ByCreatedAt()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading emergency access: %w", err)
	}
	list := make([]LetIn, 0, len(rows))
	for _, row := range rows {
		list = append(list, letInOf(row))
	}
	return list, nil
}

// LatestLetIn returns the latest emergency accesses, at most so many, the latest
// first, with the reasons that were given. It checks no policy: emergency calls
// it once it has let the personvernombud in.
func LatestLetIn(ctx context.Context, scope *tenants.Scope, most int) ([]LetIn, error) {
	rows, err := scope.Client().AccessGrant.Query().Where(accessgrant.Relation(policy.RelationEmergency.String())).
		Order(accessgrant.ByCreatedAt(sql.OrderDesc()), accessgrant.ByID(sql.OrderDesc())).Limit(most).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading emergency access: %w", err)
	}
	list := make([]LetIn, 0, len(rows))
	for _, row := range rows {
		one := letInOf(row)
		if one.Reason, err = scope.Open(accessgrant.Table, "reason", row.ID, row.Reason); err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}
