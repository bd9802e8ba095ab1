package directory

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/unit"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// Invitation is what an administrator says about a new colleague.
type Invitation struct {
	Name     string
	Title    string
	Email    string
	Phone    string
	Roles    policy.RoleSet
	UnitID   uuid.UUID // Nil for none
	Language string    // empty for the municipality's
}

// Invite makes a user of the municipality's own people and sends them word.
// They become active when they first sign in with the same, verified e-mail.
// It returns ErrInvalid for faults, among them an e-mail somebody already has,
// and ErrNotFound unless the viewer runs users.
func Invite(ctx context.Context, v *tenants.Visit, in Invitation) (User, error) {
	decision, err := require(v, policy.SectionUsers, policy.ActionEdit)
	if err != nil {
		return User{}, err
	}
	u := User{
		ID: tenants.NewID(), Kind: KindStaff, State: StateInvited, Name: in.Name, Title: in.Title, Email: in.Email,
		Phone: in.Phone, Roles: in.Roles, UnitID: in.UnitID, Language: in.Language, Version: 1,
	}
	if err := validateInvitation(&u); err != nil {
		return User{}, err
	}
	err = v.InTx(ctx, func(tx *tenants.Tx) error {
		if err := checkUnit(ctx, tx, u.UnitID); err != nil {
			return err
		}
		if err := insertUser(ctx, tx, u, emailClaim(tx.Keys(), u.Kind, u.Email), v.Viewer.ID); err != nil {
			return err
		}
		tx.Record(v.Deed("user.invite", uuid.Nil, u.ID, decision, policy.Facts{}))
		return enqueueInvitation(ctx, tx, u)
	})
	if err != nil {
		return User{}, fmt.Errorf("inviting user: %w", err)
	}
	return u, nil
}

func validateInvitation(u *User) error {
	faults := u.faults()
	if u.Roles.Empty() {
		faults.Add("roles", "user.roles.missing")
	}
	for role := range u.Roles.Each() {
		if !isStaffRole(role) {
			faults.Add("roles", "user.role.unknown")
		}
	}
	return faults.Err()
}

// require asks the policy and returns the decision for the log.
func require(v *tenants.Visit, section policy.Section, action policy.Action) (policy.Decision, error) {
	return v.Decide(policy.Facts{}, section, action), v.Require(section, action)
}

// InviteFirstAdministrator makes the administrator a municipality begins with.
// Only provision calls it, and may call it again after it was cut off: an
// administrator who is there already is left as they are.
func InviteFirstAdministrator(ctx context.Context, scope *tenants.Scope, name, email string) error {
	u := User{
		ID: tenants.NewID(), Kind: KindStaff, State: StateInvited, Name: name, Email: email,
		Roles: policy.Roles(policy.RoleAdministrator), Version: 1,
	}
	if err := u.Validate(); err != nil {
		return err
	}
	claim := emailClaim(scope.Keys(), u.Kind, u.Email)
	return scope.InTx(ctx, func(tx *tenants.Tx) error {
		exists, err := tx.Client().User.Query().Where(user.ClaimIndex(claim)).Exist(ctx)
		if err != nil {
			return fmt.Errorf("looking for administrator: %w", err)
		}
		if exists {
			return nil
		}
		if err := insertUser(ctx, tx, u, claim, uuid.Nil); err != nil {
			return err
		}
		tx.Record(audit.Entry{At: tx.Clock().Now(), Kind: audit.KindSystem, Action: "user.invite", Target: u.ID})
		return enqueueInvitation(ctx, tx, u)
	})
}

// Remind sends the invitation once more to somebody who has not signed in yet.
// It returns ErrConflict when they have, or have left.
func Remind(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	decision, err := require(v, policy.SectionUsers, policy.ActionEdit)
	if err != nil {
		return err
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		u, err := staff(ctx, tx.Scope, tx.Client(), id)
		if err != nil {
			return err
		}
		if u.State != StateInvited {
			return fmt.Errorf("reminding user who is %s: %w", u.State, tenants.ErrConflict)
		}
		tx.Record(v.Deed("user.remind", uuid.Nil, u.ID, decision, policy.Facts{}))
		return enqueueInvitation(ctx, tx, u)
	})
}

// insertUser writes a user, the roles, and for staff the index of the name.
func insertUser(ctx context.Context, tx *tenants.Tx, u User, claim []byte, by uuid.UUID) error {
	taken, err := tx.Client().User.Query().Where(user.ClaimIndex(claim)).Exist(ctx)
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
	err = tx.Client().User.Create().SetID(u.ID).SetCreatedAt(tx.Clock().Now()).
		SetKind(string(u.Kind)).SetState(string(u.State)).
		SetName(sealed.name).SetTitle(sealed.title).SetEmail(sealed.email).SetPhone(sealed.phone).
		SetClaimIndex(claim).SetNillableUnitID(pointer(u.UnitID)).SetLanguage(u.Language).Exec(ctx)
	if tenant.IsConstraintError(err) {
		return tenants.InvalidField("email", "user.email.taken")
	}
	if err != nil {
		return fmt.Errorf("writing user: %w", err)
	}
	for role := range u.Roles.Each() {
		if err := insertRole(ctx, tx, u.ID, role, by); err != nil {
			return err
		}
	}
	if u.Kind == KindFamily {
		return nil
	}
	return indexName(ctx, tx, u)
}

// checkUnit accepts no unit, and one that is there.
func checkUnit(ctx context.Context, tx *tenants.Tx, id uuid.UUID) error {
	if id == uuid.Nil {
		return nil
	}
	exists, err := tx.Client().Unit.Query().Where(unit.ID(id), unit.RemovedAtIsNil()).Exist(ctx)
	if err != nil {
		return fmt.Errorf("looking for unit: %w", err)
	}
	if !exists {
		return tenants.InvalidField("unit", "user.unit.unknown")
	}
	return nil
}
