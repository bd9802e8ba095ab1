package casefile

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/nameindex"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/statuschange"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Counted is a family as the personvernombud's patterns need it: whose it is
// and how it stands, and nothing of who they are.
type Counted struct {
	ID          uuid.UUID
	Strict      bool
	Coordinator uuid.UUID
	Inside      map[uuid.UUID]bool // who has access that stands now, the coordinator too
	Closed      []Span             // when the follow-up was closed
}

// Span is a stretch of time; Until is zero while it lasts.
type Span struct{ From, Until time.Time }

// Has reports whether a moment is in the stretch.
func (s Span) Has(at time.Time) bool {
	return !at.Before(s.From) && (s.Until.IsZero() || at.Before(s.Until))
}

// Census returns how every family of the municipality stands. It checks no
// policy and opens no sealed text: tenants/insight calls it once it has let the
// personvernombud in.
func Census(ctx context.Context, scope *tenants.Scope) (map[uuid.UUID]*Counted, error) {
	rows, err := scope.Client().CaseFile.Query().
		Select(casefile.FieldCoordinatorID, casefile.FieldGrade).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("counting families: %w", err)
	}
	families := make(map[uuid.UUID]*Counted, len(rows))
	for _, row := range rows {
		families[row.ID] = &Counted{
			ID: row.ID, Strict: Grade(row.Grade).Strict(), Coordinator: row.CoordinatorID,
			Inside: map[uuid.UUID]bool{row.CoordinatorID: true},
		}
	}
	if err := countInside(ctx, scope, families); err != nil {
		return nil, err
	}
	return families, countClosed(ctx, scope, families)
}

func countInside(ctx context.Context, scope *tenants.Scope, families map[uuid.UUID]*Counted) error {
	grants, err := scope.Client().AccessGrant.Query().
		Where(accessgrant.EndedAtIsNil(), accessgrant.RelationNEQ(policy.RelationEmergency.String())).
		Select(accessgrant.FieldCaseFileID, accessgrant.FieldUserID, accessgrant.FieldFromAt, accessgrant.FieldUntilAt).All(ctx)
	if err != nil {
		return fmt.Errorf("counting access: %w", err)
	}
	now := scope.Clock().Now()
	for _, one := range grants {
		if family := families[one.CaseFileID]; family != nil && holds(one.FromAt, one.UntilAt, now) {
			family.Inside[one.UserID] = true
		}
	}
	return nil
}

func countClosed(ctx context.Context, scope *tenants.Scope, families map[uuid.UUID]*Counted) error {
	changes, err := scope.Client().StatusChange.Query().
		Select(statuschange.FieldCaseFileID, statuschange.FieldToState, statuschange.FieldCreatedAt).
		Order(statuschange.ByCreatedAt()).All(ctx)
	if err != nil {
		return fmt.Errorf("counting closed follow-ups: %w", err)
	}
	for _, change := range changes {
		family := families[change.CaseFileID]
		if family == nil {
			continue
		}
		last := len(family.Closed) - 1
		switch {
		case State(change.ToState) == StateClosed:
			family.Closed = append(family.Closed, Span{From: change.CreatedAt})
		case last >= 0 && family.Closed[last].Until.IsZero():
			family.Closed[last].Until = change.CreatedAt
		}
	}
	return nil
}

// FamilyByCode finds the family that a code is of; false when there is none.
// It checks no policy, as Census.
func FamilyByCode(ctx context.Context, scope *tenants.Scope, code string) (uuid.UUID, bool, error) {
	ids, err := scope.Client().CaseFile.Query().IDs(ctx)
	if err != nil {
		return uuid.Nil, false, fmt.Errorf("looking for a family's code: %w", err)
	}
	for _, id := range ids {
		if Code(id) == code {
			return id, true, nil
		}
	}
	return uuid.Nil, false, nil
}

// WithName returns the families in which a member's name has the word, by the
// keyed hashes of the search index; no name is opened. It checks no policy, as
// Census.
func WithName(ctx context.Context, scope *tenants.Scope, word string) (map[uuid.UUID]bool, error) {
	families := map[uuid.UUID]bool{}
	for _, token := range scope.Keys().BlindWords("name", word) {
		rows, err := scope.Client().NameIndex.Query().
			Where(nameindex.Kind("member"), nameindex.Token(token), nameindex.CaseFileIDNotNil()).
			Select(nameindex.FieldCaseFileID).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("looking for a name: %w", err)
		}
		for _, row := range rows {
			families[*row.CaseFileID] = true
		}
	}
	return families, nil
}
