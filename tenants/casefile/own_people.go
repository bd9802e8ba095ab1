package casefile

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/member"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Own is one of a family's own people who can sign in: a caregiver or a young
// person, and whom of the family they may see.
type Own struct {
	User     uuid.UUID
	Relation policy.Relation
	Members  []uuid.UUID // nil: the whole family
}

// Sees reports whether their own access is about every one of some members.
func (o Own) Sees(members []uuid.UUID) bool {
	return o.Members == nil ||
		!slices.ContainsFunc(members, func(id uuid.UUID) bool { return !slices.Contains(o.Members, id) })
}

// OwnTx lists the family's own people who are inside now: those whom consent
// asks, and whom baton tells. It checks no policy.
func OwnTx(ctx context.Context, tx *tenants.Tx, family uuid.UUID) ([]Own, error) {
	rows, err := tx.Client().AccessGrant.Query().Where(
		accessgrant.CaseFileID(family), accessgrant.EndedAtIsNil(),
		accessgrant.RelationIn(policy.RelationCaregiver.String(), policy.RelationChild.String())).
		Order(accessgrant.ByCreatedAt(), accessgrant.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the family's people: %w", err)
	}
	now := tx.Clock().Now()
	list := make([]Own, 0, len(rows))
	for _, row := range rows {
		g, err := grantOf(row)
		if err != nil {
			return nil, fmt.Errorf("reading access grant %s: %w", row.ID, err)
		}
		if holdsAt(now, g.From, g.Until) {
			list = append(list, Own{User: g.User, Relation: g.Relation, Members: g.Members})
		}
	}
	return list, nil
}

// holdsAt reports whether what begins and runs out holds at a moment; zero is
// no limit.
func holdsAt(now, from, until time.Time) bool {
	return !now.Before(from) && (until.IsZero() || now.Before(until))
}

// MembersTx lists a family's members inside a transaction with what decides who
// may answer for whom: what kind they are, when they were born and their login.
// No names are read. It checks no policy: consent calls it.
func MembersTx(ctx context.Context, tx *tenants.Tx, family uuid.UUID) ([]Member, error) {
	rows, err := tx.Client().Member.Query().Where(member.CaseFileID(family), member.RemovedAtIsNil()).
		Order(member.ByPosition(), member.ByCreatedAt()).
		Select(member.FieldID, member.FieldKind, member.FieldBornOn, member.FieldUserID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading members: %w", err)
	}
	list := make([]Member, 0, len(rows))
	for _, read := range rows {
		born, err := tx.Open(member.Table, "born_on", read.ID, read.BornOn)
		if err != nil {
			return nil, fmt.Errorf("reading members: %w", err)
		}
		list = append(list, Member{ID: read.ID, UserID: read.UserID, Person: Person{
			Kind: MemberKind(read.Kind), BornOn: clock.Date(born),
		}})
	}
	return list, nil
}
