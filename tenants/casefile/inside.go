package casefile

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

var insideRows = tenants.Question[tenant.AccessGrant]{
	Text: `SELECT id, user_id, relation, members, said_yes_on, from_at, until_at FROM access_grants
		WHERE case_file_id = $1 AND ended_at IS NULL ORDER BY created_at, id`,
	Into: func(r *tenant.AccessGrant) []any {
		return []any{&r.ID, &r.UserID, &r.Relation, &r.Members, &r.SaidYesOn, &r.FromAt, &r.UntilAt}
	},
}

// AskInside puts the question that Inside reads in a batch.
func AskInside(b *tenants.Batch, family uuid.UUID) { insideRows.Ask(b, family.String()) }

// Inside lists who is let in to a family at a moment, in which relation and
// about whom, in the order they were let in; the coordinator is not among them.
// It checks no policy, and asks neither who has been barred since nor whether
// the follow-up is closed: Enter decides for each.
func Inside(ctx context.Context, q tenants.Querier, family uuid.UUID, now time.Time) ([]Granted, error) {
	rows, err := insideRows.Read(ctx, q, family.String())
	if err != nil {
		return nil, fmt.Errorf("reading who is inside: %w", err)
	}
	list := make([]Granted, 0, len(rows))
	for _, row := range rows {
		one, err := grantedOf(row)
		if err != nil {
			return nil, err
		}
		if holds(row.FromAt, row.UntilAt, now) {
			list = append(list, one)
		}
	}
	return list, nil
}

// holds reports whether something has begun and not run out.
func holds(from, until *time.Time, now time.Time) bool {
	return (from == nil || !now.Before(*from)) && (until == nil || now.Before(*until))
}

// KeptGrant is an access grant as it is kept: what was decided, without the
// reason, and how it stands.
type KeptGrant struct {
	Grant
	ID, Family uuid.UUID
	At         time.Time  // when it was given
	EndedAt    *time.Time // nil: nobody has ended it
}

// Stands reports whether a grant is neither ended nor run out: it holds, or
// will on a day to come.
func (g *KeptGrant) Stands(now time.Time) bool {
	return g.EndedAt == nil && (g.Until.IsZero() || now.Before(g.Until))
}

// Holds reports whether a grant stands and has begun.
func (g *KeptGrant) Holds(now time.Time) bool { return g.Stands(now) && !now.Before(g.From) }

// KeptGrants reads those access grants that fit all of which, of every family,
// ended ones too, oldest first. The packages that let people in call it with a
// municipality's client or a transaction's. It checks no policy.
func KeptGrants(ctx context.Context, client *tenant.Client, which ...predicate.AccessGrant) ([]KeptGrant, error) {
	rows, err := client.AccessGrant.Query().Where(which...).Order(accessgrant.ByCreatedAt(), accessgrant.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading access: %w", err)
	}
	list := make([]KeptGrant, 0, len(rows))
	for _, row := range rows {
		g, err := grantOf(row)
		if err != nil {
			return nil, fmt.Errorf("reading access grant %s: %w", row.ID, err)
		}
		list = append(list, KeptGrant{Grant: g, ID: row.ID, Family: row.CaseFileID, At: row.CreatedAt, EndedAt: row.EndedAt})
	}
	return list, nil
}

// Stands reports whether a grant of the family stands, as its door has it: with
// the follow-up it is over for all but the family's own people.
func (a *Access) Stands(g KeptGrant) bool {
	return g.Stands(a.Visit.Clock().Now()) && !(a.State == StateClosed && endsWithFollowUp(g.Relation))
}

// Holds reports whether a grant of the family stands and has begun.
func (a *Access) Holds(g KeptGrant) bool { return a.Stands(g) && g.Holds(a.Visit.Clock().Now()) }

// Sees reports whether an access is about every one of some members.
func (g Granted) Sees(members []uuid.UUID) bool {
	return g.Members == nil ||
		!slices.ContainsFunc(members, func(id uuid.UUID) bool { return !slices.Contains(g.Members, id) })
}
