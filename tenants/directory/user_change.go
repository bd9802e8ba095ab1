package directory

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/nameindex"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/session"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// ErrLeft says that the user has left and can no longer be changed.
var ErrLeft = fmt.Errorf("the user has left: %w", tenants.ErrConflict)

// Profile is what an administrator may change about a colleague. Roles have
// commands of their own.
type Profile struct {
	Name     string
	Title    string
	Email    string
	Phone    string
	UnitID   uuid.UUID
	Language string
	Version  int // the version that was read
}

// ChangeUser changes a colleague's profile. A new e-mail for somebody who has
// not signed in yet moves the invitation there. It returns ErrConflict with
// the user as they are now when somebody else changed them first.
func ChangeUser(ctx context.Context, v *tenants.Visit, id uuid.UUID, p Profile) (User, error) {
	decision, err := require(v, policy.SectionUsers, policy.ActionEdit)
	if err != nil {
		return User{}, err
	}
	var after User
	err = v.InTx(ctx, func(tx *tenants.Tx) error {
		before, err := staff(ctx, tx.Scope, tx.Client(), id)
		if err != nil {
			return err
		}
		after = before
		if before.State == StateLeft {
			return ErrLeft
		}
		if before.Version != p.Version {
			return fmt.Errorf("changing user: %w", tenants.ErrConflict)
		}
		changed := before
		changed.Name, changed.Title, changed.Email, changed.Phone = p.Name, p.Title, p.Email, p.Phone
		changed.UnitID, changed.Language = p.UnitID, p.Language
		if err := changed.Validate(); err != nil {
			return err
		}
		if changed.UnitID != before.UnitID {
			if err := checkUnit(ctx, tx, changed.UnitID); err != nil {
				return err
			}
		}
		if err := updateUser(ctx, tx, before, changed); err != nil {
			return err
		}
		changed.Version++
		after = changed
		tx.Record(v.Deed("user.change", uuid.Nil, id, decision, policy.Facts{}))
		if changed.State == StateInvited && changed.Email != before.Email {
			return enqueueInvitation(ctx, tx, changed)
		}
		return nil
	})
	if err != nil && !errors.Is(err, tenants.ErrConflict) {
		return User{}, err
	}
	return after, err
}

func updateUser(ctx context.Context, tx *tenants.Tx, before, u User) error {
	claim := emailClaim(tx.Keys(), u.Kind, u.Email)
	taken, err := tx.Client().User.Query().Where(user.ClaimIndex(claim), user.IDNEQ(u.ID)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("looking for user: %w", err)
	}
	if taken {
		return tenants.InvalidField("email", "user.email.taken")
	}
	sealed, err := sealUser(tx.Scope, u)
	if err != nil {
		return err
	}
	update := tx.Client().User.Update().Where(user.ID(u.ID), user.Version(before.Version)).AddVersion(1).
		SetName(sealed.name).SetTitle(sealed.title).SetEmail(sealed.email).SetPhone(sealed.phone).
		SetClaimIndex(claim).SetLanguage(u.Language)
	if u.UnitID == uuid.Nil {
		update.ClearUnitID()
	} else {
		update.SetUnitID(u.UnitID)
	}
	count, err := update.Save(ctx)
	if tenant.IsConstraintError(err) {
		return tenants.InvalidField("email", "user.email.taken")
	}
	if err != nil {
		return fmt.Errorf("writing user: %w", err)
	}
	if count == 0 {
		return fmt.Errorf("changing user: %w", tenants.ErrConflict)
	}
	if u.Name == before.Name {
		return nil
	}
	return indexName(ctx, tx, u)
}

// indexName makes a user's name findable by each of its words.
func indexName(ctx context.Context, tx *tenants.Tx, u User) error {
	client := tx.Client()
	_, err := client.NameIndex.Delete().Where(nameindex.OwnerID(u.ID), nameindex.Kind(indexUser)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("clearing name index: %w", err)
	}
	var rows []*tenant.NameIndexCreate
	for _, token := range tx.Keys().BlindWords(indexUser, u.Name) {
		rows = append(rows, client.NameIndex.Create().SetID(tenants.NewID()).SetCreatedAt(tx.Clock().Now()).
			SetToken(token).SetKind(indexUser).SetOwnerID(u.ID))
	}
	if err := client.NameIndex.CreateBulk(rows...).Exec(ctx); err != nil {
		return fmt.Errorf("writing name index: %w", err)
	}
	return nil
}

// Leave ends a colleague's roles and sessions at once; they cannot sign in
// again unless they are invited anew. Nobody does it to themselves, and the
// last administrator stays: both return ErrInvalid.
func Leave(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	decision, err := require(v, policy.SectionUsers, policy.ActionEdit)
	if err != nil {
		return err
	}
	if id == v.Viewer.ID {
		return tenants.InvalidField("user", "user.leave.own")
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		if err := holdAdministrators(ctx, tx, v.Viewer.ID); err != nil {
			return err
		}
		u, err := staff(ctx, tx.Scope, tx.Client(), id)
		if err != nil {
			return err
		}
		if u.State == StateLeft {
			return nil
		}
		if u.Roles.Has(policy.RoleAdministrator) {
			if err := othersAdminister(ctx, tx, id, "user"); err != nil {
				return err
			}
		}
		entry := v.Deed("user.leave", uuid.Nil, id, decision, policy.Facts{})
		entry.Kind = audit.KindAccess
		tx.Record(entry)
		return leave(ctx, tx, id, v.Viewer.ID)
	})
}

// leave closes every way in. The subject stays, so that a refused sign-in can
// be put on record with who it was.
func leave(ctx context.Context, tx *tenants.Tx, id, by uuid.UUID) error {
	err := tx.Client().User.UpdateOneID(id).SetState(string(StateLeft)).ClearClaimIndex().AddVersion(1).Exec(ctx)
	if err != nil {
		return fmt.Errorf("leaving: %w", err)
	}
	if err := endRoles(ctx, tx, id, by); err != nil {
		return err
	}
	return endSessions(ctx, tx, session.UserID(id))
}
