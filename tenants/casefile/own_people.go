package casefile

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/member"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// OwnTx lists the family's own people who are inside now: the caregivers and the
// young people whom consent asks, and whom baton tells. It checks no policy.
func OwnTx(ctx context.Context, tx *tenants.Tx, family uuid.UUID) ([]Granted, error) {
	inside, err := Inside(ctx, tx, family, tx.Clock().Now())
	return slices.DeleteFunc(inside, func(one Granted) bool {
		return one.Relation != policy.RelationCaregiver && one.Relation != policy.RelationChild
	}), err
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
