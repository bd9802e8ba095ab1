package casefile

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/barredperson"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/member"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// MemberOf returns who the viewer is in the family: the child whose own login
// this is. voice calls it, so that a child finds their own things and nobody
// else's. It returns ErrNotFound for everybody who is not a child of the
// family, also for somebody who sees with a child's eyes ("vis som").
func MemberOf(ctx context.Context, a *Access) (uuid.UUID, error) {
	return MemberOfTx(ctx, a, a.Visit.Client())
}

// MemberOfTx is MemberOf inside a transaction, which client is of.
func MemberOfTx(ctx context.Context, a *Access, client *tenant.Client) (uuid.UUID, error) {
	if a.as != nil || !a.Is(policy.RelationChild) {
		return uuid.Nil, fmt.Errorf("child: %w", tenants.ErrNotFound)
	}
	id, err := client.Member.Query().
		Where(member.CaseFileID(a.ID), member.UserID(a.Visit.Viewer.ID), member.Kind(string(Child)), member.RemovedAtIsNil()).
		FirstID(ctx)
	if err != nil {
		return uuid.Nil, notFoundOr(err)
	}
	return id, nil
}

// Near lists those a child may let hear their own words: the coordinator, and
// the caregivers and the team who are inside now and whose access is not kept
// from this child. Being here gives nobody anything: only the child's yes does.
// It checks no policy: voice calls it once it has let the viewer in, with the
// transaction's client when it writes.
func Near(ctx context.Context, a *Access, client *tenant.Client, child uuid.UUID) ([]Granted, error) {
	followed, err := ReadFollowUp(ctx, client, a.ID)
	if err != nil {
		return nil, err
	}
	inside, err := KeptGrants(ctx, client, accessgrant.CaseFileID(a.ID), accessgrant.EndedAtIsNil(),
		accessgrant.RelationIn(policy.RelationCaregiver.String(), policy.RelationTeam.String()))
	if err != nil {
		return nil, err
	}
	var barred []uuid.UUID
	err = client.BarredPerson.Query().
		Where(barredperson.CaseFileID(a.ID), barredperson.RemovedAtIsNil(), barredperson.UserIDNotNil()).
		Select(barredperson.FieldUserID).Scan(ctx, &barred)
	if err != nil {
		return nil, fmt.Errorf("reading who is barred: %w", err)
	}
	near := []Granted{{User: followed.Coordinator, Relation: policy.RelationCoordinator, YesOn: followed.AcceptedOn}}
	for _, one := range inside {
		granted := Granted{User: one.User, Relation: one.Relation, YesOn: one.Yes.On, Members: one.Members}
		known := slices.ContainsFunc(near, func(g Granted) bool { return g.User == one.User })
		if a.Holds(one) && granted.Sees([]uuid.UUID{child}) && !known && !slices.Contains(barred, one.User) {
			near = append(near, granted)
		}
	}
	return near, nil
}

// IsChild returns ErrNotFound unless the member is a child of the family. voice
// calls it in the transaction that writes what the child said.
func IsChild(ctx context.Context, tx *tenants.Tx, family, id uuid.UUID) error {
	is, err := tx.Client().Member.Query().
		Where(member.ID(id), member.CaseFileID(family), member.Kind(string(Child)), member.RemovedAtIsNil()).Exist(ctx)
	if err != nil {
		return fmt.Errorf("looking for child: %w", err)
	}
	if !is {
		return fmt.Errorf("child: %w", tenants.ErrNotFound)
	}
	return nil
}
