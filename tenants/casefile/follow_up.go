package casefile

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/member"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// FollowUp is how a family is followed, and nothing of who they are.
type FollowUp struct {
	Coordinator uuid.UUID
	Since       clock.Date // with this coordinator
	AcceptedOn  clock.Date // the day of the family's yes
	State       State
	Grade       Grade // the strictest in the family
}

// ReadFollowUp reads how a family is followed, with a municipality's client or
// a transaction's. It checks no policy: the packages below tenants call it for
// what they tell people who are not inside, and whom they tell. It returns
// ErrNotFound when there is no such family.
func ReadFollowUp(ctx context.Context, client *tenant.Client, family uuid.UUID) (FollowUp, error) {
	file, err := client.CaseFile.Query().Where(casefile.ID(family)).Select(followUpFields()...).Only(ctx)
	if tenant.IsNotFound(err) {
		return FollowUp{}, fmt.Errorf("family: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return FollowUp{}, fmt.Errorf("reading how a family is followed: %w", err)
	}
	return followUpOf(file), nil
}

// HasMember reports whether somebody is one of the family, and was not taken out
// of it. It checks no policy, as ReadFollowUp: stafettlogg asks it before
// something leaves.
func HasMember(ctx context.Context, client *tenant.Client, family, id uuid.UUID) (bool, error) {
	there, err := client.Member.Query().Where(member.ID(id), member.CaseFileID(family), member.RemovedAtIsNil()).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("looking for member: %w", err)
	}
	return there, nil
}

func followUpFields() []string {
	return []string{
		casefile.FieldCoordinatorID, casefile.FieldCoordinatorSince, casefile.FieldAcceptedOn,
		casefile.FieldState, casefile.FieldGrade,
	}
}

func followUpOf(file *tenant.CaseFile) FollowUp {
	return FollowUp{
		Coordinator: file.CoordinatorID, Since: file.CoordinatorSince, AcceptedOn: file.AcceptedOn,
		State: State(file.State), Grade: Grade(file.Grade),
	}
}

// CoordinatorTx is who coordinates a family, as it stands inside the
// transaction; else as ReadFollowUp.
func CoordinatorTx(ctx context.Context, tx *tenants.Tx, family uuid.UUID) (uuid.UUID, error) {
	followed, err := ReadFollowUp(ctx, tx.Client(), family)
	return followed.Coordinator, err
}
