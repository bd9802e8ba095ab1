package casefile

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/member"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Pass gives an active family its next coordinator in one update, if from still
// is its coordinator; else it returns ErrConflict. Only baton calls it, which
// has asked the policy and knows that the next one can follow the family.
func Pass(ctx context.Context, tx *tenants.Tx, family, from, to uuid.UUID) error {
	changed, err := tx.Client().CaseFile.Update().Where(
		casefile.ID(family), casefile.CoordinatorID(from), casefile.State(string(StateActive))).
		SetCoordinatorID(to).SetCoordinatorSince(tx.Today()).AddVersion(1).Save(ctx)
	if err != nil {
		return fmt.Errorf("passing the baton: %w", err)
	}
	if changed == 0 {
		return fmt.Errorf("passing the baton: %w", tenants.ErrConflict)
	}
	return nil
}

// Followed is a family by how it is followed, and nothing of who they are.
type Followed struct {
	FollowUp
	Family uuid.UUID
	Wishes string      // as baton keeps them; of an active family
	Logins []uuid.UUID // of those who are of the family now
}

// ReadFollowed reads how every family of the municipality is followed. It
// checks no policy: baton calls it for the leader's load.
func ReadFollowed(ctx context.Context, scope *tenants.Scope) ([]Followed, error) {
	files, err := scope.Client().CaseFile.Query().Select(append(followUpFields(), casefile.FieldID, casefile.FieldWish)...).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading how families are followed: %w", err)
	}
	logins, err := loginsByFamily(ctx, scope)
	if err != nil {
		return nil, err
	}
	list := make([]Followed, 0, len(files))
	for _, file := range files {
		one := Followed{FollowUp: followUpOf(file), Family: file.ID, Logins: logins[file.ID]}
		if one.State == StateActive {
			if one.Wishes, err = scope.Open(casefile.Table, "wish", file.ID, file.Wish); err != nil {
				return nil, fmt.Errorf("reading wishes: %w", err)
			}
		}
		list = append(list, one)
	}
	return list, nil
}

func loginsByFamily(ctx context.Context, scope *tenants.Scope) (map[uuid.UUID][]uuid.UUID, error) {
	members, err := scope.Client().Member.Query().Where(member.RemovedAtIsNil(), member.UserIDNotNil()).
		Select(member.FieldID, member.FieldCaseFileID, member.FieldUserID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading logins: %w", err)
	}
	logins := map[uuid.UUID][]uuid.UUID{}
	for _, one := range members {
		logins[one.CaseFileID] = append(logins[one.CaseFileID], *one.UserID)
	}
	return logins, nil
}

// ReadWishes opens what those of a family wish, as baton keeps it, with a
// municipality's client or a transaction's. It checks no policy.
func ReadWishes(ctx context.Context, scope *tenants.Scope, client *tenant.Client, family uuid.UUID) (string, error) {
	file, err := client.CaseFile.Query().Where(casefile.ID(family)).Select(casefile.FieldID, casefile.FieldWish).Only(ctx)
	if err != nil {
		return "", fmt.Errorf("reading wishes: %w", err)
	}
	return scope.Open(casefile.Table, "wish", family, file.Wish)
}

// KeepWishes keeps what those of a family wish, sealed; nothing when it is
// empty. Only baton calls it, inside casefile.Change.
func KeepWishes(ctx context.Context, tx *tenants.Tx, family uuid.UUID, text string) error {
	update := tx.Client().CaseFile.UpdateOneID(family)
	if text == "" {
		update.ClearWish()
	} else {
		sealed, err := tx.Seal(casefile.Table, "wish", family, text)
		if err != nil {
			return err
		}
		update.SetWish(sealed)
	}
	if err := update.Exec(ctx); err != nil {
		return fmt.Errorf("writing wishes: %w", err)
	}
	return nil
}
